import { statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnvironmentId } from '../../shared/environment.ts';
import { createEnvironments } from '../environments/environments.ts';
import type { Environments } from '../environments/environments.ts';
import type { Exchange, NetworkRequest } from '../system/network-port.ts';
import { jsonAnswer, noAnswer, pageAnswer, scriptedNetwork } from '../../../tests/support/exchanges.ts';
import type { ScriptedNetwork } from '../../../tests/support/exchanges.ts';
import { accessToken, formOf, grantRefused, tokenAnswer } from '../../../tests/support/issuer.ts';
import { FakeBrowser } from '../../../tests/support/fake-browser.ts';
import { openTestDatabase } from '../../../tests/support/test-database.ts';
import type { TestDatabase } from '../../../tests/support/test-database.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { createAuth } from './auth.ts';
import type { Auth } from './auth.ts';
import type { Platform } from './platform.ts';

const origin = 'https://p.example';
const issuer = `${origin}/auth/realms/kelvin`;
const hour = 3_600_000;
const password = { userName: 'ana', password: 'pw', oneTimeCode: null };
const tokenNumber = (n: number) => accessToken({ sub: 'sub-ana', preferred_username: 'ana@x', jti: n, iat: 0, exp: 3600 });

let database: TestDatabase;
let clock: VirtualClock;
let environments: Environments;
let id: EnvironmentId;
let network: ScriptedNetwork;
let answers: ((request: NetworkRequest) => Exchange | Promise<Exchange>)[];
let metadata: Awaited<ReturnType<Platform['metadata']>>;
let me: () => ReturnType<Platform['me']>;
let auth: Auth;
let changes: EnvironmentId[];

beforeEach(() => {
  database = openTestDatabase();
  clock = new VirtualClock();
  environments = createEnvironments({ db: database.db, clock, allowHttpLoopback: false });
  const added = environments.add({ address: origin, label: 'P', kind: 'other', colour: 'slate', confirmedIssuer: null });
  if (!added.ok) throw new Error(added.code);
  id = added.value.id;
  answers = [];
  network = scriptedNetwork((request) => answers.shift()?.(request) ?? noAnswer('timeout'));
  metadata = { kind: 'metadata', issuer, clientId: 'kelvin-client' };
  me = async () => ({ kind: 'unknown' });
  auth = start();
});
afterEach(() => database.close());

function start(): Auth {
  const platform = { metadata: async () => metadata, me: () => me() };
  const made = createAuth({ db: database.db, network, platform, environments, clock, browser: new FakeBrowser() });
  changes = [];
  made.onChange((environmentId) => changes.push(environmentId));
  return made;
}

const answer = (...next: (Exchange | ((request: NetworkRequest) => Exchange | Promise<Exchange>))[]) => {
  answers.push(...next.map((one) => (typeof one === 'function' ? one : () => one)));
};

/** The next request arrives and waits for its answer. */
function holdAnswer() {
  let finish: (exchange: Exchange) => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    answer(() => {
      resolve();
      return new Promise((settle) => (finish = settle));
    });
  });
  return { arrived, finish: (exchange: Exchange) => finish(exchange) };
}

async function signedIn(refresh: string | null = 'refresh-1') {
  answer(tokenAnswer(tokenNumber(1), refresh));
  expect(await auth.signIn(id, password)).toEqual({ signedIn: true, account: 'ana@x' });
}

const lastForm = () => formOf(network.requests.at(-1));
const storedRefreshToken = () => database.db.prepare('SELECT refresh_token FROM sessions').pluck().get();

describe('signing in', () => {
  test('asks the issuer of /metadata by password, on the lane that never sends twice', async () => {
    await signedIn();
    expect(network.requests[0]).toMatchObject({
      environmentId: id,
      lane: 'write',
      method: 'POST',
      url: `${issuer}/protocol/openid-connect/token`,
    });
    expect(lastForm()).toEqual({
      grant_type: 'password',
      client_id: 'kelvin-client',
      username: 'ana',
      password: 'pw',
      scope: 'openid',
    });
    expect(auth.view(id)).toEqual({ kind: 'signed-in', account: 'ana@x', accountId: 1, until: clock.now() + hour / 2, method: 'password' });
    expect(changes).toEqual([id]);
  });

  test('takes a life without measure for one whose end is unknown', async () => {
    answer(tokenAnswer(tokenNumber(1), 'r', { expires_in: 1e15, refresh_expires_in: 1e15 }));
    expect(await auth.signIn(id, password)).toMatchObject({ signedIn: true });
    expect(auth.view(id)).toMatchObject({ until: null });
    expect(database.db.prepare('SELECT access_expires_at FROM sessions').pluck().get()).toBeNull();
  });

  test('sends a one-time code as text, its leading zeros too', async () => {
    answer(tokenAnswer(tokenNumber(1), 'r'));
    await auth.signIn(id, { ...password, oneTimeCode: '000123' });
    expect(lastForm()).toMatchObject({ totp: '000123' });
  });

  test('does not keep the password', async () => {
    await signedIn();
    const dump = JSON.stringify(['sessions', 'accounts', 'environments'].map((table) => database.db.prepare(`SELECT * FROM ${table}`).all()));
    expect(dump).toContain('refresh-1');
    expect(dump).not.toContain('"pw"');
  });

  test('learns the account\'s other names from the platform', async () => {
    me = async () => ({ kind: 'me', names: ['ana@x', 'ana.ruiz'] });
    await signedIn();
    expect(auth.account(id)).toMatchObject({ subject: 'sub-ana', issuer, name: 'ana@x', names: ['ana@x', 'ana.ruiz'], krn: null });
  });

  test('does not wait for those names longer than five seconds, and takes them over later', async () => {
    let tell: (names: { kind: 'me'; names: string[] }) => void = () => undefined;
    me = () => {
      queueMicrotask(() => clock.pass(5_000));
      return new Promise((resolve) => (tell = resolve));
    };
    await signedIn();
    expect(auth.account(id)?.names).toEqual(['ana@x']);
    tell({ kind: 'me', names: ['late'] });
    await Promise.resolve();
    await Promise.resolve();
    expect(auth.account(id)?.names).toEqual(['ana@x', 'late']);
  });

  test('works although this computer\'s clock is years off: nothing of the ID token is judged', async () => {
    clock.setWall(Date.UTC(1999, 0, 1));
    await signedIn();
    expect((await auth.token(id)).kind).toBe('token');
  });

  test.each([
    ['a wrong password', grantRefused('Invalid user credentials', 401), 'wrong-credentials'],
    ['an account that must first set something up', grantRefused('Account is not fully set up'), 'account-not-ready'],
    ['a disabled account', grantRefused('Account disabled'), 'account-not-ready'],
    ['a client that may not use passwords', grantRefused('', 400, 'unauthorized_client'), 'unexpected-answer'],
    ['silence', noAnswer('timeout'), 'no-answer'],
    ['a broken issuer', jsonAnswer(502, {}), 'no-answer'],
    ['a redirect', { kind: 'redirect', status: 302 } as const, 'no-answer'],
    ['a page', pageAnswer(200), 'unexpected-answer'],
    ['another shape', jsonAnswer(200, { token: 'x' }), 'unexpected-answer'],
    ['a token that says nothing', tokenAnswer('opaque', 'r'), 'unexpected-answer'],
  ])('tells %s as what it is and changes nothing', async (_, exchange, trouble) => {
    answer(exchange);
    expect(await auth.signIn(id, password)).toEqual({ signedIn: false, trouble });
    expect(auth.view(id)).toEqual({ kind: 'never-signed-in' });
    expect(changes).toEqual([]);
  });

  test.each([
    [{ kind: 'not-kelvin' } as const, 'not-kelvin'],
    [{ kind: 'no-answer', reason: 'no-link' } as const, 'no-answer'],
    [{ kind: 'no-answer', reason: 'switched-off' } as const, 'switched-off'],
  ])('sends no password anywhere when /metadata answers %j', async (found, trouble) => {
    metadata = found;
    expect(await auth.signIn(id, password)).toEqual({ signedIn: false, trouble });
    expect(network.requests).toEqual([]);
  });

  test.each([
    ['refuses the connection', { ...noAnswer('proxy', true), proxy: 'proxy.plant:3128' } as Exchange, 'proxy.plant:3128'],
    ['is not named by the system', noAnswer('proxy', true), null],
    ['answers itself', pageAnswer(407), null],
  ])('tells which proxy stands in the way: one that %s', async (_, exchange, proxy) => {
    answer(exchange);
    expect(await auth.signIn(id, password)).toEqual({ signedIn: false, trouble: 'proxy', proxy });
  });

  test('names a proxy that does not let even the first question through, and sends no password', async () => {
    metadata = { kind: 'no-answer', reason: 'proxy', proxy: 'proxy.plant:3128' };
    expect(await auth.signIn(id, password)).toEqual({ signedIn: false, trouble: 'proxy', proxy: 'proxy.plant:3128' });
    expect(network.requests).toEqual([]);
  });

  const expired = { host: 'h', problem: 'expired', issuer: 'Plant CA' } as const;
  const elsewhere = 'https://id.example:8443/realms/kelvin';
  test.each([
    ['a certificate that is not right', { reason: 'certificate', certificate: expired }, { trouble: 'certificate', certificate: expired }],
    ['a wish for one of the person’s', { reason: 'client-certificate' }, { trouble: 'client-certificate', host: new URL(origin).host }],
  ] as const)('tells %s of the platform as what it is, and sends no password anywhere', async (_, found, told) => {
    metadata = { kind: 'no-answer', ...found };
    expect(await auth.signIn(id, password)).toEqual({ signedIn: false, ...told });
    expect(network.requests).toEqual([]);
  });

  test.each([
    ['a certificate that is not right', { ...noAnswer('certificate', true), certificate: expired } as Exchange, { trouble: 'certificate', certificate: expired }],
    ['a wish for one of the person’s', noAnswer('client-certificate'), { trouble: 'client-certificate', host: 'id.example:8443' }],
  ])('tells %s of the issuer elsewhere as what it is, and of whom', async (_, exchange, told) => {
    metadata = { kind: 'metadata', issuer: elsewhere, clientId: 'c' };
    environments.confirmIssuer(id, elsewhere);
    answer(exchange);
    expect(await auth.signIn(id, password)).toEqual({ signedIn: false, ...told });
    expect(auth.view(id)).toEqual({ kind: 'never-signed-in' });
  });

  test('goes to an issuer elsewhere only if the person confirmed that very one', async () => {
    metadata = { kind: 'metadata', issuer: 'https://id.example/realms/kelvin', clientId: 'c' };
    const elsewhere = { signedIn: false, trouble: 'issuer-elsewhere', issuer: 'https://id.example/realms/kelvin' };
    expect(await auth.signIn(id, password)).toEqual(elsewhere);
    environments.confirmIssuer(id, 'https://id.example/realms/other');
    expect(await auth.signIn(id, password)).toEqual(elsewhere);
    expect(network.requests).toEqual([]);
    environments.confirmIssuer(id, elsewhere.issuer);
    await signedIn();
    expect(network.requests[0]?.url).toBe('https://id.example/realms/kelvin/protocol/openid-connect/token');
  });

  describe('is never at what belongs to another environment', () => {
    const other = 'https://q.example';
    const addOther = (confirmedIssuer: string | null) => {
      const added = environments.add({ address: other, label: 'Q', kind: 'other', colour: 'teal', confirmedIssuer });
      if (!added.ok) throw new Error(added.code);
    };
    const ofAnother = (issuer: string) => ({ signedIn: false, trouble: 'issuer-of-another', issuer, label: 'Q' });
    /** As a database may have it that was written by hand, or by another version. */
    const confirmAllTheSame = (issuer: string) =>
      database.db.prepare('UPDATE environments SET confirmed_issuer = ? WHERE id = ?').run(issuer, id);

    test.each(['https://q.example/auth/realms/kelvin', 'https://q.example/elsewhere'])('by its address: %s', async (issuer) => {
      addOther(null);
      metadata = { kind: 'metadata', issuer, clientId: 'c' };
      expect(await auth.signIn(id, password)).toEqual(ofAnother(issuer));
      expect(environments.confirmIssuer(id, issuer)).toEqual({ ok: false, code: 'issuer-of-another' });
      confirmAllTheSame(issuer);
      expect(await auth.signIn(id, password)).toEqual(ofAnother(issuer));
      expect(await auth.signInAsService(id, { clientId: 'c', clientSecret: 's' })).toEqual(ofAnother(issuer));
      expect(await auth.signInWithBrowser(id)).toEqual(ofAnother(issuer));
      const pasted = accessToken({ sub: 's', iss: issuer });
      expect(await auth.signInWithToken(id, pasted)).toEqual({ signedIn: false, trouble: 'token-of-another' });
      expect(network.requests).toEqual([]);
    });

    test.each(['https://id.example/realms/q', 'https://id.example/realms/q/', 'https://id.example//realms/%71'])(
      'by the issuer that was confirmed for it: %s',
      async (issuer) => {
        addOther('https://id.example/realms/q');
        metadata = { kind: 'metadata', issuer, clientId: 'c' };
        confirmAllTheSame(issuer);
        expect(await auth.signIn(id, password)).toEqual(ofAnother(issuer));
        expect(network.requests).toEqual([]);
      },
    );

    test('while another realm at the same host is another issuer, which the person can confirm', async () => {
      addOther('https://id.example/realms/q');
      const own = 'https://id.example/realms/p';
      metadata = { kind: 'metadata', issuer: own, clientId: 'c' };
      expect(await auth.signIn(id, password)).toEqual({ signedIn: false, trouble: 'issuer-elsewhere', issuer: own });
      expect(environments.confirmIssuer(id, own)).toMatchObject({ ok: true });
      await signedIn();
    });
  });

  test.each([
    ['an access token', () => tokenAnswer(accessToken({ sub: 's', iss: 'https://evil.example/r' }), 'r')],
    ['an ID token', () => tokenAnswer(tokenNumber(1), 'r', { id_token: accessToken({ iss: 'https://evil.example/r' }) })],
  ])('%s that somebody else issued signs nobody in, and is told', async (_, given) => {
    answer(given());
    expect(await auth.signIn(id, password)).toEqual({ signedIn: false, trouble: 'other-issuer', issuer: 'https://evil.example/r' });
    expect(auth.view(id)).toEqual({ kind: 'never-signed-in' });
  });

  test.each([issuer, `${issuer}/`])('an access token that names %s as its issuer is taken', async (iss) => {
    answer(tokenAnswer(accessToken({ sub: 's', preferred_username: 'ana@x', iss }), 'r'));
    expect(await auth.signIn(id, password)).toMatchObject({ signedIn: true });
  });

  test('as the same account again keeps the account and forgets its KRN', async () => {
    await signedIn();
    const first = auth.account(id);
    auth.learnKrn(first?.id ?? 0, 'krn:user:ana');
    expect(auth.account(id)?.krn).toBe('krn:user:ana');
    await signedIn('refresh-2');
    expect(auth.account(id)).toMatchObject({ id: first?.id, krn: null });
  });

  test('writes nothing when a delivery tells the KRN that is known already', async () => {
    await signedIn();
    const accountId = auth.account(id)?.id ?? 0;
    const log = () => statSync(`${database.file}-wal`).size;
    auth.learnKrn(accountId, 'krn:user:ana');
    const before = log();
    auth.learnKrn(accountId, 'krn:user:ana');
    expect(log()).toBe(before);
    auth.learnKrn(accountId, 'krn:user:ana-renamed');
    expect(log()).toBeGreaterThan(before);
    expect(auth.account(id)?.krn).toBe('krn:user:ana-renamed');
  });

  test('survives a restart', async () => {
    await signedIn();
    database.reopen();
    auth = start();
    expect(await auth.token(id)).toMatchObject({ kind: 'token', accessToken: tokenNumber(1) });
  });
});

describe('a sign-in whose answer comes late', () => {
  const bob = accessToken({ sub: 'sub-bob', preferred_username: 'bob@x', iat: 0, exp: 3600 });
  const cancelled = { signedIn: false, trouble: 'cancelled' };

  const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['with a password', () => auth.signIn(id, password)],
    ['as a service account', () => auth.signInAsService(id, { clientId: 'c', clientSecret: 's' })],
  ];

  test.each(ways)('%s does not replace one that was begun after it', async (_, begin) => {
    const held = holdAnswer();
    const late = begin();
    await held.arrived;
    answer(tokenAnswer(bob, 'refresh-bob'));
    expect(await auth.signIn(id, password)).toMatchObject({ signedIn: true });
    held.finish(tokenAnswer(tokenNumber(1), 'refresh-1'));
    expect(await late).toEqual(cancelled);
    expect(auth.view(id)).toMatchObject({ account: 'bob@x' });
    expect(storedRefreshToken()).toBe('refresh-bob');
  });

  test.each(ways)('%s does not undo a sign-out', async (_, begin) => {
    await signedIn();
    const held = holdAnswer();
    const late = begin();
    await held.arrived;
    await auth.signOut(id);
    held.finish(tokenAnswer(tokenNumber(2), 'refresh-2'));
    expect(await late).toEqual(cancelled);
    expect(auth.view(id).kind).toBe('signed-out');
    expect(storedRefreshToken()).toBeNull();
  });

  test.each(ways)('%s takes no effect behind a lock, and is broken off', async (_, begin) => {
    const held = holdAnswer();
    const late = begin();
    await held.arrived;
    auth.giveUp();
    expect(await late).toEqual(cancelled);
    expect(network.requests[0]?.signal?.aborted).toBe(true);
    held.finish(tokenAnswer(tokenNumber(1), 'refresh-1'));
    await new Promise(setImmediate);
    expect(auth.view(id)).toEqual({ kind: 'never-signed-in' });
    expect(changes).toEqual([]);
  });

  test.each(ways)('%s takes no effect after its environment was removed', async (_, begin) => {
    const held = holdAnswer();
    const late = begin();
    await held.arrived;
    const tell = auth.beforeRemoval(id);
    environments.remove(id);
    void tell();
    held.finish(tokenAnswer(tokenNumber(1), 'refresh-1'));
    expect(await late).toEqual(cancelled);
  });

  test('also where the late one is a pasted token that the platform was asked about', async () => {
    let tell: (answer: Awaited<ReturnType<Platform['me']>>) => void = () => undefined;
    me = () => new Promise((resolve) => (tell = resolve));
    const late = auth.signInWithToken(id, accessToken({ sub: 'sub-ana', iss: issuer }));
    me = async () => ({ kind: 'unknown' });
    answer(tokenAnswer(bob, 'refresh-bob'));
    await auth.signIn(id, password);
    tell({ kind: 'unknown' });
    expect(await late).toEqual(cancelled);
    expect(auth.view(id)).toMatchObject({ account: 'bob@x', method: 'password' });
  });

  test('is not kept waiting for by who signs in anew while /metadata does not answer', async () => {
    const platform: Platform = { metadata: () => new Promise(() => undefined), me: () => me() };
    const slow = createAuth({ db: database.db, network, platform, environments, clock, browser: new FakeBrowser() });
    const late = slow.signIn(id, password);
    slow.giveUp();
    expect(await late).toEqual(cancelled);
  });

  test('in another environment goes on', async () => {
    const other = environments.add({ address: 'https://q.example', label: 'Q', kind: 'other', colour: 'teal', confirmedIssuer: null });
    if (!other.ok) throw new Error(other.code);
    const held = holdAnswer();
    const first = auth.signIn(id, password);
    await held.arrived;
    expect(await auth.signIn(other.value.id, password)).toMatchObject({ signedIn: false, trouble: 'issuer-of-another' });
    held.finish(tokenAnswer(tokenNumber(1), 'refresh-1'));
    expect(await first).toMatchObject({ signedIn: true });
  });
});

describe('an access token', () => {
  test('is used as it is for nine tenths of its life', async () => {
    await signedIn();
    clock.pass(0.9 * hour - 1);
    expect(await auth.token(id)).toMatchObject({ kind: 'token', accessToken: tokenNumber(1) });
    expect(network.requests).toHaveLength(1);
  });

  test('is renewed then, once for all who ask, and the rotated refresh token is committed first', async () => {
    await signedIn();
    clock.pass(0.9 * hour);
    answer((request) => {
      expect(formOf(request)).toEqual({ grant_type: 'refresh_token', client_id: 'kelvin-client', refresh_token: 'refresh-1' });
      return tokenAnswer(tokenNumber(2), 'refresh-2');
    });
    const [first, second] = await Promise.all([auth.token(id), auth.token(id)]);
    expect(first).toMatchObject({ kind: 'token', accessToken: tokenNumber(2) });
    expect(second).toEqual(first);
    expect(network.requests).toHaveLength(2);
    expect(storedRefreshToken()).toBe('refresh-2');
  });

  test('keeps its refresh token where the issuer does not rotate them', async () => {
    await signedIn();
    clock.pass(hour);
    answer(tokenAnswer(tokenNumber(2), null));
    await auth.token(id);
    expect(storedRefreshToken()).toBe('refresh-1');
  });

  test('is still used in its last tenth while the issuer cannot be reached', async () => {
    await signedIn();
    clock.pass(0.95 * hour);
    answer(noAnswer('timeout'));
    expect(await auth.token(id)).toMatchObject({ kind: 'token', accessToken: tokenNumber(1) });
  });

  test.each([
    ['no link', noAnswer('no-link', true), 'no-link'],
    ['a broken issuer', jsonAnswer(500, {}), 'unknown'],
    ['a captive portal', { kind: 'redirect', status: 302 } as const, 'captive-portal'],
    ['a page', pageAnswer(200), 'unknown'],
    ['a refusal that is not about the session', grantRefused('', 400, 'invalid_client'), 'unknown'],
    ['401 from a gateway', pageAnswer(401), 'unknown'],
  ])('that ended cannot be renewed after %s, and nobody is signed out by that', async (_, exchange, reason) => {
    await signedIn();
    clock.pass(hour);
    answer(exchange);
    expect(await auth.token(id)).toEqual({ kind: 'no-answer', reason });
    expect(auth.isSignedIn(id)).toBe(true);
    answer(tokenAnswer(tokenNumber(2), 'refresh-2'));
    expect((await auth.token(id)).kind).toBe('token');
  });

  test.each([400, 401])('ends with its session when the issuer says %i invalid_grant', async (status) => {
    await signedIn();
    clock.pass(hour);
    changes.length = 0;
    answer(grantRefused('Token is not active', status));
    expect(await auth.token(id)).toEqual({ kind: 'sign-in', because: 'expired' });
    expect(auth.view(id)).toEqual({ kind: 'expired', account: 'ana@x' });
    expect(auth.account(id)?.name).toBe('ana@x');
    expect(auth.isSignedIn(id)).toBe(false);
    expect(storedRefreshToken()).toBeNull();
    expect(changes).toEqual([id]);
  });

  test('without a refresh token ends with its session, and not before', async () => {
    await signedIn(null);
    expect(auth.view(id)).toMatchObject({ until: clock.now() + hour });
    clock.pass(0.95 * hour);
    expect((await auth.token(id)).kind).toBe('token');
    clock.pass(0.05 * hour);
    expect(await auth.token(id)).toEqual({ kind: 'sign-in', because: 'expired' });
    expect(network.requests).toHaveLength(1);
  });
});

describe('a rejected token', () => {
  test('is renewed once, for all whose requests met the 401', async () => {
    await signedIn();
    answer(tokenAnswer(tokenNumber(2), 'refresh-2'));
    const renewed = await Promise.all([auth.renew(id, tokenNumber(1)), auth.renew(id, tokenNumber(1))]);
    expect(renewed.map(({ kind }) => kind)).toEqual(['token', 'token']);
    expect(await auth.renew(id, tokenNumber(1))).toMatchObject({ accessToken: tokenNumber(2) });
    expect(network.requests).toHaveLength(2);
  });

  test('closes the session if the renewed one is rejected at once', async () => {
    await signedIn();
    answer(tokenAnswer(tokenNumber(2), 'refresh-2'));
    await auth.renew(id, tokenNumber(1));
    expect(await auth.renew(id, tokenNumber(2))).toEqual({ kind: 'sign-in', because: 'expired' });
    expect(network.requests).toHaveLength(2);
  });

  test('is renewed again if the renewed one had been good for a while', async () => {
    await signedIn();
    answer(tokenAnswer(tokenNumber(2), 'refresh-2'), tokenAnswer(tokenNumber(3), 'refresh-3'));
    await auth.renew(id, tokenNumber(1));
    clock.pass(60_000);
    expect(await auth.renew(id, tokenNumber(2))).toMatchObject({ kind: 'token', accessToken: tokenNumber(3) });
  });

  test('of somebody who signed in during a renewal is renewed itself before anything ends', async () => {
    await signedIn();
    const held = holdAnswer();
    const renewal = auth.renew(id, tokenNumber(1));
    await held.arrived;
    answer(tokenAnswer(tokenNumber(7), 'refresh-7'));
    await auth.signIn(id, password);
    held.finish(tokenAnswer(tokenNumber(2), 'refresh-2'));
    expect(await renewal).toMatchObject({ accessToken: tokenNumber(7) });
    answer(tokenAnswer(tokenNumber(8), 'refresh-8'));
    expect(await auth.renew(id, tokenNumber(7))).toMatchObject({ kind: 'token', accessToken: tokenNumber(8) });
  });

  test('is not offered again when it could not be renewed', async () => {
    await signedIn();
    answer(noAnswer('timeout'));
    expect(await auth.renew(id, tokenNumber(1))).toEqual({ kind: 'no-answer', reason: 'timeout' });
    expect(auth.isSignedIn(id)).toBe(true);
  });
});

describe('signing out', () => {
  test('forgets the tokens before the issuer is asked, and tells whether it confirmed', async () => {
    await signedIn();
    changes.length = 0;
    answer((request) => {
      expect(storedRefreshToken()).toBeNull();
      expect(changes).toEqual([]);
      expect(request).toMatchObject({ lane: 'write', method: 'POST', url: `${issuer}/logout`, deadlineMs: 5_000 });
      expect(formOf(request)).toEqual({ client_id: 'kelvin-client', refresh_token: 'refresh-1' });
      return { kind: 'answer', status: 204, headers: {}, body: new Uint8Array() };
    });
    expect(await auth.signOut(id)).toEqual({ reached: true });
    expect(auth.view(id)).toEqual({ kind: 'signed-out', account: 'ana@x' });
    expect(auth.account(id)).toBeNull();
    expect(await auth.token(id)).toEqual({ kind: 'sign-in', because: 'signed-out' });
    expect(changes).toEqual([id]);
  });

  test('forgets the tokens also when the issuer cannot be reached', async () => {
    await signedIn();
    expect(await auth.signOut(id)).toEqual({ reached: false });
    expect(auth.view(id).kind).toBe('signed-out');
  });

  test('after a removal tells the issuer that the session is over, although the environment is gone', async () => {
    await signedIn();
    const tell = auth.beforeRemoval(id);
    database.db.exec('DELETE FROM sessions; DELETE FROM accounts');
    expect(environments.remove(id)).toMatchObject({ ok: true });
    expect(environments.allowedOrigins(id)).toEqual([]);
    answer((request) => {
      expect(environments.allowedOrigins(id)).toEqual([origin]);
      expect(request).toMatchObject({ environmentId: id, url: `${issuer}/logout` });
      expect(formOf(request)).toMatchObject({ refresh_token: 'refresh-1' });
      return { kind: 'answer', status: 204, headers: {}, body: new Uint8Array() };
    });
    expect(await tell()).toBe(true);
    expect(environments.allowedOrigins(id)).toEqual([]);
  });

  test('wins over a renewal that is under way', async () => {
    await signedIn();
    clock.pass(hour);
    const held = holdAnswer();
    const token = auth.token(id);
    await held.arrived;
    await auth.signOut(id);
    held.finish(tokenAnswer(tokenNumber(2), 'refresh-2'));
    expect(await token).toEqual({ kind: 'sign-in', because: 'signed-out' });
    expect(storedRefreshToken()).toBeNull();
  });
});

test('somebody else who signs in during a renewal is not signed out by its failure', async () => {
  await signedIn();
  clock.pass(hour);
  const held = holdAnswer();
  const token = auth.token(id);
  await held.arrived;
  const bob = accessToken({ sub: 'sub-bob', preferred_username: 'bob@x', iat: 0, exp: 3600 });
  answer(tokenAnswer(bob, 'refresh-bob'));
  await auth.signIn(id, password);
  held.finish(grantRefused('Token is not active'));
  expect(await token).toMatchObject({ kind: 'token', accessToken: bob, account: { name: 'bob@x' } });
  expect(storedRefreshToken()).toBe('refresh-bob');
});

test('an environment that nobody signed in to says so', async () => {
  expect(await auth.token(id)).toEqual({ kind: 'sign-in', because: 'never-signed-in' });
  expect(auth.account(id)).toBeNull();
  expect(await auth.signOut(id)).toEqual({ reached: false });
});
