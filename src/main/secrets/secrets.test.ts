import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import type { Access, Account, TokenAnswer } from '../auth/access.ts';
import type { ListOutcome, PlatformApi } from '../platform-api/platform-api.ts';
import { createSecrets, type Secrets } from './secrets.ts';

let bench: ReturnType<typeof openTestOutbox>;
let secrets: Secrets;
let ana: Account;
let ben: Account;
let current: Account | null;
let tokens: (() => Promise<TokenAnswer>) | null;
/** Readings that wait for the platform, in order: whose token, and its answer. */
let readings: { readonly token: string; readonly answer: (outcome: ListOutcome) => void }[];
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
    list: ({ accessToken }) => new Promise((answer) => readings.push({ token: accessToken, answer })),
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
    names: { current: () => null, name: () => '' },
    originOf: () => 'https://plant-a.example',
    isReachable: () => true,
    heard: (_, outcome) => heard.push(outcome),
    changed: () => undefined,
  });
});
afterEach(() => bench.close());

const listOf = (...names: string[]): ListOutcome => ({
  kind: 'list',
  clockOffsetMs: null,
  secrets: names.map((name): PlatformSecret => ({ name, created: null, createdBy: null, updated: null, updatedBy: null })),
});
const shown = (): readonly string[] => secrets.list(bench.environmentId).secrets.map(({ name }) => name);
const settle = () => new Promise(setImmediate);

describe('reading the list anew', () => {
  test('happens once for all who ask for the same account', async () => {
    const both = [secrets.refresh(bench.environmentId), secrets.refresh(bench.environmentId)];
    await settle();
    expect(readings).toHaveLength(1);
    expect(secrets.list(bench.environmentId).refreshing).toBe(true);
    readings[0]?.answer(listOf('a'));
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(shown()).toEqual(['a']);
    expect(secrets.list(bench.environmentId).refreshing).toBe(false);
  });

  test('gives who signed in meanwhile a list of their own, and never the older account’s', async () => {
    const anas = secrets.refresh(bench.environmentId);
    await settle();
    current = ben;
    expect(secrets.list(bench.environmentId).refreshing).toBe(false);
    const bens = secrets.refresh(bench.environmentId);
    await settle();
    expect(readings.map((reading) => reading.token)).toEqual(['token-of-ana', 'token-of-ben']);
    readings[1]?.answer(listOf('bens'));
    expect(await bens).toBe(true);
    readings[0]?.answer(listOf('anas'));
    expect(await anas).toBe(false);
    expect(shown()).toEqual(['bens']);
    current = ana;
    expect(shown()).toEqual([]);
  });

  test('tells the gate nothing that an older account heard', async () => {
    const anas = secrets.refresh(bench.environmentId);
    await settle();
    current = ben;
    readings[0]?.answer({ kind: 'unauthorized', clockOffsetMs: null });
    expect(await anas).toBe(false);
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
    expect(await reading).toBe(true);
    expect(shown()).toEqual(['a']);

    const again = secrets.refresh(bench.environmentId);
    await settle();
    readings[2]?.answer(unauthorized);
    await settle();
    readings[3]?.answer(unauthorized);
    expect(await again).toBe(false);
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
      expect(await reading).toBe(false);
      expect(readings).toHaveLength(1);
    }
  });

  test('reads nothing with the token of who signed in while it was waited for', async () => {
    let tell: (answer: TokenAnswer) => void = () => undefined;
    tokens = () => new Promise((resolve) => (tell = resolve));
    const anas = secrets.refresh(bench.environmentId);
    tell(token(ben));
    expect(await anas).toBe(false);
    expect(readings).toEqual([]);
  });

  test('keeps nothing of an environment that was removed meanwhile', async () => {
    const late = secrets.refresh(bench.environmentId);
    await settle();
    current = null;
    bench.db.exec('DELETE FROM accounts; DELETE FROM environments');
    readings[0]?.answer(listOf('a'));
    expect(await late).toBe(false);
  });

  test('takes in what was delivered while it was read', async () => {
    const reading = secrets.refresh(bench.environmentId);
    await settle();
    const entry = { environmentId: bench.environmentId as EnvironmentId, accountId: ana.id, intent: 'create', name: 'new-key' };
    secrets.keep(entry as Parameters<Secrets['keep']>[0], null);
    readings[0]?.answer(listOf('a'));
    expect(await reading).toBe(true);
    expect(shown()).toEqual(['a', 'new-key']);
  });
});
