import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { launchSandbox } from '../../sandbox/launch.ts';
import { notCreatedOnce } from '../support/created-once.ts';
import { connectTo, startPackaged } from '../support/packaged-app.ts';
import { choosePassphrase, chooseWay, dialog, row, signIn, valueField } from '../support/person.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { makeTrustedHome, type TrustedHome } from '../support/trusted-home.ts';

// The packaged app: out of its archive, with its unpacked native module, its own policy and https only. The test
// flavour can be driven; what is shipped can only be watched.

const testFlavour = process.env['KELVIN_SECRETS_PACKAGED'];
const shipped = process.env['KELVIN_SECRETS_SHIPPED'];

const logOf = (profile: string) => {
  const file = join(profile, 'logs/kelvin-secrets.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

async function firstEnvironment(page: Page, address: string): Promise<void> {
  await choosePassphrase(page);
  await page.getByLabel('Address').fill(address);
  await page.getByLabel('Label', { exact: true }).fill('Plant A');
}

test.describe('the test flavour', () => {
  test.skip(testFlavour === undefined, 'no packaged app was named');
  test.skip(process.platform !== 'linux', 'trust is given in the way of Linux');

  let trusted: TrustedHome;
  test.beforeAll(async () => {
    trusted = await makeTrustedHome();
  });

  async function start(profile: string) {
    const app = startPackaged(testFlavour ?? '', trusted.home, ['--remote-debugging-port=0'], { KELVIN_SECRETS_PROFILE: profile });
    await expect.poll(() => logOf(profile)).toContain('"phase":"choose-passphrase"');
    return { app, ...(await connectTo(app)) };
  }

  test('runs from its archive under the strict policy and creates one secret over https', async () => {
    const sandbox = await launchSandbox({ args: ['--tls-cert', trusted.cert, '--tls-key', trusted.key] });
    const profile = scratchFolder('packaged');
    const { app, browser, page } = await start(profile);
    try {
      const resources = join(dirname(testFlavour ?? ''), 'resources');
      expect(existsSync(join(resources, 'app.asar'))).toBe(true);
      expect(existsSync(join(resources, 'app'))).toBe(false);
      expect(page.url()).toBe('app://kelvin-secrets/index.html');
      const served = await page.reload();
      const policy = await served?.headerValue('content-security-policy');
      expect(policy).toContain(`default-src 'none'; script-src 'self'`);
      expect(policy).not.toContain('unsafe');

      await firstEnvironment(page, sandbox.origin);
      await expect(page.getByText('A Kelvin platform answers here.')).toBeVisible();
      await page.getByRole('button', { name: 'Add environment' }).click();
      await signIn(page);
      await page.getByRole('button', { name: 'Add Secret' }).first().click();
      const add = dialog(page, 'Add Secret');
      await add.getByLabel('Name', { exact: true }).fill('from-the-package');
      await valueField(page).fill('packaged value\n');
      await add.getByRole('button', { name: 'Add to Plant A' }).click();
      await expect(row(page, 'from-the-package')).toContainText('On the platform');
      const hmac = await sandbox.client.hmac('packaged value\n');
      expect(notCreatedOnce(await sandbox.client.journal(), 'from-the-package', hmac)).toEqual([]);

      app.child.kill('SIGTERM');
      expect(await app.gone).toBe(0);
    } finally {
      app.child.kill('SIGKILL');
      await browser.close();
      await sandbox.stop();
    }
  });

  test('sends nothing to a platform whose certificate nobody trusts, and says why', async () => {
    const sandbox = await launchSandbox({ args: ['--tls-cert', trusted.untrustedCert, '--tls-key', trusted.untrustedKey] });
    const { app, browser, page } = await start(scratchFolder('packaged'));
    try {
      await firstEnvironment(page, sandbox.origin);
      await expect(page.getByText(/shows a certificate that nobody this computer trusts has signed/)).toBeVisible();
      await page.getByRole('button', { name: 'Add environment' }).click();
      await chooseWay(page, 'User name and password');
      await page.getByLabel('User name').fill('demo');
      await page.getByLabel('Password').fill('demo');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page.getByText(/Your password was not sent\./)).toBeVisible();
      expect(await sandbox.client.journal()).toEqual([]);
    } finally {
      app.child.kill('SIGKILL');
      await browser.close();
      await sandbox.stop();
    }
  });

  test('refuses plain http, also to this computer', async () => {
    const { app, browser, page } = await start(scratchFolder('packaged'));
    try {
      await firstEnvironment(page, 'http://127.0.0.1:8080');
      await expect(page.getByText('Only https addresses: with http, anybody on the network could read your secrets.')).toBeVisible();
    } finally {
      app.child.kill('SIGKILL');
      await browser.close();
    }
  });

  test('gives tests a debugger and no way around TLS', async () => {
    const app = startPackaged(testFlavour ?? '', trusted.home, ['--ignore-certificate-errors']);
    expect(await app.gone).toBe(2);
    expect(app.output()).toContain('Kelvin Secrets does not start with --ignore-certificate-errors');
  });
});

test.describe('what is shipped', () => {
  test.skip(shipped === undefined, 'no packaged app was named');

  test('starts, shows its window, asks for a passphrase, and ends when the system says so', async () => {
    const home = scratchFolder('home');
    const app = startPackaged(shipped ?? '', home);
    const profile = join(home, '.config/Kelvin Secrets');
    await expect.poll(() => logOf(profile), { timeout: 30_000 }).toContain('"phase":"choose-passphrase"');
    expect(logOf(profile)).toContain('"development":false');
    expect(logOf(profile)).not.toMatch(/crash|preload-error|process-gone/);
    app.child.kill('SIGTERM');
    expect(await app.gone).toBe(0);
  });

  for (const [what, args, env] of [
    ['--remote-debugging-port', ['--remote-debugging-port=0'], {}],
    ['--ignore-certificate-errors', ['--ignore-certificate-errors'], {}],
    ['SSLKEYLOGFILE', [], { SSLKEYLOGFILE: '/tmp/keys' }],
  ] as const) {
    test(`does not start with ${what}, says so, and touches nothing`, async () => {
      const home = scratchFolder('home');
      const app = startPackaged(shipped ?? '', home, args, env);
      expect(await app.gone).toBe(2);
      expect(app.output()).toContain(`does not start with ${what}`);
      expect(existsSync(join(home, '.config/Kelvin Secrets'))).toBe(false);
    });
  }

  test('believes no environment variable about its profile or its native module', async () => {
    const home = scratchFolder('home');
    const elsewhere = scratchFolder('elsewhere');
    const app = startPackaged(shipped ?? '', home, [], {
      KELVIN_SECRETS_PROFILE: elsewhere,
      KELVIN_SECRETS_NATIVE_BINDING: '/nonexistent.node',
    });
    await expect.poll(() => logOf(join(home, '.config/Kelvin Secrets')), { timeout: 30_000 }).toContain('"phase":"choose-passphrase"');
    expect(logOf(elsewhere)).toBe('');
    app.child.kill('SIGTERM');
    expect(await app.gone).toBe(0);
  });
});
