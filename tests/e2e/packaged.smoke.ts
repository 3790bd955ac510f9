import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { newProfile, removeProfile } from '../support/app.ts';
import { notCreatedOnce } from '../support/created-once.ts';
import { launchPackaged, packagedExecutable, type PackagedApp } from '../support/packaged-app.ts';
import { choosePassphrase, row, signIn, valueField } from '../support/person.ts';
import { openTrustedPlatform, type TrustedPlatform } from '../support/trusted-platform.ts';

// The app as it is packaged: from the archive, with the module beside it, over TLS, with its real CSP. It is the
// test flavour, which differs from the shipped one in its name, its profile and the debugger that it allows.

const resources = join(dirname(packagedExecutable()), 'resources');
const value = 'This is a really big secret!';

let platform: TrustedPlatform;
let profile: string;
let packaged: PackagedApp;

test.beforeAll(async () => {
  platform = await openTrustedPlatform();
  profile = newProfile();
  packaged = await launchPackaged({ HOME: platform.home, KELVIN_SECRETS_PROFILE: profile });
});
test.afterAll(async () => {
  await packaged?.end();
  await platform?.close();
  removeProfile(profile);
});

test('is one archive, with the native module beside it and nothing else unpacked', () => {
  expect(existsSync(join(resources, 'app.asar'))).toBe(true);
  expect(existsSync(join(resources, 'default_app.asar'))).toBe(false);
  const unpacked = readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
  expect(unpacked.filter((name) => !name.endsWith('.node'))).toEqual([]);
  expect(unpacked.length).toBeGreaterThan(0);
});

test('serves its page from app:// under the policy that docs/security.md shows', async () => {
  expect(packaged.page.url()).toMatch(/^app:\/\/kelvin-secrets\//);
  const policy = await packaged.page.evaluate(async () => {
    const violation = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.originalPolicy), { once: true });
    });
    const image = new Image();
    image.src = 'https://elsewhere.example/picture.png';
    return violation;
  });
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).not.toContain('unsafe');
});

test('adds an environment by its address, signs in, and creates one secret, once', async () => {
  const { page } = packaged;
  await choosePassphrase(page);
  await page.getByLabel('Address').fill(platform.sandbox.origin);
  await expect(page.getByText('A Kelvin platform answers here.')).toBeVisible();
  await page.getByLabel('Label').fill('Plant A staging');
  await page.getByRole('button', { name: 'Add environment' }).click();
  await signIn(page);
  await page.getByRole('button', { name: 'Add Secret' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('demosecret');
  await valueField(page).focus();
  await page.keyboard.type(value);
  await page.getByRole('button', { name: 'Add to Plant A staging' }).click();
  await expect(row(page, 'demosecret')).toContainText('On the platform');

  const { client } = platform.sandbox;
  expect(notCreatedOnce(await client.journal(), 'demosecret', await client.hmac(value))).toEqual([]);
});

test('leaves in good order when the system ends it', async () => {
  expect(await packaged.end()).toBe(0);
});
