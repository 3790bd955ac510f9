import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import type { Access, Account, TokenAnswer } from '../auth/access.ts';
import type { ListOutcome, PlatformApi } from '../platform-api/platform-api.ts';
import { createSecrets, type Secrets } from './secrets.ts';

interface Reading {
  readonly token: string;
  readonly answer: (outcome: ListOutcome) => void;
  readonly page: (...names: string[]) => void;
  readonly signal: AbortSignal | undefined;
}

let bench: ReturnType<typeof openTestOutbox>;
let secrets: Secrets;
let ana: Account;
let ben: Account;
let current: Account | null;
let tokens: (() => Promise<TokenAnswer>) | null;
/** Readings that wait for the platform, in order: whose token, and its answer. */
let readings: Reading[];
let heard: ListOutcome[];
/** What a renewal answers, and the tokens that were renewed. */
let renewal: TokenAnswer;
let renewed: string[];

const account = (name: string): Account => ({
  id: bench.account(name), issuer: 'i', subject: name, name, names: [name], krn: null,
});
const token = (of: Account): TokenAnswer => ({ kind: 'token', accessToken: `token-of-${of.name}`, account: of });

beforeEach(() => {
  bench = openTestOutbox();
  [ana, ben] = [account('ana'), account('ben')];
  current = ana;
  tokens = null;
  readings = [];
  heard = [];
  renewal = { kind: 'sign-in', because: 'expired' };
  renewed = [];
  const api: Pick<PlatformApi, 'list'> = {
    list: ({ accessToken }, _search, signal, onPage) =>
      new Promise((resolve) => {
        const page = (...names: string[]): void => onPage?.(names.map(named));
        const answer = (outcome: ListOutcome): void => {
          if (outcome.kind === 'list') onPage?.(outcome.secrets);
          resolve(outcome);
        };
        signal?.addEventListener('abort', () => resolve({ kind: 'no-answer', reason: 'aborted' }));
        readings.push({ token: accessToken, answer, page, signal });
      }),
  };
  const access: Pick<Access, 'account' | 'token' | 'renew'> = {
    account: () => current,
    token: () => tokens?.() ?? Promise.resolve(current === null ? { kind: 'sign-in', because: 'signed-out' } : token(current)),
    renew: (_, rejected) => {
      renewed.push(rejected);
      return Promise.resolve(renewal);
    },
  };
  secrets = createSecrets({
    db: bench.db,
    clock: bench.clock,
    rows: bench.outbox.rows,
    api: api as PlatformApi,
    access: access as Access,
    originOf: () => 'https://plant-a.example',
    isReachable: () => true,
    heard: (_, outcome) => heard.push(outcome),
    changed: () => undefined,
  });
});
afterEach(() => bench.close());

const named = (name: string): PlatformSecret => ({ name, created: null, createdBy: null, updated: null, updatedBy: null });
const listOf = (...names: string[]): ListOutcome => ({
  kind: 'list',
  clockOffsetMs: null,
  secrets: names.map(named),
});
const list = (since: string | null = null) => secrets.list(bench.environmentId, since);
const shown = (): readonly string[] => list().secrets.names;
const settle = () => new Promise(setImmediate);

describe('reading the list anew', () => {
  test('happens once for all who ask for the same account', async () => {
    const both = [secrets.refresh(bench.environmentId), secrets.refresh(bench.environmentId)];
    await settle();
    expect(readings).toHaveLength(1);
    expect(list().reading).toBe(0);
    readings[0]?.answer(listOf('a'));
    expect(await Promise.all(both)).toEqual(['read', 'read']);
    expect(shown()).toEqual(['a']);
    expect(list().reading).toBeNull();
  });

  test('gives who signed in meanwhile a list of their own, and never the older account’s', async () => {
    const anas = secrets.refresh(bench.environmentId);
    await settle();
    current = ben;
    expect(list().reading).toBeNull();
    const bens = secrets.refresh(bench.environmentId);
    await settle();
    expect(readings.map((reading) => reading.token)).toEqual(['token-of-ana', 'token-of-ben']);
    readings[1]?.answer(listOf('bens'));
    expect(await bens).toBe('read');
    readings[0]?.answer(listOf('anas'));
    expect(await anas).toBe('not-read');
    expect(shown()).toEqual(['bens']);
    current = ana;
    expect(shown()).toEqual([]);
  });

  test('tells the gate nothing that an older account heard', async () => {
    const anas = secrets.refresh(bench.environmentId);
    await settle();
    current = ben;
    readings[0]?.answer({ kind: 'unauthorized', clockOffsetMs: null });
    expect(await anas).toBe('not-read');
    expect(heard).toEqual([]);
    expect(renewed).toEqual([]);
  });

  test('renews a token that is good no more, once, and asks again', async () => {
    const unauthorized = { kind: 'unauthorized', clockOffsetMs: null } as const;
    renewal = { kind: 'token', accessToken: 'renewed', account: ana };
    const reading = secrets.refresh(bench.environmentId);
    await settle();
    readings[0]?.answer(unauthorized);
    await settle();
    expect(readings.map((one) => one.token)).toEqual(['token-of-ana', 'renewed']);
    readings[1]?.answer(listOf('a'));
    expect(await reading).toBe('read');
    expect(shown()).toEqual(['a']);

    const again = secrets.refresh(bench.environmentId);
    await settle();
    readings[2]?.answer(unauthorized);
    await settle();
    readings[3]?.answer(unauthorized);
    expect(await again).toBe('not-read');
    expect(renewed).toEqual(['token-of-ana', 'token-of-ana']);
    expect(shown()).toEqual(['a']);
  });

  test('is over where the token cannot be renewed, or is somebody else’s by then', async () => {
    for (const answer of [renewal, token(ben)]) {
      renewal = answer;
      readings = [];
      const reading = secrets.refresh(bench.environmentId);
      await settle();
      readings[0]?.answer({ kind: 'unauthorized', clockOffsetMs: null });
      expect(await reading).toBe('not-read');
      expect(readings).toHaveLength(1);
    }
  });

  test('reads nothing with the token of who signed in while it was waited for', async () => {
    let tell: (answer: TokenAnswer) => void = () => undefined;
    tokens = () => new Promise((resolve) => (tell = resolve));
    const anas = secrets.refresh(bench.environmentId);
    tell(token(ben));
    expect(await anas).toBe('not-read');
    expect(readings).toEqual([]);
  });

  test('keeps nothing of an environment that was removed meanwhile', async () => {
    const late = secrets.refresh(bench.environmentId);
    await settle();
    current = null;
    bench.db.exec('DELETE FROM accounts; DELETE FROM environments');
    readings[0]?.answer(listOf('a'));
    expect(await late).toBe('not-read');
  });

  test('takes in what was delivered while it was read', async () => {
    const reading = secrets.refresh(bench.environmentId);
    await settle();
    const entry = { environmentId: bench.environmentId as EnvironmentId, accountId: ana.id, intent: 'create', name: 'new-key' };
    secrets.keep(entry as Parameters<Secrets['keep']>[0], null);
    readings[0]?.answer(listOf('a'));
    expect(await reading).toBe('read');
    expect(shown()).toEqual(['a', 'new-key']);
  });
});

describe('a list of many pages', () => {
  const pages = async (): Promise<Reading> => {
    await settle();
    const reading = readings.at(-1);
    if (reading === undefined) throw new Error('Nothing is read.');
    return reading;
  };
  const readWhole = async (...names: string[]): Promise<void> => {
    const reading = secrets.refresh(bench.environmentId);
    (await pages()).answer(listOf(...names));
    await reading;
  };
  const brokenOff: ListOutcome = { kind: 'no-answer', reason: 'broken-off' };

  test('tells how far it is while it is read', async () => {
    const reading = secrets.refresh(bench.environmentId);
    const { page, answer } = await pages();
    page('a', 'b');
    expect(list().reading).toBe(2);
    page('b', 'c');
    expect(list().reading).toBe(3);
    answer(listOf('d'));
    await reading;
    expect(list().reading).toBeNull();
    expect(list().brokeOff).toBeNull();
  });

  test('that was never read whole shows what is known, and does not say that it is complete', async () => {
    const reading = secrets.refresh(bench.environmentId);
    const { page, answer } = await pages();
    page('a', 'b');
    expect(shown()).toEqual(['a', 'b']);
    answer(brokenOff);
    expect(await reading).toBe('not-read');
    expect(list()).toMatchObject({ refreshedAt: null, brokeOff: { count: 2, cancelled: false } });
    expect(shown()).toEqual(['a', 'b']);
  });

  test('that broke off takes the place of nothing in a complete one', async () => {
    await readWhole('a', 'z');
    const { refreshedAt } = list();
    const reading = secrets.refresh(bench.environmentId);
    const { page, answer } = await pages();
    page('b', 'c');
    expect(shown()).toEqual(['a', 'z']);
    answer(brokenOff);
    expect(await reading).toBe('not-read');
    expect(shown()).toEqual(['a', 'z']);
    expect(list()).toMatchObject({ refreshedAt, brokeOff: { count: 2 } });
  });

  test('is complete again when it was read to its end: what is gone is gone', async () => {
    const first = secrets.refresh(bench.environmentId);
    const broken = await pages();
    broken.page('a', 'gone-meanwhile');
    broken.answer(brokenOff);
    await first;
    await readWhole('a', 'b');
    expect(shown()).toEqual(['a', 'b']);
    expect(list().brokeOff).toBeNull();
    expect(list().refreshedAt).not.toBeNull();
  });

  test('is read no further when the person cancels it, and nothing is heard of the platform', async () => {
    await readWhole('a');
    heard = [];
    const reading = secrets.refresh(bench.environmentId);
    const { page, signal } = await pages();
    page('b');
    secrets.cancelRefresh(bench.environmentId);
    expect(signal?.aborted).toBe(true);
    expect(await reading).toBe('cancelled');
    expect(heard).toEqual([]);
    expect(shown()).toEqual(['a']);
    expect(list()).toMatchObject({ reading: null, brokeOff: { count: 1, cancelled: true } });
    page('late');
    expect(shown()).toEqual(['a']);
  });

  test('that had not begun to come did not break off in the middle', async () => {
    const reading = secrets.refresh(bench.environmentId);
    (await pages()).answer(brokenOff);
    await reading;
    expect(list().brokeOff).toBeNull();
  });

  test('gives up at the next page for an account that is not signed in any more', async () => {
    const reading = secrets.refresh(bench.environmentId);
    const { page, signal } = await pages();
    current = ben;
    page('a');
    expect(signal?.aborted).toBe(true);
    expect(await reading).toBe('not-read');
    current = ana;
    expect(shown()).toEqual([]);
  });

  test('is read no further when the app locks: its database is about to be closed', async () => {
    const reading = secrets.refresh(bench.environmentId);
    const { signal } = await pages();
    secrets.stop();
    expect(signal?.aborted).toBe(true);
    expect(await reading).toBe('not-read');
  });

  test('writes nothing of what did not change', async () => {
    await readWhole('a', 'b');
    const mark = list().mark;
    const changes = (): unknown => bench.db.prepare('SELECT total_changes()').pluck().get();
    const before = changes();
    await readWhole('a', 'b');
    expect(Number(changes()) - Number(before)).toBe(1);
    expect(list(mark)).toMatchObject({ whole: false, gone: [], secrets: { names: [] } });
  });

  test('tells who has read it only what changed since', async () => {
    await readWhole('a', 'b');
    const { mark, whole } = list();
    expect(whole).toBe(true);
    await readWhole('b', 'c');
    const next = list(mark);
    expect(next).toMatchObject({ whole: false, gone: ['a'], secrets: { names: ['c'] } });
    expect(list(next.mark)).toMatchObject({ whole: false, gone: [], secrets: { names: [] } });
  });

  test.each(['', 'of-another-opening/1/0', 'x'])('is told whole for the mark %j, which says nothing here', async (mark) => {
    await readWhole('a');
    expect(list(mark)).toMatchObject({ whole: true, secrets: { names: ['a'] } });
  });

  test('is told whole to another account than the one that the mark was given to', async () => {
    await readWhole('a');
    const { mark } = list();
    current = ben;
    expect(list(mark)).toMatchObject({ whole: true, secrets: { names: [] } });
  });

  test('is told whole to who missed more changes than are remembered', async () => {
    await readWhole('a');
    const { mark } = list();
    await readWhole(...Array.from({ length: 6_000 }, (_, nth) => `s${nth}`));
    expect(list(mark).whole).toBe(true);
  });

  test('forgets what changed long ago before what changed just now', async () => {
    await readWhole('a');
    const early = list().mark;
    const names = Array.from({ length: 4_000 }, (_, nth) => `s${String(nth).padStart(4, '0')}`);
    await readWhole(...names);
    const late = list().mark;
    await readWhole(...names, ...names.slice(0, 2_000).map((name) => `${name}-more`));
    expect(list(early).whole).toBe(true);
    expect(list(late)).toMatchObject({ whole: false });
    expect(list(late).secrets.names).toHaveLength(2_000);
  });

  test('keeps who created a secret whose new value was confirmed without telling more', async () => {
    const known: PlatformSecret = { name: 'a', created: '2026-01-01T00:00:00Z', createdBy: 'krn:user:ana', updated: null, updatedBy: null };
    const reading = secrets.refresh(bench.environmentId);
    (await pages()).answer({ kind: 'list', clockOffsetMs: null, secrets: [known] });
    await reading;
    const entry = { environmentId: bench.environmentId as EnvironmentId, accountId: ana.id, intent: 'replace', name: 'a' };
    secrets.keep(entry as Parameters<Secrets['keep']>[0], null);
    expect(list().secrets).toMatchObject({ created: ['2026-01-01T00:00:00Z'], people: ['krn:user:ana'], updated: [null] });
  });
});
