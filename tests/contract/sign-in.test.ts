import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { launchSandbox } from '../../sandbox/launch.ts';
import { FakeBrowser } from '../support/fake-browser.ts';
import type { LaunchedSandbox } from '../../sandbox/launch.ts';
import { checkAddress } from '../../src/main/auth/address-check.ts';
import { createAuth } from '../../src/main/auth/auth.ts';
import type { Auth } from '../../src/main/auth/auth.ts';
import { createEnvironments } from '../../src/main/environments/environments.ts';
import type { Environments } from '../../src/main/environments/environments.ts';
import { createPlatformApi } from '../../src/main/platform-api/create-platform-api.ts';
import type { PlatformApi } from '../../src/main/platform-api/platform-api.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import type { EnvironmentId } from '../../src/shared/environment.ts';
import { createNodeNetwork } from '../support/node-network.ts';
import type { NodeNetwork } from '../support/node-network.ts';
import { openTestDatabase } from '../support/test-database.ts';
import type { TestDatabase } from '../support/test-database.ts';

// Sign-in as the app does it, against the sandbox's issuer in a process of its own.

let sandbox: LaunchedSandbox;
let database: TestDatabase;
let network: NodeNetwork;
let environments: Environments;
let api: PlatformApi;
let auth: Auth;
let id: EnvironmentId;

beforeEach(async () => {
  sandbox = await launchSandbox();
  database = openTestDatabase();
  start();
  const added = environments.add({ address: sandbox.origin, label: 'Sandbox', kind: 'other', colour: 'slate', confirmedIssuer: null });
  if (!added.ok) throw new Error(added.code);
  id = added.value.id;
});
afterEach(async () => {
  network.close();
  database.close();
  await sandbox.stop();
});

function start(): void {
  const { db } = database;
  environments = createEnvironments({ db, clock: systemClock, allowHttpLoopback: true });
  network = createNodeNetwork({ allowedOrigins: (environmentId) => environments.allowedOrigins(environmentId) });
  api = createPlatformApi({ network, clock: systemClock, appVersion: '0.0.0' });
  auth = createAuth({ db, network, platform: api, environments, clock: systemClock, browser: new FakeBrowser() });
}

const signIn = (userName: string, password = userName, oneTimeCode: string | null = null) =>
  auth.signIn(id, { userName, password, oneTimeCode });

async function accessToken(): Promise<string> {
  const answer = await auth.token(id);
  if (answer.kind !== 'token') throw new Error(answer.kind);
  return answer.accessToken;
}

const probe = (token: string) => api.probe({ environmentId: id, origin: sandbox.origin, accessToken: token });

describe('sign-in at the sandbox', () => {
  test('is found through its address, and gives a token that the platform takes', async () => {
    expect(await checkAddress(environments, api, `${sandbox.origin}/ui`)).toMatchObject({ kind: 'already-there' });
    expect(await signIn('demo')).toEqual({ signedIn: true, account: 'demo@sandbox.example' });
    expect(auth.account(id)?.names).toContain('demo@sandbox.example');
    expect((await probe(await accessToken())).kind).toBe('list');
  });

  test('refuses a wrong password, and asks for the one-time code of an account that has one', async () => {
    expect(await signIn('demo', 'wrong')).toEqual({ signedIn: false, trouble: 'wrong-credentials' });
    expect(await signIn('totp')).toEqual({ signedIn: false, trouble: 'wrong-credentials' });
    const code = await sandbox.client.oneTimeCode('totp@sandbox.example');
    expect(await signIn('totp', 'totp', code)).toMatchObject({ signedIn: true });
  });

  test('is renewed after a 401, also after a restart of the app, with the rotated refresh token', async () => {
    await signIn('demo');
    const first = await accessToken();
    const second = await auth.renew(id, first);
    expect(second).toMatchObject({ kind: 'token' });
    network.close();
    database.reopen();
    start();
    const third = await auth.renew(id, second.kind === 'token' ? second.accessToken : '');
    expect(third).toMatchObject({ kind: 'token' });
    expect((await probe(third.kind === 'token' ? third.accessToken : '')).kind).toBe('list');
  });

  test('ends when the platform ended the session, and says whose it was', async () => {
    await signIn('demo');
    const token = await accessToken();
    await sandbox.client.revokeSessions();
    expect((await probe(token)).kind).toBe('unauthorized');
    expect(await auth.renew(id, token)).toEqual({ kind: 'sign-in', because: 'expired' });
    expect(auth.view(id)).toEqual({ kind: 'expired', account: 'demo@sandbox.example' });
  });

  test('stands while the issuer cannot be reached or is broken', async () => {
    await signIn('demo');
    const token = await accessToken();
    await sandbox.client.fault({ kind: 'status', status: 503, target: 'auth' });
    expect(await auth.renew(id, token)).toEqual({ kind: 'no-answer', reason: 'unknown' });
    await sandbox.client.clearFaults();
    const listenAgain = await sandbox.client.refuse();
    expect(await auth.renew(id, token)).toEqual({ kind: 'no-answer', reason: 'refused' });
    await listenAgain();
    expect(await auth.renew(id, token)).toMatchObject({ kind: 'token' });
  });

  test('whose renewal was carried out without an answer ends at the next one: the old refresh token was spent', async () => {
    await signIn('demo');
    const token = await accessToken();
    await sandbox.client.fault({ kind: 'reset-after-commit', target: 'auth', operation: 'token', count: 1 });
    expect(await auth.renew(id, token)).toEqual({ kind: 'no-answer', reason: 'broken-off' });
    expect(await auth.renew(id, token)).toEqual({ kind: 'sign-in', because: 'expired' });
  });

  test('ends at the issuer too when the person signs out', async () => {
    await signIn('demo');
    const token = await accessToken();
    expect(await auth.signOut(id)).toEqual({ reached: true });
    expect((await probe(token)).kind).toBe('unauthorized');
    expect((await sandbox.client.journal({ operation: 'logout' })).map(({ status }) => status)).toEqual([204]);
  });

  test('sends each token request once, and no password with the others', async () => {
    await signIn('demo');
    await auth.renew(id, await accessToken());
    const requests = await sandbox.client.journal({ operation: 'token' });
    expect(requests.map(({ status, reused }) => ({ status, reused }))).toEqual([
      { status: 200, reused: false },
      { status: 200, reused: false },
    ]);
  });
});
