import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import { openAskingProxy, type AskingProxy } from '../support/asking-proxy.ts';
import { addSecret, choosePassphrase, dialog, row, signIn } from '../support/person.ts';
import { openTrustedPlatform, type TrustedPlatform } from '../support/trusted-platform.ts';

// A company's network: a script (PAC) says which proxy leads where, the proxy wants to know who asks, and the
// platform's name is known to nobody but the proxy.

test.skip(process.platform !== 'linux', 'Only there is a person’s store of certificates in the home folder.');

const host = 'plant-a.example';
const own = { userName: 'ana', password: 'proxy-password-51c9' };

let platform: TrustedPlatform;
let proxy: AskingProxy;
let script: Server;
let asked = 0;
let profile: string;
let running: LaunchedApp;
test.beforeAll(async () => {
  platform = await openTrustedPlatform(host);
  proxy = await openAskingProxy(own, { [host]: Number(new URL(platform.sandbox.origin).port) });
  script = createServer((_request, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'application/x-ns-proxy-autoconfig' });
    response.end(`function FindProxyForURL(url, host) {
      return host === '${host}' ? 'PROXY 127.0.0.1:${proxy.port}' : 'DIRECT';
    }`);
  });
  await new Promise<void>((resolve) => script.listen(0, '127.0.0.1', resolve));
  profile = newProfile();
  running = await launchApp({
    profile,
    env: { HOME: platform.home },
    args: [`--proxy-pac-url=http://127.0.0.1:${(script.address() as AddressInfo).port}/proxy.pac`],
  });
});
test.afterAll(async () => {
  await running?.kill();
  script?.closeAllConnections();
  await new Promise((resolve) => script.close(resolve));
  await proxy?.close();
  await platform?.close();
  removeProfile(profile);
});

test('the script’s way is taken, its proxy is answered by the person, and the secret arrives', async () => {
  const { page } = running;
  await choosePassphrase(page);
  await page.getByLabel('Address').fill(`https://${host}`);
  const asking = dialog(page, 'Sign in to the proxy');
  await expect(asking).toContainText(`127.0.0.1:${proxy.port}`);
  expect(asked).toBeGreaterThan(0);
  await asking.getByLabel('User name for the proxy').fill(own.userName);
  await asking.getByLabel('Password for the proxy').fill(own.password);
  await asking.getByRole('button', { name: 'Sign in to the proxy' }).click();
  await expect(asking).toBeHidden();

  await page.getByLabel('Label').fill('Plant A');
  await page.getByRole('button', { name: 'Add environment' }).click();
  await signIn(page);
  await addSecret(running, { name: 'by-the-script', value: 'of the platform' });
  await expect(row(page, 'by-the-script')).toContainText('On the platform');
  const created = await platform.sandbox.client.journal({ operation: 'create' });
  expect(created.map(({ names }) => names)).toEqual([['by-the-script']]);
  expect(new Set(proxy.asked.map(({ to }) => to))).toEqual(new Set([`${host}:443`]));
});

test('the proxy that the computer itself is set to is taken, without a word to the app', async () => {
  const ownProfile = newProfile();
  // Where no desktop has settings of its own, these are the system's.
  const app = await launchApp({ profile: ownProfile, env: { HOME: platform.home, https_proxy: `http://127.0.0.1:${proxy.port}` } });
  try {
    const before = proxy.asked.length;
    await choosePassphrase(app.page);
    await app.page.getByLabel('Address').fill(`https://${host}`);
    await expect(dialog(app.page, 'Sign in to the proxy')).toContainText(`127.0.0.1:${proxy.port}`);
    expect(proxy.asked.slice(before)).toContainEqual({ to: `${host}:443`, as: null });
  } finally {
    await app.kill();
    removeProfile(ownProfile);
  }
});
