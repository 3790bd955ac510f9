import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import { notCreatedOnce } from '../support/created-once.ts';
import { openHttp2Front } from '../support/http2-front.ts';
import { answerOk, startServer } from '../support/misbehaving-server.ts';
import { addSecret, choosePassphrase, header, replaceValue, row, signIn } from '../support/person.ts';
import { sceneOfFile } from '../support/scene.ts';
import { openTlsFront } from '../support/tls-front.ts';
import { makeTrustedHome, type TrustedHome } from '../support/trusted-home.ts';

// What Chromium's own network stack makes of a bad network, seen through the whole app: what arrived is counted, and
// whatever ends the fault, nobody clicks anything.

/** The app's own patience (backoff, a time-out of thirty seconds), and a busy machine. */
const byItself = { timeout: 60_000 };

async function expectCreatedOnce(sandbox: LaunchedSandbox, name: string, value: string, asked = 1): Promise<void> {
  expect(notCreatedOnce(await sandbox.client.journal(), name, await sandbox.client.hmac(value), asked)).toEqual([]);
}

test.describe('over plain connections', () => {
  test.describe.configure({ timeout: 150_000 });
  const scene = sceneOfFile();
  const sandbox = () => scene().sandbox;
  const page = () => scene().running.page;
  const arrived = (name: string) => expect(row(page(), name)).toContainText('On the platform', byItself);

  test.beforeEach(() => expect(header(page())).toContainText('Up to date', byItself));
  test.afterEach(() => sandbox().client.clearFaults());

  test('each write has a connection of its own, while every kept one dies under its next request', async () => {
    const { client } = sandbox();
    const mark = await client.mark();
    await client.fault({ kind: 'close-idle', target: 'api' });
    const names = ['kept-one', 'kept-two', 'kept-three'];
    for (const name of names) {
      await addSecret(scene().running, { name, value: `value of ${name}`, how: 'paste' });
      await arrived(name);
    }
    await replaceValue(scene().running, 'kept-one', 'its newer value');
    await expect.poll(async () => (await client.journal({ operation: 'update' })).length, byItself).toBe(1);
    await arrived('kept-one');
    const journal = (await client.journal({ since: mark })).filter(({ target }) => target === 'api');
    const writes = journal.filter(({ method }) => method === 'POST');
    expect(writes.map(({ operation }) => operation)).toEqual(['create', 'create', 'create', 'update']);
    expect(writes.every(({ committed, reused }) => committed && !reused)).toBe(true);
    expect(new Set(writes.map(({ connection }) => connection)).size).toBe(4);
    expect(journal.some(({ fault }) => fault === 'close-idle'), 'a read did meet the fault').toBe(true);
    expect((await client.secret('kept-one'))?.valueHmac).toBe(await client.hmac('its newer value'));
  });

  test('a redirect leads nothing to another host, neither a secret nor a token', async () => {
    const elsewhere = await startServer(answerOk);
    try {
      const { client } = sandbox();
      await client.fault({ kind: 'redirect', location: elsewhere.origin, status: 307, target: 'api', operation: 'create', count: 1 });
      await addSecret(scene().running, { name: 'redirected', value: 'not for others', how: 'paste' });
      await arrived('redirected');
      await expectCreatedOnce(sandbox(), 'redirected', 'not for others', 2);
      for (const status of [301, 302, 303, 307, 308] as const) {
        await client.fault({ kind: 'redirect', location: elsewhere.origin, status, target: 'api', operation: 'list', count: 1 });
      }
      await addSecret(scene().running, { name: 'redirected-lists', value: 'not for others either', how: 'paste' });
      await client.fault({ kind: 'reset-before-commit', target: 'api', operation: 'create', count: 1 });
      await addSecret(scene().running, { name: 'redirected-looks', value: 'nor this one', how: 'paste' });
      await arrived('redirected-lists');
      await arrived('redirected-looks');
      await expectCreatedOnce(sandbox(), 'redirected-looks', 'nor this one', 2);
      expect(elsewhere.connections()).toBe(0);
    } finally {
      await elsewhere.close();
    }
  });

  test('an answer of one byte a second is given up at the time-out, and what it told is found by reading back', async () => {
    await sandbox().client.fault({ kind: 'slow', bytesPerSecond: 1, target: 'api', operation: 'create', count: 1 });
    await addSecret(scene().running, { name: 'byte-by-byte', value: 'slowly', how: 'paste' });
    await expect(row(page(), 'byte-by-byte')).toContainText('Sending');
    await addSecret(scene().running, { name: 'in-between', value: 'not held up', how: 'paste' });
    await arrived('in-between');
    await expect(row(page(), 'byte-by-byte')).toContainText('Sending');
    await arrived('byte-by-byte');
    await expectCreatedOnce(sandbox(), 'byte-by-byte', 'slowly');
    await expect(header(page())).toContainText('Up to date', byItself);
  });
});

test.describe('over TLS', () => {
  test.describe.configure({ timeout: 150_000 });
  test.skip(process.platform !== 'linux', 'Only there is a person’s store of certificates in the home folder.');

  let trusted: TrustedHome;
  let profile: string;
  let running: LaunchedApp | null = null;
  let sandbox: LaunchedSandbox | null = null;

  test.beforeAll(async () => {
    trusted = await makeTrustedHome();
  });
  test.beforeEach(() => {
    profile = newProfile();
  });
  test.afterEach(async () => {
    await running?.kill();
    await sandbox?.stop();
    removeProfile(profile);
  });

  const credentials = () => ({ key: readFileSync(trusted.key, 'utf8'), cert: readFileSync(trusted.cert, 'utf8') });

  /** A sandbox that calls itself by this address, and the app signed in to it. */
  async function signedInAt(port: number, inner: (port: number) => void) {
    const origin = `https://localhost:${port}`;
    const platform = await launchSandbox({ args: ['--public-url', origin] });
    sandbox = platform;
    inner(Number(new URL(platform.origin).port));
    const app = await launchApp({ profile, env: { HOME: trusted.home } });
    running = app;
    await choosePassphrase(app.page);
    await app.page.getByLabel('Address').fill(origin);
    await app.page.getByLabel('Label').fill('Plant A');
    await app.page.getByRole('button', { name: 'Add environment' }).click();
    await signIn(app.page);
    await expect(header(app.page)).toContainText('Up to date');
    return { app, platform, page: app.page };
  }

  test('a certificate that is not right holds everything back, says what is wrong with whose, and ends by itself', async () => {
    let inner = 0;
    const front = await openTlsFront(credentials(), () => inner);
    try {
      const { app, platform, page } = await signedInAt(front.port, (port) => (inner = port));
      const issued = 'It was issued by “Kelvin Secrets test authority”.';
      const wrong = [
        { is: 'expired', says: `localhost shows a certificate that ran out. ${issued}` },
        { is: 'notYetValid', says: `localhost shows a certificate that is not valid yet. ${issued} Check the date of this computer.` },
        { is: 'otherHost', says: `localhost shows a certificate that was made for another name. ${issued}` },
      ] as const;
      for (const { is, says } of wrong) {
        const name = is.toLowerCase();
        front.show(trusted.wrong[is]);
        await addSecret(app, { name, value: `value of ${name}`, how: 'paste' });
        await expect(header(page)).toContainText('Certificate not right');
        await expect(page.getByRole('region', { name: 'Notice' })).toContainText(says);
        await expect(row(page, name)).toContainText('Waiting');
        front.show(credentials());
        await expect(row(page, name)).toContainText('On the platform', byItself);
        await expectCreatedOnce(platform, name, `value of ${name}`);
        await expect(header(page)).toContainText('Up to date', byItself);
      }
    } finally {
      await front.close();
    }
  });

  test('a gateway that offers HTTP/2 is spoken to in HTTP/1.1, and each secret is asked for once', async () => {
    let inner = 0;
    const front = await openHttp2Front(credentials(), () => inner);
    try {
      const { app, platform, page } = await signedInAt(front.port, (port) => (inner = port));
      for (const name of ['first', 'second']) {
        await addSecret(app, { name, value: `value of ${name}`, how: 'paste' });
        await expect(row(page, name)).toContainText('On the platform', byItself);
        await expectCreatedOnce(platform, name, `value of ${name}`);
      }
      expect(front.requests.filter(({ path, method }) => method === 'POST' && path.endsWith('/secrets/create'))).toHaveLength(2);
      expect(new Set(front.requests.map(({ version }) => version))).toEqual(new Set(['1.1']));
    } finally {
      await front.close();
    }
  });
});
