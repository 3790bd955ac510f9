import { createServer } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { addSecret, choosePassphrase, chooseWay, continueWithoutSignIn, demo, dialog, header, row, signIn as signInAs, type TypedWay } from '../../support/person.ts';
import { catchBrowser, openSecondBrowser } from '../../support/second-browser.ts';
import { group } from '../group.ts';
import type { Studio } from '../studio.ts';

declare const window: { readonly kelvin: { readonly request: Readonly<Record<string, (input: unknown) => Promise<unknown>>> } };

/** Every way to sign in and what may come of it, whose entries wait, and signing out. */
export const signIn = group('sign-in', async (studio) => {
  const sandbox = await studio.sandbox();
  const { page } = await studio.start({ sandbox: sandbox.origin });
  await choosePassphrase(page);
  await expect(page.getByRole('heading', { name: 'Sign in to Sandbox' })).toBeVisible();
  await studio.show('sign-in', ['narrow', 'zoomed']);
  await typed(studio);
  await inTheBrowser(studio);

  await continueWithoutSignIn(page);
  await sandbox.client.fault({ kind: 'hang-before-commit', target: 'api', operation: 'create' });
  for (const name of ['plc-gateway-token', 'historian-password', 'opc-ua-key']) {
    await addSecret(studio.app, { name, value: 'not shown' });
  }
  await studio.show('not-signed-in', ['narrow']);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Sandbox' })).toBeVisible();
  await studio.show('sign-in-with-what-waits');
  await signInAs(page);
  await expect(page.getByRole('button', { name: 'Send as demo' })).toBeVisible();
  await studio.show('send-three-as', ['narrow', 'zoomed']);
  await page.getByRole('button', { name: 'Send as demo' }).click();
  await expect(row(page, 'plc-gateway-token')).toContainText('Sending');
  await sandbox.client.clearFaults();
  await sandbox.client.release('hung');
  await expect(header(page)).toContainText('Up to date');

  await sandbox.client.refuse();
  await addSecret(studio.app, { name: 'scada-service-key', value: 'not shown' });
  await expect(header(page)).toContainText('No answer');
  await account(page, 'Sign out');
  const leaving = dialog(page, 'Sign out?');
  await studio.show('sign-out-with-what-waits', ['narrow']);
  await leaving.getByRole('radio', { name: /^Discard/ }).check();
  await studio.show('sign-out-and-discard');
  await leaving.getByRole('radio', { name: /^Keep/ }).check();
  await leaving.getByRole('button', { name: 'Sign out', exact: true }).click();
  await sandbox.client.clearFaults();
  await expect(header(page)).toContainText('Not signed in');
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
  await signInAs(page, { userName: 'colleague', password: 'colleague' });
  await expect(header(page)).not.toContainText('Checking');
  await studio.show('entries-of-another-account', ['narrow', 'zoomed']);
  await page.getByRole('button', { name: 'Account menu' }).click();
  await studio.show('account-menu');
  await page.keyboard.press('Escape');

  await sandbox.client.revokeSessions();
  await addSecret(studio.app, { name: 'shift-report-token', value: 'not shown' });
  await expect(header(page)).toContainText('Session ended');
  await studio.show('session-ended', ['narrow']);
});

/** The ways with fields: empty, with what is missing, and refused. */
async function typed(studio: Studio): Promise<void> {
  const { page } = studio;
  const ways: readonly (readonly [TypedWay, string, string])[] = [
    ['User name and password', 'User name', 'Password'],
    ['Service account', 'Client id', 'Client secret'],
  ];
  const send = page.getByRole('button', { name: 'Sign in', exact: true });
  const back = page.getByRole('button', { name: 'Other ways to sign in' });
  for (const [way, name, password] of ways) {
    const called = way.toLowerCase().replaceAll(' ', '-');
    await chooseWay(page, way);
    await studio.show(called, way === 'User name and password' ? ['narrow'] : []);
    await send.click();
    await studio.show(`${called}-with-what-is-missing`);
    await page.getByLabel(name).fill(demo.userName);
    await page.getByLabel(password).fill('not it');
    await send.click();
    await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible();
    await studio.show(`${called}-refused`);
    await back.click();
  }
  await chooseWay(page, 'Access token');
  await studio.show('access-token');
  await page.getByLabel('Access token').fill('no token at all');
  await send.click();
  await studio.show('access-token-refused');
  await page.getByLabel('Access token').fill('');
  await back.click();
}

async function inTheBrowser(studio: Studio): Promise<void> {
  const { page, app } = studio.app;
  const opened = await catchBrowser(app);
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  await page.evaluate((given) => window.kelvin.request['session.set-redirect-port']?.({ port: given }), port);
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await expect(page.getByLabel('Port')).toBeFocused();
  await studio.show('port-taken', ['narrow']);
  await new Promise((resolve) => taken.close(resolve));
  await page.getByRole('button', { name: 'Try with this port' }).click();
  await expect(page.getByText('Finish signing in in your browser')).toBeVisible();
  await studio.show('waiting-in-the-browser', ['narrow']);
  await expect.poll(async () => (await opened()).length).toBe(1);

  const browser = await openSecondBrowser();
  studio.after(() => browser.close());
  await browser.page.goto((await opened())[0] ?? '');
  await browser.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The sign-in in the browser was not agreed to.')).toBeVisible();
  await studio.show('denied-in-the-browser');
  await studio.showPage(browser.page, 'the-finished-page-denied');
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await expect.poll(async () => (await opened()).length).toBe(2);
  await browser.page.goto((await opened())[1] ?? '');
  await browser.page.getByLabel('User name').fill(demo.userName);
  await browser.page.getByLabel('Password').fill(demo.password);
  await browser.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(browser.page.getByRole('heading', { name: 'You can go back to Kelvin Secrets' })).toBeVisible();
  await studio.showPage(browser.page, 'the-finished-page');
  await expect(header(page)).toContainText('Up to date');
  await account(page, 'Sign out');
  await expect(header(page)).toContainText('Not signed in');
  await studio.show('signed-out');
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
}

async function account(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Account menu' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}
