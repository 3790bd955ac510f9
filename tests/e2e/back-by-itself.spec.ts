import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { FaultRule } from '../../sandbox/control-client.ts';
import { launchSandbox } from '../../sandbox/launch.ts';
import { launchApp, newProfile, removeProfile } from '../support/app.ts';
import { notCreatedOnce } from '../support/created-once.ts';
import { addSecret, choosePassphrase, header, row, signIn } from '../support/person.ts';
import { sceneOfFile } from '../support/scene.ts';
import { openTlsFront } from '../support/tls-front.ts';
import { makeTrustedHome } from '../support/trusted-home.ts';

// When a fault ends the app goes on by itself: from the fault to the delivery nobody clicks anything.

// Most of it is the app's own patience: settle delays, backoff, looks at the clock.
test.describe.configure({ timeout: 150_000 });

/** The backoff's own patience, and a busy machine. */
const byItself = { timeout: 50_000 };

test.describe('the app goes on by itself', () => {
  const scene = sceneOfFile();
  const client = () => scene().sandbox.client;

  /** `asked`: how often a create may be asked for; none of these faults carries one out. */
  const faults: readonly { fault: string; rules: readonly FaultRule[]; says: RegExp; asked: number; ends?: 'by itself' }[] = [
    { fault: 'nothing listens', rules: [{ kind: 'refuse' }], says: /No answer/, asked: 1 },
    { fault: 'connections are reset', rules: [{ kind: 'reset-before-read' }], says: /No answer/, asked: 2 },
    { fault: 'every answer breaks off', rules: [{ kind: 'reset-before-commit', target: 'api' }], says: /No answer/, asked: 2 },
    { fault: 'a captive portal answers', rules: [{ kind: 'html-200' }], says: /Network wants a sign-in/, asked: 2 },
    { fault: 'a captive portal redirects', rules: [{ kind: 'redirect', location: 'http://127.0.0.1:9/portal' }], says: /Network wants a sign-in/, asked: 2 },
    { fault: 'the platform answers 503', rules: [{ kind: 'status', status: 503, target: 'api' }], says: /Platform has trouble/, asked: 2 },
    {
      fault: 'the platform asks to wait (429)', says: /Waits until/, asked: 2, ends: 'by itself',
      rules: [{ kind: 'status', status: 429, retryAfter: 3, target: 'api', operation: 'create', count: 1 }],
    },
    {
      fault: 'the platform asks to wait (503)', says: /Waits until/, asked: 2, ends: 'by itself',
      rules: [{ kind: 'status', status: 503, retryAfter: 3, target: 'api', operation: 'create', count: 1 }],
    },
    { fault: 'another program answers at the address', rules: [{ kind: 'status', status: 404, body: {}, target: 'api' }], says: /No Kelvin platform/, asked: 2 },
  ];

  for (const [nth, { fault, rules, says, asked, ends }] of faults.entries()) {
    test(`after ${fault}`, async () => {
      const { page } = scene().running;
      await expect(header(page)).toContainText('Up to date', byItself);
      const name = `fault-${String(nth)}`;
      for (const rule of rules) await client().fault(rule);
      await addSecret(scene().running, { name, value: 'a value' });
      await expect(header(page)).toContainText(says);
      if (ends === undefined) await client().clearFaults();
      await expect(row(page, name)).toContainText('On the platform', byItself);
      await expect(header(page)).toContainText('Up to date', byItself);
      expect(notCreatedOnce(await client().journal(), name, await client().hmac('a value'), asked)).toEqual([]);
    });
  }
});

test('after a certificate that nobody trusts was put right', async () => {
  test.skip(process.platform !== 'linux', 'Only there is a person’s store of certificates in the home folder.');
  const { home, ...files } = await makeTrustedHome();
  const read = (key: string, cert: string) => ({ key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') });
  const trusted = read(files.key, files.cert);
  const untrusted = read(files.untrustedKey, files.untrustedCert);
  let inner = 0;
  const front = await openTlsFront(trusted, () => inner);
  const origin = `https://localhost:${front.port}`;
  const sandbox = await launchSandbox({ args: ['--public-url', origin] });
  inner = Number(new URL(sandbox.origin).port);
  const profile = newProfile();
  const running = await launchApp({ profile, env: { HOME: home } });
  try {
    const { page } = running;
    await choosePassphrase(page);
    await page.getByLabel('Address').fill(origin);
    await page.getByLabel('Label').fill('Plant A');
    await page.getByRole('button', { name: 'Add environment' }).click();
    await signIn(page);
    await expect(header(page)).toContainText('Up to date');

    front.show(untrusted);
    await addSecret(running, { name: 'not-there', value: 'a value' });
    await expect(header(page)).toContainText('Certificate not right');
    await expect(page.getByRole('region', { name: 'Notice' })).toContainText('localhost shows a certificate that nobody this computer trusts has signed.');
    expect(await sandbox.client.journal({ operation: 'create' })).toEqual([]);

    front.show(trusted);
    await expect(row(page, 'not-there')).toContainText('On the platform', byItself);
    const hmac = await sandbox.client.hmac('a value');
    expect(notCreatedOnce(await sandbox.client.journal(), 'not-there', hmac)).toEqual([]);
  } finally {
    await running.kill();
    await sandbox.stop();
    await front.close();
    removeProfile(profile);
  }
});
