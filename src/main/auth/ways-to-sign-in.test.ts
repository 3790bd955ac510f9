import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { noAnswer, scriptedNetwork, type ScriptedNetwork } from '../../../tests/support/exchanges.ts';
import { FakeBrowser } from '../../../tests/support/fake-browser.ts';
import { accessToken, formOf, grantRefused, tokenAnswer } from '../../../tests/support/issuer.ts';
import { openTestDatabase, type TestDatabase } from '../../../tests/support/test-database.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { SignInRefusal, SignInTrouble } from '../../shared/session.ts';
import { createEnvironments, type Environments } from '../environments/environments.ts';
import type { Exchange } from '../system/network-port.ts';
import { createAuth, type Auth } from './auth.ts';
import { browserPatienceMs } from './browser-sign-in.ts';
import type { Platform } from './platform.ts';

const origin = 'https://p.example';
const issuer = `${origin}/auth/realms/kelvin`;
const ana = accessToken({ sub: 'sub-ana', preferred_username: 'ana@x', iat: 0, exp: 3600 });

let database: TestDatabase;
let clock: VirtualClock;
let id: EnvironmentId;
let network: ScriptedNetwork;
let answers: Exchange[];
/** What the next request waits for instead. */
let held: Promise<Exchange> | null;
let me: Awaited<ReturnType<Platform['me']>>;
let metadata: Platform['metadata'];
let environments: Environments;
let asked: string[];
let browser: FakeBrowser;
let auth: Auth;

beforeEach(() => {
  database = openTestDatabase();
  clock = new VirtualClock();
  environments = createEnvironments({ db: database.db, clock, allowHttpLoopback: false });
  const added = environments.add({ address: origin, label: 'P', kind: 'other', colour: 'slate', confirmedIssuer: null });
  if (!added.ok) throw new Error(added.code);
  id = added.value.id;
  answers = [];
  held = null;
  network = scriptedNetwork(() => held ?? answers.shift() ?? noAnswer('timeout'));
  me = { kind: 'unknown' };
  metadata = () => Promise.resolve({ kind: 'metadata', issuer, clientId: 'kelvin-client' });
  asked = [];
  browser = new FakeBrowser();
  const platform: Platform = {
    metadata: (...given) => metadata(...given),
    me: ({ origin: at, accessToken: token }) => {
      asked.push(`${at} ${token}`);
      return Promise.resolve(me);
    },
  };
  auth = createAuth({ db: database.db, network, platform, environments, clock, browser });
});
afterEach(() => database.close());

const idToken = (claims: object = {}): string =>
  accessToken({ iss: issuer, aud: 'kelvin-client', nonce: browser.asked('nonce'), exp: 1, iat: 1, ...claims });

async function inBrowser(): Promise<{ readonly answer: ReturnType<Auth['signInWithBrowser']> }> {
  const answer = auth.signInWithBrowser(id);
  await vi.waitFor(() => expect(browser.opened).toHaveLength(1));
  return { answer };
}

describe('in the browser', () => {
  test('asks by code with PKCE, state and nonce, and comes back to this computer alone', async () => {
    const { answer } = await inBrowser();
    expect(browser.opened[0]?.href.split('?')[0]).toBe(`${issuer}/protocol/openid-connect/auth`);
    expect(Object.fromEntries(browser.opened[0]?.searchParams ?? [])).toMatchObject({
      client_id: 'kelvin-client', response_type: 'code', redirect_uri: 'http://localhost:38638', scope: 'openid',
      code_challenge_method: 'S256',
    });
    answers.push(tokenAnswer(ana, 'r', { id_token: idToken() }));
    browser.comeBack({ code: 'the-code', state: browser.asked('state') });
    expect(await answer).toEqual({ signedIn: true, account: 'ana@x' });
    const form = formOf(network.requests[0]);
    expect(form).toMatchObject({ grant_type: 'authorization_code', code: 'the-code', redirect_uri: 'http://localhost:38638' });
    const challenge = createHash('sha256').update(form['code_verifier'] ?? '').digest('base64url');
    expect(challenge).toBe(browser.asked('code_challenge'));
    expect(browser.answers).toEqual([{ status: 200, page: expect.stringContaining('You can go back to Kelvin Secrets') as string }]);
    expect(browser.listening).toBe(0);
    expect(auth.view(id)).toMatchObject({ kind: 'signed-in', method: 'browser' });
  });

  test('what comes with another state is not this sign-in, and ends nothing', async () => {
    const { answer } = await inBrowser();
    browser.comeBack({ code: 'a-strangers', state: 'guessed' });
    expect(browser.answers[0]).toMatchObject({ status: 400 });
    expect(browser.cameForward).toBe(0);
    expect(network.requests).toEqual([]);
    answers.push(tokenAnswer(ana, 'r', { id_token: idToken() }));
    browser.comeBack({ code: 'the-code', state: browser.asked('state') });
    expect(await answer).toMatchObject({ signedIn: true });
  });

  test.each<[string, () => string | undefined, Partial<SignInRefusal>]>([
    ['another nonce', () => idToken({ nonce: 'replayed' }), { trouble: 'unexpected-answer' }],
    ['another issuer', () => idToken({ iss: 'https://evil.example' }), { trouble: 'other-issuer', issuer: 'https://evil.example' }],
    ['another client', () => idToken({ aud: 'someone' }), { trouble: 'unexpected-answer' }],
    ['no ID token', () => undefined, { trouble: 'unexpected-answer' }],
  ])('a token that came with %s signs nobody in', async (_, token, told) => {
    const { answer } = await inBrowser();
    answers.push(tokenAnswer(ana, 'r', { id_token: token() }));
    browser.comeBack({ code: 'the-code', state: browser.asked('state') });
    expect(await answer).toEqual({ signedIn: false, ...told });
    expect(auth.isSignedIn(id)).toBe(false);
  });

  test.each<[SignInTrouble, () => void]>([
    ['denied', () => browser.comeBack({ error: 'access_denied', state: browser.asked('state') })],
    ['unexpected-answer', () => browser.comeBack({ error: 'server_error', state: browser.asked('state') })],
    ['timed-out', () => clock.pass(browserPatienceMs)],
    ['cancelled', () => auth.cancelBrowser(id)],
    ['cancelled', () => auth.giveUp()],
    ['cancelled', () => void auth.signOut(id)],
    ['cancelled', () => void auth.beforeRemoval(id)()],
  ])('%s is an answer, and nothing listens any more', async (trouble, happens) => {
    const { answer } = await inBrowser();
    happens();
    expect(await answer).toEqual({ signedIn: false, trouble });
    expect(browser.listening).toBe(0);
    expect(clock.timersWaiting).toBe(0);
  });

  test.each([{ error: 'access_denied' }, { error: 'server_error' }, { code: 'c', iss: 'https://evil.example' }])(
    'the page in the browser does not say that it goes on where %j came back',
    async (given) => {
      const { answer } = await inBrowser();
      browser.comeBack({ ...given, state: browser.asked('state') });
      await answer;
      expect(browser.answers).toEqual([{ status: 200, page: expect.stringContaining('You are not signed in') as string }]);
    },
  );

  test.each([{ code: 'c' }, { error: 'access_denied' }])('an answer %j that names another issuer is told as such, and no code is sent', async (given) => {
    const { answer } = await inBrowser();
    browser.comeBack({ ...given, iss: 'https://evil.example', state: browser.asked('state') });
    expect(await answer).toEqual({ signedIn: false, trouble: 'other-issuer', issuer: 'https://evil.example' });
    expect(network.requests).toEqual([]);
    expect(browser.listening).toBe(0);
  });

  test.each([
    ['is cancelled', () => auth.cancelBrowser(id)],
    ['meets a lock', () => auth.giveUp()],
    ['meets a removal', () => void auth.beforeRemoval(id)()],
  ])('one that %s has let the port go at once, though the system is still opening the browser', async (_, happens) => {
    browser.open = () => new Promise(() => undefined);
    const answer = auth.signInWithBrowser(id);
    await vi.waitFor(() => expect(browser.listening).toBe(1));
    happens();
    expect(browser.listening).toBe(0);
    expect(await answer).toEqual({ signedIn: false, trouble: 'cancelled' });
    expect(clock.timersWaiting).toBe(0);
  });

  test('one that was given up while its code was exchanged takes no effect, and the exchange is broken off', async () => {
    let finish: (exchange: Exchange) => void = () => undefined;
    held = new Promise((resolve) => (finish = resolve));
    const { answer } = await inBrowser();
    browser.comeBack({ code: 'the-code', state: browser.asked('state') });
    await vi.waitFor(() => expect(network.requests).toHaveLength(1));
    auth.cancelBrowser(id);
    expect(network.requests[0]?.signal?.aborted).toBe(true);
    finish(tokenAnswer(ana, 'r', { id_token: idToken() }));
    expect(await answer).toEqual({ signedIn: false, trouble: 'cancelled' });
    expect(auth.view(id)).toEqual({ kind: 'never-signed-in' });
  });

  test('one whose code is being exchanged goes on when another environment wants the port', async () => {
    const other = environments.add({ address: 'https://q.example', label: 'Q', kind: 'other', colour: 'teal', confirmedIssuer: null });
    if (!other.ok) throw new Error(other.code);
    let finish: (exchange: Exchange) => void = () => undefined;
    held = new Promise((resolve) => (finish = resolve));
    const { answer } = await inBrowser();
    const token = idToken();
    browser.comeBack({ code: 'the-code', state: browser.asked('state') });
    await vi.waitFor(() => expect(network.requests).toHaveLength(1));
    const second = auth.signInWithBrowser(other.value.id);
    auth.cancelBrowser(other.value.id);
    expect(await second).toMatchObject({ signedIn: false });
    finish(tokenAnswer(ana, 'r', { id_token: token }));
    expect(await answer).toEqual({ signedIn: true, account: 'ana@x' });
  });

  test.each([
    ['signed in', { code: 'the-code' }, 1],
    ['denied', { error: 'access_denied' }, 1],
  ] as const)('the app comes to the front when the person is done there: %s', async (_, parameters, times) => {
    const { answer } = await inBrowser();
    expect(browser.cameForward).toBe(0);
    browser.comeBack({ ...parameters, state: browser.asked('state') });
    expect(browser.cameForward, 'before the tokens are asked for, which may take its time').toBe(times);
    await answer;
    expect(browser.cameForward).toBe(times);
  });

  test.each([
    ['is given up', () => auth.cancelBrowser(id)],
    ['takes too long', () => clock.pass(browserPatienceMs)],
  ])('the app stays where it is when the sign-in %s: the person is busy elsewhere', async (_, happens) => {
    const { answer } = await inBrowser();
    happens();
    await answer;
    expect(browser.cameForward).toBe(0);
  });

  test('a port that another program has is told before any browser opens', async () => {
    browser.isPortFree = false;
    expect(await auth.signInWithBrowser(id)).toEqual({ signedIn: false, trouble: 'port-taken' });
    expect(browser.opened).toEqual([]);
  });

  test('a system that opens no browser is told', async () => {
    browser.isThere = false;
    expect(await auth.signInWithBrowser(id)).toEqual({ signedIn: false, trouble: 'no-browser' });
    expect(browser.listening).toBe(0);
  });

  test('who gives up while the platform does not answer is not kept waiting, and no browser opens later', async () => {
    let tell: (answer: Awaited<ReturnType<Platform['metadata']>>) => void = () => undefined;
    metadata = () => new Promise((resolve) => (tell = resolve));
    const answer = auth.signInWithBrowser(id);
    auth.cancelBrowser(id);
    expect(await answer).toEqual({ signedIn: false, trouble: 'cancelled' });
    tell({ kind: 'metadata', issuer, clientId: 'kelvin-client' });
    await new Promise(setImmediate);
    expect(browser.opened).toEqual([]);
    expect(browser.listening).toBe(0);
  });

  test('one of another environment takes the place of the first: both come back to one port', async () => {
    const other = environments.add({ address: 'https://q.example', label: 'Q', kind: 'other', colour: 'teal', confirmedIssuer: null });
    if (!other.ok) throw new Error(other.code);
    metadata = (_, at) => Promise.resolve({ kind: 'metadata', issuer: `${at}/auth/realms/kelvin`, clientId: 'kelvin-client' });
    const { answer } = await inBrowser();
    const second = auth.signInWithBrowser(other.value.id);
    expect(await answer).toEqual({ signedIn: false, trouble: 'cancelled' });
    auth.cancelBrowser(id);
    await vi.waitFor(() => expect(browser.opened).toHaveLength(2));
    auth.cancelBrowser(other.value.id);
    expect(await second).toEqual({ signedIn: false, trouble: 'cancelled' });
    expect(browser.listening).toBe(0);
  });

  test('a second one takes the place of the first', async () => {
    const { answer } = await inBrowser();
    const second = auth.signInWithBrowser(id);
    expect(await answer).toEqual({ signedIn: false, trouble: 'cancelled' });
    auth.cancelBrowser(id);
    expect(await second).toEqual({ signedIn: false, trouble: 'cancelled' });
  });
});

describe('as a service account', () => {
  const client = { clientId: 'edge-app', clientSecret: 'the secret' };
  const token = (n: number): string => accessToken({ sub: 'sub-app', preferred_username: 'service-account-edge-app', jti: n, iat: 0, exp: 3600 });

  test('asks with the client and its secret, and knows itself by both names', async () => {
    answers.push(tokenAnswer(token(1), null));
    expect(await auth.signInAsService(id, client)).toEqual({ signedIn: true, account: 'service-account-edge-app' });
    expect(formOf(network.requests[0])).toMatchObject({
      grant_type: 'client_credentials', client_id: 'edge-app', client_secret: 'the secret',
    });
    expect(auth.account(id)?.names).toEqual(['service-account-edge-app', 'edge-app']);
  });

  test('renews with the same, and ends when the secret is good no more', async () => {
    answers.push(tokenAnswer(token(1), null), tokenAnswer(token(2), null));
    await auth.signInAsService(id, client);
    clock.pass(3_600_000);
    expect(await auth.token(id)).toMatchObject({ kind: 'token', accessToken: token(2) });
    answers.push(grantRefused('Invalid client or Invalid client credentials', 401, 'unauthorized_client'));
    expect(await auth.renew(id, token(2))).toEqual({ kind: 'sign-in', because: 'expired' });
    expect(JSON.stringify(database.db.prepare('SELECT * FROM sessions').all())).not.toContain('the secret');
  });

  test('a wrong secret is told as such', async () => {
    answers.push(grantRefused('Invalid client', 401, 'unauthorized_client'));
    expect(await auth.signInAsService(id, client)).toEqual({ signedIn: false, trouble: 'wrong-credentials' });
  });

  test('signing out forgets the secret', async () => {
    answers.push(tokenAnswer(token(1), null));
    await auth.signInAsService(id, client);
    await auth.signOut(id);
    expect(JSON.stringify(database.db.prepare('SELECT * FROM sessions').all())).not.toContain('the secret');
  });
});

describe('with a pasted token', () => {
  const pasted = accessToken({ sub: 'sub-ana', preferred_username: 'ana@x', iss: issuer, exp: Date.UTC(2026, 10, 24, 10) / 1000 });

  test('is used until it ends, shown with that end, and never renewed', async () => {
    expect(await auth.signInWithToken(id, `Bearer ${pasted}`)).toEqual({ signedIn: true, account: 'ana@x' });
    expect(auth.view(id)).toEqual({ kind: 'signed-in', account: 'ana@x', accountId: 1, until: Date.UTC(2026, 10, 24, 10), method: 'token' });
    expect(await auth.token(id)).toMatchObject({ kind: 'token', accessToken: pasted });
    clock.pass(3_600_000);
    expect(await auth.token(id)).toEqual({ kind: 'sign-in', because: 'expired' });
    expect(network.requests).toEqual([]);
  });

  test('is closed by a 401, without any try to renew it', async () => {
    await auth.signInWithToken(id, pasted);
    expect(await auth.renew(id, pasted)).toEqual({ kind: 'sign-in', because: 'expired' });
    expect(network.requests).toEqual([]);
  });

  test.each(['https://evil.example/auth/realms/kelvin', 'not an address'])('of another platform (%s) is shown to nobody', async (iss) => {
    const other = accessToken({ sub: 's', iss, exp: 4_000_000_000 });
    expect(await auth.signInWithToken(id, other)).toEqual({ signedIn: false, trouble: 'token-of-another' });
    expect(asked).toEqual([]);
  });

  test('that the platform refuses signs nobody in', async () => {
    me = { kind: 'refused' };
    expect(await auth.signInWithToken(id, pasted)).toEqual({ signedIn: false, trouble: 'token-refused' });
    expect(asked).toEqual([`${origin} ${pasted}`]);
  });

  test('offline it is taken as it is', async () => {
    me = { kind: 'unknown' };
    expect(await auth.signInWithToken(id, pasted)).toMatchObject({ signedIn: true });
  });
});
