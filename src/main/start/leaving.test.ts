import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { jsonAnswer, noAnswer, scriptedNetwork, type ScriptedNetwork } from '../../../tests/support/exchanges.ts';
import { accessToken, formOf, tokenAnswer } from '../../../tests/support/issuer.ts';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { EntryId } from '../../shared/entry.ts';
import { createHandlers, type AppPort } from '../ipc/handlers.ts';
import type { Exchange, NetworkRequest } from '../system/network-port.ts';
import type { Receipts } from '../system/receipts.ts';
import { openProfile, type RunningProfile } from './open-profile.ts';

// Leaving an environment, through the requests that the window makes: nothing goes but what the person was shown.

const origin = 'https://plant-a.example';
const issuer = `${origin}/auth/realms/kelvin`;
const token = (user: string, sub = `sub-${user}`): string => accessToken({ sub, preferred_username: user, iat: 0, exp: 3600 });
const password = (userName: string) => ({ userName, password: 'pw', oneTimeCode: null });

let bench: ReturnType<typeof openTestOutbox>;
let network: ScriptedNetwork;
let profile: RunningProfile;
let settled: EntryId[];
let handlers: ReturnType<typeof createHandlers>;
let user: string;
let subject: string | undefined;

beforeEach(() => {
  bench = openTestOutbox();
  settled = [];
  user = 'ana';
  subject = undefined;
  network = scriptedNetwork(answerTo);
  const receipts: Receipts = {
    allGiven: () => undefined,
    given: () => undefined,
    changed: () => undefined,
    settled: (id) => void settled.push(id as EntryId),
    all: () => [],
    keepOnly: () => undefined,
  };
  profile = openProfile({
    db: bench.db,
    closeDatabase: () => undefined,
    clock: bench.clock,
    log: () => undefined,
    news: () => undefined,
    environmentsChanged: () => undefined,
    chose: () => undefined,
    preferences: { get: () => null, set: () => undefined },
    receipts,
    failed: (error) => {
      throw error;
    },
    openInBrowser: () => Promise.resolve(true),
    comeForward: () => undefined,
    appVersion: 'test',
    network: () => ({ ...network, close: () => Promise.resolve() }),
    development: null,
  });
  handlers = createHandlers({ profile: () => profile, proxyLogins: { askAgain: () => undefined } } as unknown as AppPort);
});
afterEach(async () => {
  await profile.close();
  bench.close();
});

/** A platform where anybody can sign in, and whose list is out of reach: nothing that waits is sent. */
function answerTo({ url }: NetworkRequest): Exchange {
  if (url === `${origin}/metadata`) return jsonAnswer(200, { authentication: { url: origin, path: 'auth', realm: 'kelvin' } });
  if (url.endsWith('/token')) return tokenAnswer(token(user, subject), `refresh-of-${user}`);
  if (url.endsWith('/logout')) return { kind: 'answer', status: 204, headers: {}, body: new Uint8Array() };
  return noAnswer('timeout');
}

const here = { get environmentId() { return bench.environmentId; } };
const open = (): EntryId[] => profile.outbox.rows.open(bench.environmentId).map(({ id }) => id);
const exists = (): boolean => profile.environments.get(bench.environmentId) !== null;
const logouts = (): NetworkRequest[] => network.requests.filter(({ url }) => url === `${issuer}/logout`);

function added(name: string, accountId = profile.auth.account(bench.environmentId)?.id ?? null): EntryId {
  const given = profile.outbox.add({ ...bench.to, accountId }, name, 'value');
  if (!given.ok) throw new Error(given.code);
  return given.value.entryId;
}

async function signedIn(as: string): Promise<number> {
  user = as;
  expect(await profile.auth.signIn(bench.environmentId, password(as))).toMatchObject({ signedIn: true });
  return profile.auth.account(bench.environmentId)?.id ?? 0;
}

/** Something happens while what is under way to the platform comes to its end. */
function meanwhile(happens: () => void): void {
  const { leave } = profile.sync;
  vi.spyOn(profile.sync, 'leave').mockImplementation(async (id) => {
    await leave(id);
    happens();
  });
}

describe('removing an environment', () => {
  const remove = (discard: readonly EntryId[]) => handlers['environments.remove']({ ...here, discard });

  test('takes what the person was shown with it, gives each its receipt, and tells the issuer afterwards', async () => {
    await signedIn('ana');
    const shown = [added('one'), added('two')];
    expect(await remove(shown)).toMatchObject({ ok: true });
    expect(exists()).toBe(false);
    expect(settled).toEqual(shown);
    await vi.waitFor(() => expect(logouts()).toHaveLength(1));
    expect(formOf(logouts()[0])).toMatchObject({ refresh_token: 'refresh-of-ana' });
  });

  test('loses nothing that was added after the question: it is refused, and all of it stays', async () => {
    await signedIn('ana');
    const shown = [added('one')];
    const later = added('two');
    const leave = vi.spyOn(profile.sync, 'leave');
    expect(await remove(shown)).toEqual({ ok: false, code: 'more-waits' });
    expect(leave, 'what is under way goes on').not.toHaveBeenCalled();
    expect(open()).toEqual([...shown, later]);
    expect(settled).toEqual([]);
    expect(profile.auth.isSignedIn(bench.environmentId)).toBe(true);
  });

  test('loses nothing that was added while it was left', async () => {
    await signedIn('ana');
    const shown = [added('one')];
    let later: EntryId | null = null;
    meanwhile(() => void (later = added('two')));
    const attend = vi.spyOn(profile, 'attend');
    expect(await remove(shown)).toEqual({ ok: false, code: 'more-waits' });
    expect(open()).toEqual([...shown, later]);
    expect(profile.auth.isSignedIn(bench.environmentId)).toBe(true);
    expect(logouts()).toEqual([]);
    expect(attend, 'what waits is sent again').toHaveBeenCalledOnce();
  });

  test('is refused where the person was shown nothing and something waits', async () => {
    added('one', null);
    expect(await remove([])).toEqual({ ok: false, code: 'environment-has-entries' });
  });

  test('does not mind what was delivered or discarded since the question', async () => {
    const shown = [added('one', null), added('two', null)];
    profile.outbox.discard(shown[0] as EntryId, true);
    expect(await remove(shown)).toMatchObject({ ok: true });
    expect(exists()).toBe(false);
  });

  test('happens as a whole or not at all', async () => {
    const shown = [added('one', null)];
    vi.spyOn(profile.environments, 'remove').mockReturnValue({ ok: false, code: 'environment-has-entries' });
    expect(await remove(shown)).toEqual({ ok: false, code: 'environment-has-entries' });
    expect(open()).toEqual(shown);
    expect(settled).toEqual([]);
  });

  test('twice at once removes it once, and nobody goes on with what is gone', async () => {
    const attend = vi.spyOn(profile, 'attend');
    expect(await Promise.all([remove([]), remove([])])).toEqual([{ ok: true, value: {} }, { ok: false, code: 'unknown-environment' }]);
    expect(attend).not.toHaveBeenCalled();
  });
});

describe('signing out with what waits', () => {
  const signOut = (discard: readonly EntryId[] | null) => handlers['session.sign-out']({ ...here, discard });

  test('discards exactly what the person was shown, and nothing of others', async () => {
    const bens = [added('bens', await signedIn('ben'))];
    const ana = await signedIn('ana');
    const shown = [added('one', ana)];
    expect(await signOut(shown)).toEqual({ ok: true, value: { reached: true } });
    expect(open()).toEqual(bens);
    expect(settled).toEqual(shown);
    expect(profile.auth.view(bench.environmentId).kind).toBe('signed-out');
  });

  test('keeps everything where the person said so', async () => {
    await signedIn('ana');
    const kept = [added('one')];
    expect(await signOut(null)).toMatchObject({ ok: true });
    expect(open()).toEqual(kept);
  });

  test.each(['before', 'while'])('does not happen where more was added %s it began: nobody agreed to lose that', async (when) => {
    const ana = await signedIn('ana');
    const shown = [added('one', ana)];
    let later: EntryId | null = null;
    const addLater = () => void (later = added('two', ana));
    if (when === 'before') addLater();
    else meanwhile(addLater);
    expect(await signOut(shown)).toEqual({ ok: false, code: 'more-waits' });
    expect(open()).toEqual([...shown, later]);
    expect(profile.auth.isSignedIn(bench.environmentId)).toBe(true);
  });

  test('does not happen where somebody else signed in meanwhile', async () => {
    const shown = [added('one', await signedIn('ana'))];
    const { leave } = profile.sync;
    vi.spyOn(profile.sync, 'leave').mockImplementation(async (id) => {
      await leave(id);
      await signedIn('ben');
    });
    expect(await signOut(shown)).toEqual({ ok: false, code: 'another-account' });
    expect(open()).toEqual(shown);
    expect(profile.auth.view(bench.environmentId)).toMatchObject({ kind: 'signed-in', account: 'ben' });
  });
});

describe('sending as somebody what was added before anybody signed in', () => {
  const claim = (accountId: number) => handlers['session.claim-entries']({ ...here, accountId });

  test('binds it to the account that the question named', async () => {
    const early = added('early', null);
    const ana = await signedIn('ana');
    expect(await claim(ana)).toEqual({ ok: true, value: { claimed: 1 } });
    expect(profile.outbox.rows.byId(early)?.accountId).toBe(ana);
  });

  test('binds nothing to who signed in after the question, though both are called the same', async () => {
    const early = added('early', null);
    const ana = await signedIn('ana');
    subject = 'another-ana';
    const other = await signedIn('ana');
    expect(other).not.toBe(ana);
    expect(await claim(ana)).toEqual({ ok: false, code: 'another-account' });
    expect(profile.outbox.rows.byId(early)?.accountId).toBeNull();
  });

  test('binds nothing once nobody is signed in', async () => {
    added('early', null);
    const ana = await signedIn('ana');
    await profile.auth.signOut(bench.environmentId);
    expect(await claim(ana)).toEqual({ ok: false, code: 'another-account' });
  });
});
