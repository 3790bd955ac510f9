import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import { chooseWay, choosePassphrase, demo, dialog } from '../support/person.ts';
import { openSilentServer, type SilentServer } from '../support/silent-server.ts';
import { makeTrustedHome, type TrustedHome } from '../support/trusted-home.ts';

// A platform that lets nobody in who shows no certificate of their own. What Chromium asks about one is asked here as
// Electron asks it: an older runtime ends a request of the main process instead, without that question.

test.skip(process.platform !== 'linux', 'Only there is a person’s store of certificates in the home folder.');

const offered = [
  { subjectName: 'Ana Ruiz', issuerName: 'Plant A authority', fingerprint: 'sha256/ana', validExpiry: 1_893_456_000 },
  { subjectName: 'Ana Ruiz (old)', issuerName: 'Plant A authority', fingerprint: 'sha256/old', validExpiry: 1_767_225_600 },
];

let trusted: TrustedHome;
let profile: string;
let running: LaunchedApp;
const closing: (() => void)[] = [];
test.beforeAll(async () => {
  trusted = await makeTrustedHome();
});
test.beforeEach(async () => {
  profile = newProfile();
  running = await launchApp({ profile, env: { HOME: trusted.home } });
  await choosePassphrase(running.page);
});
test.afterEach(async () => {
  await running?.kill();
  for (const close of closing.splice(0)) close();
  removeProfile(profile);
});

/** A platform that wants a certificate that its own authority signed. */
async function openStrict(): Promise<number> {
  const credentials = { key: readFileSync(trusted.key), cert: readFileSync(trusted.cert) };
  const server: Server = createServer({ ...credentials, ca: credentials.cert, requestCert: true, rejectUnauthorized: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => (server.closeAllConnections(), server.close()));
  return (server.address() as AddressInfo).port;
}

async function openSilent(): Promise<SilentServer> {
  const server = await openSilentServer();
  closing.push(() => server.close());
  return server;
}

/** Asks the app as Electron does, about a request at this address; answers whether it was stopped, and what is shown. */
function askFor(address: string, page = false): Promise<{ stopped: boolean; shown: string | null | 'nothing said' }> {
  return running.app.evaluate(
    ({ app, BrowserWindow }, { address, offered, page }) => {
      let stopped = false;
      let shown: string | null | 'nothing said' = 'nothing said';
      const contents = page ? BrowserWindow.getAllWindows()[0]?.webContents : null;
      const event = { preventDefault: () => void (stopped = true) };
      const show = (one?: { fingerprint: string }) => {
        shown = one?.fingerprint ?? null;
      };
      // An older runtime's own listener passes it on to the page, and cannot where there is none: it is left out then.
      for (const listener of app.listeners('select-client-certificate')) {
        if (contents !== null || !String(listener).includes('.emit(')) listener(event, contents, address, offered, show);
      }
      return { stopped, shown };
    },
    { address, offered, page },
  );
}

const type = (address: string) => running.page.getByLabel('Address').fill(address);

test('a platform that wants one, where this computer has none, is told as what it is', async () => {
  const port = await openStrict();
  await type(`https://localhost:${port}`);
  await expect(running.page.locator('main')).toContainText(
    `Not checked. localhost:${port} wants a certificate that shows who you are, and was shown none that it takes.`,
  );
});

test('whoever signs in there is told so as well, whichever way they try, and what they can do', async () => {
  const { page } = running;
  const port = await openStrict();
  await type(`https://localhost:${port}`);
  await page.getByLabel('Label').fill('Plant A');
  await page.getByRole('button', { name: 'Add environment' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Plant A' })).toBeVisible();

  const told = page.getByRole('alert').filter({ hasText: 'wants a certificate' });
  const commits = [
    () => page.getByRole('button', { name: 'Continue in the browser' }).click(),
    async () => {
      await chooseWay(page, 'User name and password');
      await page.getByLabel('User name').fill(demo.userName);
      await page.getByLabel('Password').fill(demo.password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    },
  ];
  for (const commit of commits) {
    await commit();
    await expect(told).toContainText(`localhost:${port} wants a certificate that shows who you are, and was shown none that it takes.`);
    await expect(told).toContainText('You are not signed in. Try again: where this computer has a certificate for it, you are asked');
    await page.reload();
    await expect(told).toBeHidden();
  }
});

test('nobody is shown one unasked; what the person chooses goes to that host alone, and a request does not wait for them', async () => {
  const { page } = running;
  const [first, second, other] = [await openSilent(), await openSilent(), await openSilent()];
  const asking = dialog(page, 'Choose a certificate');
  await type(`https://localhost:${first.port}`);
  await first.asked;

  // Nothing goes to who is not asked by us: another host, and any page.
  expect(await askFor(`localhost:${other.port}`)).toEqual({ stopped: true, shown: null });
  expect(await askFor(`localhost:${first.port}`, true)).toEqual({ stopped: true, shown: null });
  await expect(asking).toBeHidden();

  expect(await askFor(`localhost:${first.port}`)).toEqual({ stopped: true, shown: 'nothing said' });
  await expect(page.locator('main')).toContainText(`localhost:${first.port} wants a certificate that shows who you are`);
  await expect(asking).toContainText(`localhost:${first.port} asks for a certificate that shows who you are`);
  await expect(asking).toContainText('Issued by Plant A authority, valid until');
  await expect(asking.getByRole('radio', { name: 'Ana Ruiz (old)' })).toHaveAccessibleDescription(/Issued by Plant A authority, ran out on/);
  await asking.getByRole('button', { name: 'Use this certificate' }).click();
  await expect(asking.getByRole('radio', { name: 'Ana Ruiz', exact: true })).toBeFocused();
  await asking.getByRole('radio', { name: 'Ana Ruiz', exact: true }).check();
  await asking.getByRole('button', { name: 'Use this certificate' }).click();
  await expect(asking).toBeHidden();

  // Another host is another question, and none is an answer too.
  await type(`https://localhost:${second.port}`);
  await second.asked;
  expect(await askFor(`localhost:${second.port}`)).toEqual({ stopped: true, shown: 'nothing said' });
  await asking.getByRole('radio', { name: 'Show none' }).check();
  await asking.getByRole('button', { name: 'Go on without' }).click();
  await expect(asking).toBeHidden();
});
