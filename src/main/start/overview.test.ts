import { expect, test } from 'vitest';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import type { Overview } from '../../shared/overview.ts';
import type { Gate, OutboxCounts, SyncStatus } from '../../shared/sync-status.ts';
import { overviewOf, watchOverview } from './overview.ts';

type Profile = NonNullable<Parameters<typeof overviewOf>[1]>;

const ready = { kind: 'ready', protection: { keychain: null, passphrase: { since: 0, checkedAt: null } } } as const;
const locked = { kind: 'locked', by: 'person', keychainToo: false, passphrase: true, sends: true } as const;
const signIn: Gate = { kind: 'sign-in', because: 'expired' };

function status(id: string, gate: Gate, counts: Partial<OutboxCounts>): SyncStatus {
  return {
    environmentId: id as EnvironmentId, gate, obstacle: null, lastExchangeAt: null, unclaimed: 0, foreign: [],
    forSignIn: gate.kind === 'sign-in' ? (counts.waiting ?? 0) + (counts.uncertain ?? 0) : 0,
    counts: { waiting: 0, sending: 0, uncertain: 0, needsAttention: 0, held: 0, ...counts },
  };
}

type Lines = Readonly<Record<string, ReadonlyMap<number | null, number>>>;

function profileOf(statuses: readonly SyncStatus[], { offline = false, lines = {} }: { offline?: boolean; lines?: Lines } = {}): Profile {
  const environments = statuses.map(({ environmentId }) => ({ id: environmentId, label: `Plant ${environmentId}` }) as Environment);
  return {
    environments: { list: () => environments },
    status: (id: EnvironmentId) => statuses.find(({ environmentId }) => environmentId === id),
    chosen: () => environments[0]?.id ?? null,
    workOffline: { isOff: offline },
    outbox: { rows: { inLineByAccount: (id: string) => lines[id] ?? new Map() } },
    auth: { account: () => ({ id: 1 }) },
    deliveries: () => 5,
  } as unknown as Profile;
}

test('it sums over all environments, and names those where something waits for a sign-in', () => {
  const profile = profileOf([
    status('a', { kind: 'open' }, { waiting: 2, sending: 1, needsAttention: 1 }),
    status('b', signIn, { waiting: 3, held: 1 }),
    status('c', signIn, {}),
  ]);
  expect(overviewOf(ready, profile)).toMatchObject({
    kind: 'open', chosen: 'a', delivered: 5, signIns: ['b'],
    counts: { waiting: 5, sending: 1, uncertain: 0, needsAttention: 1, held: 1 },
  });
});

test('what can be sent is the own account’s alone, and nothing behind a sign-in', () => {
  const lines = { a: new Map([[1, 2], [2, 4], [null, 8]]), b: new Map([[1, 16]]) };
  const statuses = [status('a', { kind: 'open' }, { waiting: 14 }), status('b', signIn, { waiting: 16 })];
  expect(overviewOf(ready, profileOf(statuses, { lines }))).toMatchObject({ sendable: 2, signIns: ['b'] });
});

test('while working offline nobody is asked to sign in, for that sends nothing', () => {
  expect(overviewOf(ready, profileOf([status('b', signIn, { waiting: 3 })], { offline: true }))).toMatchObject({ worksOffline: true, signIns: [] });
});

test('a locked app claims nothing, also where it goes on sending', () => {
  const profile = profileOf([status('a', { kind: 'open' }, { waiting: 2 })]);
  expect(overviewOf(locked, profile)).toEqual({ kind: 'closed', why: 'locked' });
  expect(overviewOf(ready, null)).toEqual({ kind: 'closed', why: 'starting' });
  expect(overviewOf({ kind: 'starting' }, null)).toEqual({ kind: 'closed', why: 'starting' });
  expect(overviewOf({ kind: 'choose-passphrase', keychainBackend: 'basic_text' }, null)).toEqual({ kind: 'closed', why: 'needs-you' });
});

test('many changes are told as one, and none where nothing is different', () => {
  const clock = new VirtualClock();
  const told: Overview[] = [];
  let reads = 0;
  let isLocked = true;
  const watch = watchOverview({
    clock,
    read: () => {
      reads += 1;
      return { kind: 'closed', why: isLocked ? 'locked' : 'starting' };
    },
    tell: (overview) => told.push(overview),
  });
  for (let change = 0; change < 1000; change++) watch.changed();
  clock.pass(250);
  expect([reads, told.length]).toEqual([1, 1]);
  watch.changed();
  clock.pass(250);
  expect([reads, told.length]).toEqual([2, 1]);
  isLocked = false;
  watch.changed();
  clock.pass(250);
  expect(told).toHaveLength(2);
});
