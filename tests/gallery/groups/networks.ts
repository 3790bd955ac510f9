import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { launchSandbox } from '../../../sandbox/launch.ts';
import { openAskingProxy } from '../../support/asking-proxy.ts';
import { addSecret, choosePassphrase, dialog, header, signIn } from '../../support/person.ts';
import { openSilentServer } from '../../support/silent-server.ts';
import { openTlsFront } from '../../support/tls-front.ts';
import { makeTrustedHome, type TrustedHome } from '../../support/trusted-home.ts';
import { openTrustedPlatform, type TrustedPlatform } from '../../support/trusted-platform.ts';
import { group, needsHome } from '../group.ts';
import type { Studio } from '../studio.ts';

/** Proxies that ask who one is, certificates of both sides, and sign-in at another address. */
export const networks = group('networks', async (studio) => {
  const trusted = await makeTrustedHome();
  await certificate(studio, trusted);
  await clientCertificate(studio, trusted);
  const platform = await openTrustedPlatform();
  studio.after(() => platform.close());
  await proxy(studio, platform);
  await elsewhere(studio, platform);
}, needsHome);

async function certificate(studio: Studio, trusted: TrustedHome): Promise<void> {
  const right = { key: readFileSync(trusted.key, 'utf8'), cert: readFileSync(trusted.cert, 'utf8') };
  let inner = 0;
  const front = await openTlsFront(right, () => inner);
  studio.after(() => front.close());
  const origin = `https://localhost:${front.port}`;
  const platform = await launchSandbox({ args: ['--public-url', origin] });
  studio.after(() => platform.stop());
  inner = Number(new URL(platform.origin).port);
  const { page } = await studio.start({ env: { HOME: trusted.home } });
  await choosePassphrase(page);
  await page.getByLabel('Address').fill(origin);
  await page.getByLabel('Label').fill('Plant A');
  await page.getByRole('button', { name: 'Add environment' }).click();
  await signIn(page);
  front.show(trusted.wrong.expired);
  await addSecret(studio.app, { name: 'plc-gateway-token', value: 'not shown' });
  await expect(header(page)).toContainText('Certificate not right');
  await studio.show('certificate-ran-out', ['narrow', 'zoomed']);
  await studio.app.end();
}

async function clientCertificate(studio: Studio, trusted: TrustedHome): Promise<void> {
  const server = await openSilentServer();
  studio.after(() => server.close());
  const { page, app } = await studio.start({ env: { HOME: trusted.home } });
  await choosePassphrase(page);
  await page.getByLabel('Address').fill(`https://localhost:${server.port}`);
  await server.asked;
  // Asked as Electron asks: no platform here can make Chromium do it in every version of the runtime.
  await app.evaluate(({ app }, address) => {
    const offered = ['Ana Ruiz', 'Ana Ruiz (old)'].map((subjectName, n) => ({
      subjectName, issuerName: 'Plant A authority', fingerprint: `sha256/${String(n)}`, validExpiry: 1_893_456_000 - n * 126_230_400,
    }));
    const event = { preventDefault: () => undefined };
    for (const listener of app.listeners('select-client-certificate')) {
      if (!String(listener).includes('.emit(')) listener(event, null, address, offered, () => undefined);
    }
  }, `localhost:${server.port}`);
  await expect(dialog(page, 'Choose a certificate')).toBeVisible();
  await studio.show('choose-a-certificate', ['narrow']);
  await studio.app.end();
}

async function proxy(studio: Studio, { home, sandbox }: TrustedPlatform): Promise<void> {
  const asks = await openAskingProxy({ userName: 'ana', password: 'not shown' });
  studio.after(() => asks.close());
  const { page } = await studio.start({
    env: { HOME: home },
    args: [`--proxy-server=http://127.0.0.1:${asks.port}`, '--proxy-bypass-list=<-loopback>'],
  });
  await choosePassphrase(page);
  await page.getByLabel('Address').fill(`https://localhost:${new URL(sandbox.origin).port}`);
  const asking = dialog(page, 'Sign in to the proxy');
  await expect(asking).toContainText('127.0.0.1');
  await studio.show('proxy-sign-in', ['narrow']);
  await asking.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('main')).toContainText('Not checked');
  await studio.show('proxy-not-signed-in');
  await studio.app.end();
}

async function elsewhere(studio: Studio, { home, sandbox }: TrustedPlatform): Promise<void> {
  const { page } = await studio.start({ env: { HOME: home } });
  const address = `https://127.0.0.1:${new URL(sandbox.origin).port}`;
  await choosePassphrase(page);
  await page.getByLabel('Address').fill(address);
  await page.getByLabel('Label').fill('Plant A');
  await expect(page.getByRole('checkbox')).toBeVisible();
  await page.getByRole('button', { name: 'Add environment' }).click();
  await studio.show('sign-in-is-elsewhere', ['narrow']);
}
