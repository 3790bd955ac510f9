import { expect, test } from '@playwright/test';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import { openAskingProxy, type AskingProxy } from '../support/asking-proxy.ts';
import { addSecret, choosePassphrase, demo, dialog, row, sendNow, signIn } from '../support/person.ts';
import { openTrustedPlatform, type TrustedPlatform } from '../support/trusted-platform.ts';

// A network where everything goes through a proxy, and the proxy wants to know who asks.

test.skip(process.platform !== 'linux', 'Only there is a person’s store of certificates in the home folder.');

const own = { userName: 'ana', password: 'proxy-password-7f3a' };

let platform: TrustedPlatform;
let proxy: AskingProxy;
let profile: string;
let running: LaunchedApp;
test.beforeAll(async () => {
  [platform, proxy] = await Promise.all([openTrustedPlatform(), openAskingProxy(own)]);
  profile = newProfile();
  running = await launchApp({
    profile,
    env: { HOME: platform.home },
    args: [`--proxy-server=http://127.0.0.1:${proxy.port}`, '--proxy-bypass-list=<-loopback>'],
  });
});
test.afterAll(async () => {
  await running?.kill();
  await proxy?.close();
  await platform?.close();
  removeProfile(profile);
});

test('the proxy’s own sign-in is asked for, told to nobody else, and what waits is sent after it', async () => {
  const { page } = running;
  const { port } = new URL(platform.sandbox.origin);
  const asking = dialog(page, 'Sign in to the proxy');
  await choosePassphrase(page);
  await page.getByLabel('Address').fill(`https://localhost:${port}`);
  await expect(asking).toContainText(`127.0.0.1:${proxy.port}`);

  // Whoever does not want to say is left alone, and the app says what is the matter.
  await asking.getByRole('button', { name: 'Cancel' }).click();
  await page.getByLabel('Label').fill('Plant A');
  await page.getByRole('button', { name: 'Add environment' }).click();
  await page.getByRole('button', { name: 'Continue without signing in' }).click();
  await addSecret(running, { name: 'through-the-proxy', value: 'of the platform' });
  await expect(asking).toBeHidden();
  expect(proxy.asked.every(({ as }) => as === null)).toBe(true);

  // Trying again asks again; what the proxy refuses is asked for anew.
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
  await page.getByRole('button', { name: /^User name and password/ }).click();
  await page.getByLabel('User name').fill(demo.userName);
  await page.getByLabel('Password').fill(demo.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(asking).toBeVisible();
  await expect(page.locator('.notice.attend')).toContainText(`proxy 127.0.0.1:${proxy.port} does not let you through`);
  await asking.getByLabel('User name for the proxy').fill(own.userName);
  await asking.getByLabel('Password for the proxy').fill('not it');
  await asking.getByRole('button', { name: 'Sign in to the proxy' }).click();
  await page.getByLabel('Password').fill(demo.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(asking).toContainText('did not accept');
  await asking.getByLabel('Password for the proxy').fill(own.password);
  await asking.getByRole('button', { name: 'Sign in to the proxy' }).click();
  await expect(asking).toBeHidden();

  await signIn(page);
  await page.getByRole('button', { name: 'Send as demo' }).click();
  await sendNow(page);
  await expect(row(page, 'through-the-proxy')).toContainText('On the platform');
  const { client } = platform.sandbox;
  expect((await client.journal({ operation: 'create' })).map(({ names }) => names)).toEqual([['through-the-proxy']]);
  expect(new Set(proxy.asked.map(({ to }) => to))).toEqual(new Set([`localhost:${port}`]));
  expect(running.output()).not.toContain(own.password);
});
