import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import { addSecret, choosePassphrase, chooseWay, row, signIn } from '../support/person.ts';
import { openRecordedSandbox, type RecordedSandbox } from '../support/recording-front.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

// Three environments at once, each with people, a way to sign in, a token and a value of its own. Everything that
// arrives anywhere is written down, headers and bodies, and each credential, token and value is looked for in all of
// it: at its own origin it is found, at the others never.

declare const window: {
  readonly kelvin: { readonly request: Readonly<Record<string, (input: unknown) => Promise<{ readonly ok: boolean }>>> };
};

const plants = ['ash', 'birch', 'cedar'] as const;
type Plant = (typeof plants)[number];

const passwordOf = (plant: Plant): string => `password-of-${plant}-6f1d`;
const clientSecretOf = (plant: Plant): string => `client-secret-of-${plant}-b27c`;
const valueOf = (plant: Plant): string => `value-of-${plant}-93ae`;

let running: LaunchedApp;
let profile: string;
const doors = new Map<Plant, RecordedSandbox>();
test.beforeAll(async () => {
  for (const plant of plants) doors.set(plant, await openRecordedSandbox(['--users', usersOf(plant)]));
  profile = newProfile();
  running = await launchApp({ profile });
  await choosePassphrase(running.page);
});
test.afterAll(async () => {
  await running?.kill();
  for (const door of doors.values()) await door.close();
  removeProfile(profile);
});

function usersOf(plant: Plant): string {
  const file = join(scratchFolder('users'), 'users.json');
  const users = [{ username: `ana@${plant}.example`, alias: `ana-${plant}`, password: passwordOf(plant) }];
  const serviceAccounts = [{ clientId: `edge-${plant}`, clientSecret: clientSecretOf(plant) }];
  writeFileSync(file, JSON.stringify({ users, serviceAccounts }));
  return file;
}

function door(plant: Plant): RecordedSandbox {
  const found = doors.get(plant);
  if (found === undefined) throw new Error(`No door of ${plant}`);
  return found;
}

async function tokenOf(plant: Plant): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'password', client_id: 'kelvin-client', username: `ana-${plant}`, password: passwordOf(plant),
  });
  const { origin } = door(plant);
  const answer = await fetch(`${origin}/auth/realms/kelvin/protocol/openid-connect/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

const waysIn: Record<Plant, (page: Page) => Promise<void>> = {
  ash: (page) => signIn(page, { userName: 'ana-ash', password: passwordOf('ash') }),
  async birch(page) {
    await chooseWay(page, 'Service account');
    await page.getByLabel('Client id').fill('edge-birch');
    await page.getByLabel('Client secret').fill(clientSecretOf('birch'));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  },
  async cedar(page) {
    await chooseWay(page, 'Access token');
    await page.getByLabel('Access token').fill(await tokenOf('cedar'));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  },
};

/** Who may read the token: the origin of its issuer. */
function issuerOf(authorization: string): string {
  const payload = authorization.replace(/^Bearer /, '').split('.')[1] ?? '';
  return new URL((JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss: string }).iss).origin;
}

/** Every access and refresh token that was shown there. */
function tokensAt(plant: Plant): ReadonlySet<string> {
  const shown = door(plant).arrived.flatMap(({ all }) => [...all.matchAll(/(?:Bearer |refresh_token=)([^\s&]+)/g)]);
  return new Set(shown.map(([, token = '']) => token));
}

test('no credential, token or value ever reaches an origin that is not its own', async () => {
  test.slow();
  const { page } = running;
  for (const [index, plant] of plants.entries()) {
    const environment = { address: door(plant).origin, label: plant, kind: 'other', colour: 'slate', confirmedIssuer: null };
    const added = await page.evaluate((given) => window.kelvin.request['environments.add']?.(given), environment);
    expect(added?.ok).toBe(true);
    if (index > 0) await page.keyboard.press(`ControlOrMeta+${index + 1}`);
    await expect(page.getByRole('heading', { name: `Sign in to ${plant}` })).toBeVisible();
    await waysIn[plant](page);
    await expect(page.getByRole('heading', { name: 'Secrets', level: 1 })).toBeVisible();
    await addSecret(running, { name: `of-${plant}`, value: valueOf(plant) });
    await expect(row(page, `of-${plant}`)).toContainText('On the platform');
  }

  // What the sessions do once they are long over is part of it: renewals, and tokens that are refused.
  for (const plant of plants) await door(plant).sandbox.client.revokeSessions();
  for (const [index, plant] of plants.entries()) {
    await page.keyboard.press(`ControlOrMeta+${index + 1}`);
    await addSecret(running, { name: `late-${plant}`, value: `${valueOf(plant)}-late` });
  }
  await expect.poll(() => door('ash').arrived.some(({ all }) => all.includes('grant_type=refresh_token'))).toBe(true);
  await expect.poll(() => door('birch').sandbox.client.secret('late-birch')).toMatchObject({ name: 'late-birch' });
  const refused = async () => (await door('cedar').sandbox.client.journal()).some(({ status }) => status === 401);
  await expect.poll(refused).toBe(true);

  // Who signs out tells it to where they signed in.
  await page.keyboard.press('ControlOrMeta+1');
  await page.getByRole('region', { name: 'Notice' }).getByRole('button', { name: 'Sign in' }).click();
  await waysIn.ash(page);
  await expect(row(page, 'late-ash')).toContainText('On the platform');
  await page.getByRole('button', { name: 'Account menu' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect.poll(() => door('ash').arrived.some(({ path }) => path.endsWith('/logout'))).toBe(true);

  const given = new Map(plants.map((plant) => [plant, tokensAt(plant)]));
  for (const own of plants) {
    const { arrived, origin } = door(own);
    expect(new Set(arrived.map(({ host }) => host))).toEqual(new Set([new URL(origin).host]));
    const bearers = arrived.flatMap(({ authorization }) => (authorization?.startsWith('Bearer ') === true ? [authorization] : []));
    expect(bearers.length).toBeGreaterThan(0);
    expect(new Set(bearers.map(issuerOf))).toEqual(new Set([origin]));
    const all = arrived.map((one) => one.all).join('\n');
    expect(all).toContain(valueOf(own));
    for (const other of plants.filter((plant) => plant !== own)) {
      for (const secret of [passwordOf(other), clientSecretOf(other), valueOf(other), `ana-${other}`, `edge-${other}`]) {
        expect(all.includes(secret), `${secret} at ${own}`).toBe(false);
      }
      for (const token of given.get(other) ?? []) expect(all.includes(token), `a token of ${other} at ${own}`).toBe(false);
    }
  }
  for (const plant of plants) expect(given.get(plant)?.size).toBeGreaterThan(0);
  // That the doors do write down what is looked for.
  expect(door('ash').arrived.some(({ all }) => all.includes(passwordOf('ash')))).toBe(true);
  expect(door('birch').arrived.some(({ all }) => all.includes(clientSecretOf('birch')))).toBe(true);
});
