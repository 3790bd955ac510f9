import { createServer, type Server } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { launchSandbox } from '../../sandbox/launch.ts';
import { addSecret, chooseWay, continueWithoutSignIn, header, row } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { catchBrowser, openSecondBrowser, type SecondBrowser } from '../support/second-browser.ts';

// Signing in without typing a password into the app: in the system's browser, which is another Chromium here that
// meets the sandbox's real OpenID provider; as a service account; with a token from elsewhere.

declare const window: {
  readonly kelvin: { readonly request: Readonly<Record<string, (input: unknown) => Promise<{ readonly ok: boolean }>>> };
};

let scene: Scene;
let page: Page;
let browser: SecondBrowser;
let opened: () => Promise<readonly string[]>;
test.beforeAll(async () => {
  browser = await openSecondBrowser();
});
test.afterAll(() => browser?.close());
test.beforeEach(async () => {
  scene = await openScene({ account: null });
  ({ page } = scene.running);
  opened = await catchBrowser(scene.running.app);
  await comeBackTo(page, await freePort());
});
test.afterEach(() => scene?.close());

/** The port that is registered may be in use on the machine that runs this; the sandbox lets any come back. */
async function comeBackTo(at: Page, port: number): Promise<void> {
  const reply = await at.evaluate((given) => window.kelvin.request['session.set-redirect-port']?.({ port: given }), port);
  expect(reply?.ok).toBe(true);
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return server;
}

async function freePort(): Promise<number> {
  const server = await listen(0);
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Presses the button and goes, as the system's browser would, to the address that the app asked for. */
async function goToBrowser(): Promise<void> {
  const before = (await opened()).length;
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Finish signing in in your browser' })).toBeVisible();
  await expect.poll(async () => (await opened()).length).toBe(before + 1);
  await browser.page.goto((await opened()).at(-1) ?? '');
  await expect(browser.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
}

const secretsHeading = () => page.getByRole('heading', { name: 'Secrets', level: 1 });

test('in the browser, with a one-time code: a finished page there, signed in here, and what waits is delivered', async () => {
  await continueWithoutSignIn(page);
  await addSecret(scene.running, { name: 'waited', value: 'for a sign-in' });
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await goToBrowser();
  const tab = browser.page;
  await tab.getByLabel('User name').fill('totp');
  await tab.getByLabel('Password').fill('totp');
  await tab.getByLabel('One-time code').fill(await scene.sandbox.client.oneTimeCode('totp'));
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await expect(tab.getByRole('heading', { name: 'You can go back to Kelvin Secrets' })).toBeVisible();

  await expect(secretsHeading()).toBeVisible();
  const notice = page.getByRole('region', { name: 'Notice' });
  await expect(notice).toContainText('Send 1 secret as totp@sandbox.example?');
  await notice.getByRole('button', { name: 'Send as totp' }).click();
  await expect(row(page, 'waited')).toContainText('On the platform');
  expect(await scene.sandbox.client.secret('waited')).toMatchObject({ created_by: 'krn:user:totp@sandbox.example' });
});

test('giving it up here, saying no there and opening it again are answers, and nothing is left listening', async () => {
  await goToBrowser();
  const [first] = await opened();
  await page.getByRole('button', { name: 'Open the browser again' }).click();
  await expect.poll(async () => (await opened()).length).toBe(2);
  // The first page belongs to a sign-in that is over: what comes back from it signs nobody in.
  expect(new URL((await opened())[1] ?? '').searchParams.get('state')).not.toBe(new URL(first ?? '').searchParams.get('state'));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Continue in the browser' })).toBeFocused();
  await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toHaveCount(0);
  const port = Number(new URL(new URL(first ?? '').searchParams.get('redirect_uri') ?? '').port);
  (await listen(port)).close();

  await goToBrowser();
  await browser.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(browser.page.getByRole('heading', { name: 'You are not signed in' })).toBeVisible();
  await expect(page.getByText('The sign-in in the browser was not agreed to.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Continue in the browser' })).toBeVisible();
});

const ask = (channel: string, input: unknown) =>
  page.evaluate(([name, given]) => window.kelvin.request[name as string]?.(given), [channel, input] as const);

for (const [ends, begin] of [
  ['the window is locked', () => ask('vault.lock', {})],
  [
    'the window is locked and sending goes on behind it',
    async () => {
      await ask('locking.write', { afterMinutes: 0, withSystem: false, keepSending: true });
      return ask('vault.lock', {});
    },
  ],
  [
    'its environment is removed',
    async () => {
      const listed = (await ask('environments.list', {})) as unknown as { value: { environments: { id: string }[] } };
      return ask('environments.remove', { environmentId: listed.value.environments[0]?.id, discard: [] });
    },
  ],
] as const) {
  test(`a sign-in that is waited for in the browser ends when ${ends}, and its port is free at once`, async () => {
    await goToBrowser();
    const address = new URL((await opened()).at(-1) ?? '');
    const port = Number(new URL(address.searchParams.get('redirect_uri') ?? '').port);
    expect(await begin()).toMatchObject({ ok: true });
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
    expect((await scene.sandbox.client.journal({ operation: 'token' })).length).toBe(0);
  });
}

test('a browser that never comes back is an answer after ten minutes, and its port is free again', async () => {
  const { app } = scene.running;
  // Ten minutes are over when the test says so, for whoever waits for just them.
  await app.evaluate(() => {
    const set = globalThis.setTimeout;
    const waiting: (() => void)[] = [];
    const watched = (run: () => void, ms?: number): unknown => set(ms === 600_000 ? (waiting.push(run), () => undefined) : run, ms);
    Object.assign(globalThis, { setTimeout: watched, tenMinutesPass: () => waiting.forEach((run) => run()) });
  });
  await goToBrowser();
  await app.evaluate(() => (globalThis as unknown as { tenMinutesPass: () => void }).tenMinutesPass());
  await expect(page.getByText('The browser did not come back within ten minutes.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Continue in the browser' })).toBeVisible();
  const comesBackTo = new URL((await opened()).at(-1) ?? '').searchParams.get('redirect_uri');
  (await listen(Number(new URL(comesBackTo ?? '').port))).close();
});

test('a port that another program has is told, and another one works', async () => {
  const taken = await listen(0);
  try {
    await comeBackTo(page, (taken.address() as { port: number }).port);
    await page.getByRole('button', { name: 'Continue in the browser' }).click();
    await expect(page.getByText('Another program on this computer uses the port')).toBeVisible();
    expect(await opened()).toEqual([]);
    const field = page.getByLabel('Port');
    await expect(field).toBeFocused();
    await field.fill('80');
    await page.getByRole('button', { name: 'Try with this port' }).click();
    await expect(page.getByText('A whole number from 1024 to 65535.')).toBeVisible();
    await field.fill(String(await freePort()));
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await opened()).length).toBe(1);
    await expect(page.getByText('Finish signing in in your browser')).toBeVisible();
  } finally {
    taken.close();
  }
});

test('a service account signs in with its id and secret, and a wrong secret is told as such', async () => {
  await chooseWay(page, 'Service account');
  await page.getByLabel('Client id').fill('sandbox-service');
  await page.getByLabel('Client secret').fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('The platform does not accept this client id or client secret.')).toBeVisible();
  await expect(page.getByLabel('Client secret')).toHaveValue('');
  await page.getByLabel('Client secret').fill('sandbox-service-secret');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(secretsHeading()).toBeVisible();
  await addSecret(scene.running, { name: 'by-a-service', value: 'v' });
  await expect(row(page, 'by-a-service')).toContainText('On the platform');
});

async function tokenOf(origin: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'password', client_id: 'kelvin-client', username: 'demo', password: 'demo' });
  const answer = await fetch(`${origin}/auth/realms/kelvin/protocol/openid-connect/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function pasteToken(token: string): Promise<void> {
  await chooseWay(page, 'Access token');
  await page.getByLabel('Access token').fill(token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('a token from elsewhere is used until it ends, which is shown; then what waits asks for a sign-in', async () => {
  await pasteToken(`Authorization: Bearer ${await tokenOf(scene.sandbox.origin)}`);
  await expect(secretsHeading()).toBeVisible();
  await expect(page.getByRole('region', { name: 'News' })).toContainText(
    /Signed in as demo@sandbox\.example until .*\d\d:\d\d, then sign in again: a pasted token is not renewed\./,
  );
  await expect(page.getByText(/^Signed in until .*\d\d:\d\d$/)).toBeVisible();
  await addSecret(scene.running, { name: 'in-time', value: 'v' });
  await expect(row(page, 'in-time')).toContainText('On the platform');

  // Its hour is over, by the computer's clock.
  await scene.running.app.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 3_700_000;
  });
  await addSecret(scene.running, { name: 'too-late', value: 'v' });
  await expect(page.getByRole('region', { name: 'Notice' })).toContainText('Sign in to send 1 secret');
  await expect(header(page)).toContainText('Session ended');
  expect(await scene.sandbox.client.secret('too-late')).toBeUndefined();
  expect((await scene.sandbox.client.journal({ operation: 'token' })).length).toBe(1);
});

test('a token of another platform is refused, and sent to neither', async () => {
  const other = await launchSandbox();
  try {
    const token = await tokenOf(other.origin);
    const [here, there] = [await scene.sandbox.client.journal(), await other.client.journal()];
    await pasteToken(token);
    await expect(page.getByText('This token is for another platform')).toBeVisible();
    await expect(page.getByText('It was not sent anywhere.')).toBeVisible();
    expect(await scene.sandbox.client.journal()).toEqual(here);
    expect(await other.client.journal()).toEqual(there);
    await expect(page.getByLabel('Access token')).toHaveValue('');
  } finally {
    await other.stop();
  }
});

test('signing out with something waiting keeps it, or discards what this account added and nothing else', async () => {
  await continueWithoutSignIn(page);
  await addSecret(scene.running, { name: 'nobodys', value: 'v' });
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await pasteToken(await tokenOf(scene.sandbox.origin));
  await expect(secretsHeading()).toBeVisible();
  const answerAgain = await scene.sandbox.client.refuse();
  await addSecret(scene.running, { name: 'mine', value: 'v' });
  await expect(header(page)).toContainText('2 waiting');
  const leave = async () => {
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    const asked = page.getByRole('alertdialog', { name: 'Sign out?' });
    await expect(asked).toContainText('1 entry of demo waits on this computer.');
    return asked;
  };
  const first = await leave();
  await expect(first.getByRole('radio', { name: 'Keep it here' })).toBeChecked();
  await first.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(header(page)).toContainText('Not signed in');
  await expect(row(page, 'mine')).toBeVisible();

  await answerAgain();
  await scene.sandbox.client.fault({ kind: 'status', status: 503, target: 'api', operation: 'create' });
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await pasteToken(await tokenOf(scene.sandbox.origin));
  await expect(secretsHeading()).toBeVisible();
  const second = await leave();
  await second.getByRole('radio', { name: 'Discard it' }).check();
  await second.getByRole('button', { name: 'Discard 1 entry and sign out' }).click();
  await expect(row(page, 'mine')).toBeHidden();
  await expect(header(page)).toContainText('Not signed in');
  await expect(row(page, 'nobodys')).toBeVisible();
  expect(await scene.sandbox.client.secret('mine')).toBeUndefined();
});

test('what comes while signing out is asked about is asked about anew, and not lost', async () => {
  await pasteToken(await tokenOf(scene.sandbox.origin));
  await expect(secretsHeading()).toBeVisible();
  await scene.sandbox.client.refuse();
  await addSecret(scene.running, { name: 'shown', value: 'v' });
  await page.getByRole('button', { name: 'Account menu' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  const asked = page.getByRole('alertdialog', { name: 'Sign out?' });
  await asked.getByRole('radio', { name: 'Discard it' }).check();

  // As from another hand, while the question stands.
  const listed = (await ask('environments.list', {})) as unknown as { value: { environments: { id: string }[] } };
  const environmentId = listed.value.environments[0]?.id;
  expect(await ask('outbox.add', { environmentId, name: 'came-meanwhile', value: 'not lost' })).toMatchObject({ ok: true });
  await asked.getByRole('button', { name: 'Discard 1 entry and sign out' }).click();
  await expect(asked).toContainText('More waits here by now than this question named. Nothing was changed.');
  await expect(asked).toContainText('2 entries of demo wait on this computer.');
  await expect(row(page, 'shown')).toBeVisible();
  await expect(header(page)).not.toContainText('Not signed in');

  await asked.getByRole('radio', { name: 'Keep them here' }).check();
  await asked.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(header(page)).toContainText('Not signed in');
  for (const name of ['shown', 'came-meanwhile']) await expect(row(page, name)).toBeVisible();
});
