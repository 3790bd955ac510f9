import { renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { addSecret, choosePassphrase, chooseWay, dialog, draftSecret, goTo, header, openDetails, passphrase, row, sendNow, signIn, takeAction } from '../support/person.ts';
import { launchApp } from '../support/app.ts';
import { openScene } from '../support/scene.ts';
import { screenProblems } from '../gallery/screen-problems.ts';
import { catchBrowser } from '../support/second-browser.ts';

// axe looks at each screen as a person meets it, light and dark: names, roles, contrast, focus order, landmarks.

async function expectAccessible(page: Page, screen: string): Promise<void> {
  expect(await screenProblems(page, screen)).toEqual([]);
}

/** Has a port, or finds that another program has it: it is taken either way. */
async function takePort(port: number): Promise<{ readonly port: number; close(): void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.once('error', () => resolve()).listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return { port: address === null || typeof address === 'string' ? port : address.port, close: () => void server.close() };
}

test('the screens before the window: passphrase, sign-in, first run, locked, trouble', async () => {
  test.slow();
  const scene = await openScene({ account: null });
  try {
    const { page } = scene.running;
    await expectAccessible(page, 'sign-in');
    for (const way of ['User name and password', 'Service account', 'Access token'] as const) {
      await chooseWay(page, way);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expectAccessible(page, `sign-in, ${way}, with what is missing`);
      await page.getByRole('button', { name: 'Other ways to sign in' }).click();
    }
    await catchBrowser(scene.running.app);
    const [registered, other] = [await takePort(38638), await takePort(0)];
    await page.getByRole('button', { name: 'Continue in the browser' }).click();
    await expect(page.getByLabel('Port')).toBeFocused();
    await expectAccessible(page, 'sign-in, port taken');
    registered.close();
    other.close();
    await page.getByLabel('Port').fill(String(other.port));
    await page.getByRole('button', { name: 'Try with this port' }).click();
    await expect(page.getByText('Finish signing in in your browser')).toBeVisible();
    await expectAccessible(page, 'sign-in, waiting for the browser');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await scene.running.end();

    const { page: locked } = await scene.start();
    await expect(locked.getByRole('heading', { name: 'Locked' })).toBeVisible();
    await locked.getByRole('button', { name: 'Unlock', exact: true }).click();
    await expectAccessible(locked, 'locked');
    await scene.running.end();

    renameSync(join(scene.profile, 'data-key.json'), join(scene.profile, 'elsewhere.json'));
    const { page: trouble } = await scene.start();
    await expect(trouble.getByRole('heading', { name: 'The key file is missing' })).toBeVisible();
    await expectAccessible(trouble, 'trouble');
    await trouble.getByRole('button', { name: 'Start afresh…' }).click();
    await expectAccessible(trouble, 'start afresh');
  } finally {
    await scene.close();
  }
  const first = await launchApp();
  try {
    const { page } = first;
    await expect(page.getByRole('heading', { name: 'Choose a passphrase' })).toBeVisible();
    await page.getByRole('button', { name: 'Protect with this passphrase' }).click();
    await expectAccessible(page, 'choose passphrase');
    await choosePassphrase(page, passphrase);
    await expect(page.getByRole('heading', { name: 'Add your first environment' })).toBeVisible();
    await expectAccessible(page, 'first run');
    await page.getByRole('button', { name: 'Add environment' }).click();
    await expectAccessible(page, 'first run with what is missing');
  } finally {
    await first.kill();
  }
});

test('the window: the list in every state, the dialogs, the panels, the outbox', async () => {
  test.slow();
  const scene = await openScene();
  const { client } = scene.sandbox;
  const { page } = scene.running;
  try {
    await expectAccessible(page, 'empty list');
    await addSecret(scene.running, { name: 'delivered', value: 'arrived' });
    await expect(row(page, 'delivered')).toContainText('On the platform');
    const answerAgain = await client.refuse();
    for (const name of ['held', 'taken', 'waits']) await addSecret(scene.running, { name, value: `value of ${name}` });
    await takeAction(page, 'held', 'Put on hold');
    await expect(header(page)).toContainText('No answer');
    await expectAccessible(page, 'list, offline');
    await goTo(page, 'Outbox');
    await expectAccessible(page, 'outbox, offline');
    await goTo(page, 'Secrets');
    await client.createSecret('taken', 'of the colleague');
    await answerAgain();
    await sendNow(page);
    await expect(row(page, 'waits')).toContainText('On the platform');

    await client.fault({ kind: 'hang-before-commit', target: 'api', operation: 'list' });
    await client.fault({ kind: 'reset-before-commit', target: 'api', operation: 'create', count: 1 });
    await addSecret(scene.running, { name: 'uncertain', value: 'lost' });
    await expect(row(page, 'uncertain')).toContainText('Checking with the platform');
    await client.fault({ kind: 'hang-before-commit', target: 'api', operation: 'create' });
    await addSecret(scene.running, { name: 'sending', value: 'slow' });
    await expect(row(page, 'sending')).toContainText('Sending');
    await expect(row(page, 'held')).toContainText('On hold');
    await expect(row(page, 'taken')).toContainText('Needs you');
    await expectAccessible(page, 'list in every state');

    await page.getByRole('button', { name: 'Account menu' }).click();
    await expectAccessible(page, 'account menu');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Environment: Sandbox' }).click();
    await expectAccessible(page, 'environments');
    await page.getByRole('menuitem', { name: 'Manage environments…' }).click();
    await expectAccessible(page, 'manage environments');
    await page.getByRole('button', { name: 'Change Sandbox' }).click();
    await expectAccessible(page, 'change environment');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Environment: Sandbox' }).click();
    await page.getByRole('menuitem', { name: 'Manage environments…' }).click();
    await page.getByRole('button', { name: 'Remove Sandbox' }).click();
    await expectAccessible(page, 'remove environment with what waits');
    await page.keyboard.press('Escape');

    await openDetails(page, 'taken');
    await expectAccessible(page, 'conflict panel');
    await page.keyboard.press('Escape');
    await openDetails(page, 'uncertain');
    await expectAccessible(page, 'details of an entry');
    await page.keyboard.press('Escape');
    const details = await openDetails(page, 'delivered');
    await details.getByText('The same elsewhere').click();
    await expectAccessible(page, 'details of a secret, with its commands');
    await page.keyboard.press('Escape');

    const add = await draftSecret(scene.running, { name: 'Not A Name', value: 'trailing space \n' });
    await expect(add).toContainText('Only lowercase letters, digits and -.');
    await expectAccessible(page, 'add dialog');
    await page.keyboard.press('Escape');
    await expectAccessible(page, 'add dialog, left with a draft');
    await page.getByRole('button', { name: 'Discard draft' }).click();
    await expect(add).toBeHidden();

    await takeAction(page, 'delivered', 'Replace value…');
    await expectAccessible(page, 'replace dialog');
    await page.keyboard.press('Escape');
    await takeAction(page, 'delivered', 'Delete…');
    await expectAccessible(page, 'delete dialog');
    await page.keyboard.press('Escape');
    await takeAction(page, 'held', 'Discard');
    const asks = dialog(page, 'Discard this secret?');
    const undo = page.getByRole('button', { name: 'Undo', exact: true });
    await expect(asks.or(undo)).toBeVisible();
    await expectAccessible(page, 'discard, with its question or its undo');
    if (await undo.isVisible()) await undo.click();
    else await page.keyboard.press('Escape');

    await page.getByRole('grid').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await expectAccessible(page, 'the list with all rows chosen');
    await page.getByRole('button', { name: 'Replace value…' }).first().click();
    await expectAccessible(page, 'one value for several');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete…' }).first().click();
    await expectAccessible(page, 'the question before several are deleted');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();

    await goTo(page, 'Outbox');
    await expectAccessible(page, 'outbox in every state');
    await page.getByRole('grid').first().focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
    await expect(page.getByRole('alertdialog')).toBeVisible();
    await expectAccessible(page, 'the question before several are discarded');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.keyboard.press('ControlOrMeta+/');
    await scene.running.app.evaluate(({ BrowserWindow }) => setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()));
    await expect(dialog(page, 'Quit Kelvin Secrets?')).toBeVisible();
    await expectAccessible(page, 'quit dialog');
    await page.getByRole('button', { name: 'Keep open' }).click();

    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    const signOut = dialog(page, 'Sign out?');
    await expectAccessible(page, 'sign out with what waits');
    await signOut.getByRole('radio', { name: /^Discard/ }).check();
    await expectAccessible(page, 'sign out and discard');
    await signOut.getByRole('button', { name: 'Cancel' }).click();

    await client.clearFaults();
    await client.revokeSessions();
    await client.release('hung');
    await goTo(page, 'Secrets');
    await expect(header(page)).toContainText('Session ended');
    await expectAccessible(page, 'list, session ended');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await signIn(page);
  } finally {
    await scene.close();
  }
});

test('the settings, each change of the protection, and the lock over an open form', async () => {
  test.slow();
  const scene = await openScene();
  const { page } = scene.running;
  try {
    await page.keyboard.press('ControlOrMeta+,');
    const settings = dialog(page, 'Settings');
    await expect(settings.getByRole('region', { name: 'Locking' })).toContainText('Sending goes on');
    await expectAccessible(page, 'settings');
    await settings.getByRole('button', { name: 'Change… Passphrase' }).click();
    await page.getByRole('button', { name: 'Change passphrase' }).click();
    await expectAccessible(page, 'change passphrase with what is missing');
    await page.keyboard.press('Escape');
    await settings.getByRole('button', { name: 'Add… Keychain' }).click();
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await page.getByRole('button', { name: 'Add keychain' }).click();
    await expect(dialog(page, 'Add the keychain')).toContainText('What protects it is as it was.');
    await expectAccessible(page, 'add keychain, refused');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');

    for (const [item, title] of [['Report for support…', 'Report for support'], ['About Kelvin Secrets', 'About Kelvin Secrets']] as const) {
      await page.getByRole('button', { name: 'Account menu' }).click();
      await page.getByRole('menuitem', { name: item }).click();
      await expect(dialog(page, title).getByRole('region')).toBeVisible();
      await expectAccessible(page, title);
      await page.keyboard.press('Escape');
    }

    await draftSecret(scene.running, { name: 'half-typed', value: 'value' });
    await page.keyboard.press('ControlOrMeta+l');
    await expect(page.getByText('What you were typing is there again when you unlock.')).toBeVisible();
    for (let time = 1; time <= 5; time++) {
      await page.getByLabel('Passphrase', { exact: true }).fill(`wrong, the ${String(time)}th time`);
      await page.getByRole('button', { name: 'Unlock', exact: true }).click();
      await expect(page.getByText('This is not the passphrase.')).toBeVisible();
    }
    await expect(page.getByText('5 passphrases in a row were wrong.')).toBeVisible();
    await expectAccessible(page, 'locked, after five wrong passphrases');
  } finally {
    await scene.close();
  }
});

test('narrow windows keep their names and contrasts', async () => {
  const scene = await openScene();
  const { page, app } = scene.running;
  try {
    await scene.sandbox.client.setPermissions('demo', ['read']);
    await addSecret(scene.running, { name: 'narrow', value: 'value' });
    await expect(row(page, 'narrow')).toContainText('Needs you');
    for (const width of [820, 600, 400]) {
      await app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 700), width);
      await expect.poll(() => page.evaluate(() => innerWidth)).toBeLessThanOrEqual(Math.max(width, 400));
      await expectAccessible(page, `list, ${String(width)} px`);
    }
    await openDetails(page, 'narrow');
    await expectAccessible(page, 'panel, 400 px');
  } finally {
    await scene.close();
  }
});
