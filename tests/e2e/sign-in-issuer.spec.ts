import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import { addSecret, chooseWay, choosePassphrase, demo, dialog, row, signIn } from '../support/person.ts';
import { openRecordedDoor, openRecordedSandbox, type RecordedDoor, type RecordedSandbox } from '../support/recording-front.ts';
import { makeTrustedHome } from '../support/trusted-home.ts';

// A platform whose `/metadata` names an issuer at another origin: people sign in at one address and send to another.
// Both write down all that arrives. `others` are addresses of more platforms, which name the same issuer.

test.skip(process.platform !== 'linux', 'Only there is a person’s store of certificates in the home folder.');
test.describe.configure({ mode: 'serial' });

let running: LaunchedApp;
let profile: string;
let issuer: RecordedSandbox;
let plant: RecordedDoor;
let others: readonly [RecordedDoor, RecordedDoor];
test.beforeAll(async () => {
  const { home, key, cert } = await makeTrustedHome();
  const credentials = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  issuer = await openRecordedSandbox([], credentials);
  plant = await openRecordedDoor(credentials);
  plant.leadTo(issuer.sandbox.origin);
  others = [await openRecordedDoor(credentials), await openRecordedDoor(credentials)];
  others[0].leadTo(issuer.sandbox.origin);
  profile = newProfile();
  running = await launchApp({ profile, env: { HOME: home } });
  await choosePassphrase(running.page);
});
test.afterAll(async () => {
  await running?.kill();
  for (const door of [plant, ...(others ?? []), issuer]) await door?.close();
  removeProfile(profile);
});

const hostOf = ({ origin }: { readonly origin: string }): string => new URL(origin).host;
const commit = (form: Page | Locator) => form.getByRole('button', { name: 'Add environment' });

async function openForm(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^Environment: / }).click();
  await page.getByRole('menuitem', { name: 'Add environment…' }).click();
  return dialog(page, 'Add environment');
}

test('sign-in elsewhere is agreed to before anything is added; then the password goes there alone, and a secret never', async () => {
  const { page } = running;
  await page.getByLabel('Address').fill(plant.origin);
  await page.getByLabel('Label').fill('Plant A');
  await commit(page).click();
  const agreed = page.getByRole('checkbox', { name: `Sign in at ${hostOf(issuer)}, I know this address` });
  await expect(agreed).toBeFocused();
  await expect(page.getByText('Confirm the address for sign-in first.')).toBeVisible();
  await expect(page.getByText(`Sign-in is at another address: ${hostOf(issuer)}.`)).toBeVisible();
  expect(issuer.arrived, 'nothing is asked of an address that nobody agreed to').toEqual([]);
  await agreed.check();
  await commit(page).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Plant A' })).toBeVisible();

  await signIn(page);
  await addSecret(running, { name: 'for-plant-a', value: 'a value for plant A' });
  await expect(row(page, 'for-plant-a')).toContainText('On the platform');
  // Its token is taken no more: it is renewed where it came from.
  await issuer.sandbox.client.fault({ kind: 'status', status: 401, target: 'api', count: 1 });
  await page.getByRole('button', { name: 'Refresh the list' }).click();
  await expect.poll(() => issuer.arrived.some(({ all }) => all.includes('grant_type=refresh_token'))).toBe(true);

  const there = issuer.arrived.map(({ all }) => all).join('\n');
  const here = plant.arrived.map(({ all }) => all).join('\n');
  expect(there).toMatch(new RegExp(`password=${demo.password}`));
  expect(here).not.toMatch(/password=|refresh_token|grant_type/);
  expect(here).toContain('a value for plant A');
  expect(there).not.toContain('a value for plant A');
  // Who is at the issuer's own address gets no token of the platform's, and every one that arrives is the issuer's.
  expect(issuer.arrived.map(({ authorization }) => authorization).filter((one) => one?.startsWith('Bearer '))).toEqual([]);
  expect(new Set(issuer.arrived.map(({ path }) => path.split('?')[0]?.split('/')[1]))).toEqual(new Set(['auth']));
});

test('an issuer that is another environment’s is refused, when one is added and when one signs in', async () => {
  const { page } = running;
  const [named, late] = others;
  const before = issuer.arrived.length;
  for (const [address, host] of [[named.origin, hostOf(named)], [issuer.origin, hostOf(issuer)]] as const) {
    const add = await openForm(page);
    await add.getByLabel('Address').fill(address);
    await add.getByLabel('Label').fill('Plant B');
    await commit(add).click();
    await expect(add).toContainText(`Sign-in at ${host} and at Plant A, another of your environments, is at one address.`);
    await expect(add.getByLabel('Address')).toBeFocused();
    await expect(add.getByRole('checkbox')).toBeHidden();
    await add.getByRole('button', { name: 'Cancel' }).click();
  }

  // The same of one that was added unchecked, and answers only later.
  const add = await openForm(page);
  await add.getByLabel('Address').fill(late.origin);
  await add.getByLabel('Label').focus();
  // What is suggested there meanwhile goes by what is typed.
  await expect(add.getByLabel('Label')).toHaveValue('Localhost');
  await page.keyboard.type('Plant C');
  await commit(add).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Plant C' })).toBeVisible();
  late.leadTo(issuer.sandbox.origin);
  await chooseWay(page, 'User name and password');
  await page.getByLabel('User name').fill(demo.userName);
  await page.getByLabel('Password').fill(demo.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'another of your environments' });
  await expect(alert).toContainText(`sign-in happens at ${hostOf(issuer)}, which belongs to Plant A`);
  await expect(alert).toContainText('Your password was not sent.');
  await expect(page.getByRole('button', { name: /^Sign in at/ })).toBeHidden();

  expect(issuer.arrived.length).toBe(before);
  for (const { arrived } of others) {
    expect(new Set(arrived.map(({ path }) => path))).toEqual(new Set(['/metadata']));
    expect(arrived.map(({ authorization }) => authorization).filter((one) => one !== null)).toEqual([]);
  }
});
