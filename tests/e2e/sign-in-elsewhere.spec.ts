import { expect, test } from '@playwright/test';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import { choosePassphrase, chooseWay, demo } from '../support/person.ts';
import { openTrustedPlatform, type TrustedPlatform } from '../support/trusted-platform.ts';

// An environment that was added while nothing answered, and turns out to sign in at another host. The platform is at
// https://127.0.0.1; its `/metadata` names https://localhost, which is another host to whoever has to trust it.

test.skip(process.platform !== 'linux', 'Only there is a person’s store of certificates in the home folder.');

let platform: TrustedPlatform;
let profile: string;
let running: LaunchedApp;
test.beforeAll(async () => {
  platform = await openTrustedPlatform();
  profile = newProfile();
  running = await launchApp({ profile, env: { HOME: platform.home } });
});
test.afterAll(async () => {
  await running?.kill();
  await platform?.close();
  removeProfile(profile);
});

test('the person is told where sign-in is, and signs in there by saying so', async () => {
  const { page } = running;
  const { client, origin } = platform.sandbox;
  const { port } = new URL(origin);
  await choosePassphrase(page);

  await client.fault({ kind: 'refuse' });
  await page.getByLabel('Address').fill(`https://127.0.0.1:${port}`);
  await page.getByLabel('Label').fill('Plant A');
  await page.getByRole('button', { name: 'Add environment' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Plant A' })).toBeVisible();
  await client.clearFaults();

  await chooseWay(page, 'User name and password');
  await page.getByLabel('User name').fill(demo.userName);
  await page.getByLabel('Password').fill(demo.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Sign-in happens' });
  await expect(alert).toContainText(`Sign-in happens at localhost:${port}, not at 127.0.0.1:${port}`);
  await expect(alert).toContainText('Your password was not sent.');
  const asked = async () => (await client.journal()).filter(({ path }) => path.includes('openid-connect/token')).length;
  expect(await asked()).toBe(0);

  await page.getByRole('button', { name: `Sign in at localhost:${port}` }).click();
  await expect(page.getByRole('heading', { name: 'Secrets', level: 1 })).toBeVisible();
  expect(await asked()).toBe(1);
});
