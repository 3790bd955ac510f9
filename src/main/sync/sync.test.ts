import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillDisk } from '../../../tests/support/full-disk.ts';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import type { Access, Account, TokenAnswer } from '../auth/access.ts';
import type { Entry } from '../outbox/stored-entry.ts';
import type { ListOutcome, PlatformApi, WriteOutcome } from '../platform-api/platform-api.ts';
import { createSync, type Sync } from './sync.ts';

const a = 'env-a' as EnvironmentId;
const b = 'env-b' as EnvironmentId;
const environment = (id: EnvironmentId): Environment => ({
  id, origin: `https://${id}.example`, label: id, kind: 'production', colour: 'plum', addedAt: 0,
});

let bench: ReturnType<typeof openTestOutbox>;
let sync: Sync;
let asked: string[];
let isOnline: boolean;
let probe: (environmentId: EnvironmentId) => ListOutcome | Promise<ListOutcome>;
let renew: () => Promise<TokenAnswer>;
let create: (name: string, signal: AbortSignal | undefined) => WriteOutcome | Promise<WriteOutcome>;

const reached: ListOutcome = { kind: 'list', secrets: [], clockOffsetMs: 0 };
const done: WriteOutcome = { kind: 'done', sighting: null, clockOffsetMs: 0 };
const never = new Promise<never>(() => undefined);

beforeEach(() => {
  bench = openTestOutbox();
  bench.db
    .prepare('INSERT INTO environments (id, origin, label, kind, colour, added_at) VALUES (?, ?, ?, ?, ?, ?)')
    .run(b, 'https://env-b.example', 'Plant B', 'production', 'teal', 0);
  asked = [];
  isOnline = true;
  probe = () => reached;
  create = () => done;
  renew = () => Promise.resolve({ kind: 'sign-in', because: 'expired' });
  sync = createSync({
    log: bench.outbox.attempts,
    api: {
      probe: async ({ environmentId }: { environmentId: EnvironmentId }) => {
        asked.push(`probe ${environmentId}`);
        return probe(environmentId);
      },
      create: async (_target, name, _value, _deadlineMs, signal) => {
        asked.push(`create ${name}`);
        return create(name, signal);
      },
      list: async () => reached,
    } as Partial<PlatformApi> as PlatformApi,
    access,
    clock: bench.clock,
    random: () => 0.5,
    network: { mayBeOnline: () => isOnline },
    delivered: () => undefined,
    changed: () => undefined,
    opened: () => undefined,
    stumbled: () => undefined,
  });
});
afterEach(async () => {
  await Promise.race([sync.stop(), settled()]);
  bench.close();
});

const access: Access = {
  token: () => Promise.resolve({ kind: 'token', accessToken: 'token', account: account() }),
  renew: () => renew(),
  account: () => account(),
  isSignedIn: () => true,
  learnKrn: () => undefined,
};
function account(): Account {
  return { id: bench.accountId, issuer: '', subject: 'ana', name: 'ana', names: ['ana'], krn: 'krn:user:ana' };
}
/** Until everything that can go on without time passing has gone on: nothing here waits for anything real. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
function add(name: string, environmentId = a): EntryId {
  const given = bench.outbox.add({ ...bench.to, environmentId, origin: environment(environmentId).origin }, name, 'value');
  if (!given.ok) throw new Error(given.code);
  sync.look(environmentId);
  return given.value.entryId;
}
function state(id: EntryId): Entry['state']['kind'] | undefined {
  return bench.outbox.rows.byId(id)?.state.kind;
}

test('an environment that hangs holds up no other', async () => {
  probe = (environmentId) => (environmentId === a ? never : reached);
  for (const id of [a, b]) sync.attend(environment(id), null);
  const hung = add('in-a', a);
  const other = add('in-b', b);
  await settled();
  expect([state(hung), state(other)]).toEqual(['waiting', 'delivered']);
});

test('the gate of one environment shuts no other', async () => {
  for (const id of [a, b]) sync.attend(environment(id), null);
  await settled();
  sync.hear(a, { kind: 'throttled', ms: 60_000 });
  expect([sync.status(a).gate.kind, sync.status(b).gate.kind]).toEqual(['throttled', 'open']);
});

test('a link that comes up opens nothing: the platform itself must answer first', async () => {
  probe = () => ({ kind: 'no-answer', reason: 'timeout' });
  sync.attend(environment(a), null);
  const id = add('a');
  await settled();
  sync.linkCameUp();
  await settled();
  expect(sync.status(a).gate.kind).toBe('offline');
  expect(asked).toEqual(['probe env-a', 'probe env-a']);
  expect(state(id)).toBe('waiting');
});

test('a link that comes up does not shorten the wait that the platform asked for', async () => {
  create = () => ({ kind: 'throttled', retryAfterMs: 60_000, mayBeDone: false, clockOffsetMs: 0 });
  sync.attend(environment(a), null);
  add('a');
  await settled();
  sync.linkCameUp();
  await settled();
  expect(sync.status(a).gate.kind).toBe('throttled');
  expect(asked).toEqual(['probe env-a', 'create a']);
});

test('a probe whose token is renewed does not ask again where the platform asked to wait meanwhile', async () => {
  let renewed: (answer: TokenAnswer) => void = () => undefined;
  renew = () => new Promise((resolve) => { renewed = resolve; });
  sync.attend(environment(a), null);
  await settled();
  probe = () => ({ kind: 'unauthorized', clockOffsetMs: 0 });
  create = () => ({ kind: 'throttled', retryAfterMs: 60_000, mayBeDone: false, clockOffsetMs: 0 });
  bench.clock.pass(60_000);
  await settled();
  add('a');
  await settled();
  renewed({ kind: 'token', accessToken: 'renewed', account: account() });
  await settled();
  expect(sync.status(a).gate.kind).toBe('throttled');
  expect(asked).toEqual(['probe env-a', 'probe env-a', 'create a']);
});

test('a system that says there is no link is believed: nothing is asked', async () => {
  isOnline = false;
  sync.attend(environment(a), null);
  add('a');
  await settled();
  expect(asked).toEqual([]);
  expect(sync.status(a).gate).toMatchObject({ kind: 'offline', because: 'no-link' });
});

test('at most four requests of one environment are under way', async () => {
  create = () => never;
  sync.attend(environment(a), null);
  for (let nth = 0; nth < 9; nth++) add(`name-${nth}`);
  await settled();
  expect(bench.outbox.rows.counts(a)).toMatchObject({ sending: 4, waiting: 5 });
});

test('what is under way is broken off when the system goes to sleep', async () => {
  let wasBrokenOff = false;
  create = (_name, signal) => {
    signal?.addEventListener('abort', () => (wasBrokenOff = true));
    return never;
  };
  sync.attend(environment(a), null);
  add('a');
  await settled();
  sync.suspend();
  expect(wasBrokenOff).toBe(true);
});

test('an attempt that ends in a fault of our own is uncertain, not left in sending', async () => {
  create = () => {
    throw new Error('a fault of our own');
  };
  sync.attend(environment(a), null);
  const id = add('a');
  await settled();
  expect(state(id)).toBe('uncertain');
});

test('an answer is kept until the disk takes it: it is known to nobody else', async () => {
  const disk = fillDisk(bench.outbox.attempts, 'deliver');
  sync.attend(environment(a), null);
  const id = add('a');
  await settled();
  expect([state(id), sync.status(a).obstacle]).toEqual(['sending', 'disk-full']);
  disk.free();
  bench.clock.pass(5_000);
  await settled();
  expect([state(id), sync.status(a).obstacle]).toEqual(['delivered', null]);
  expect(asked).toEqual(['probe env-a', 'create a']);
});

test('what cannot be recorded is not sent', async () => {
  Object.assign(bench.outbox.attempts, {
    begin: () => {
      throw new SqliteDatabase.SqliteError('no room', 'SQLITE_FULL');
    },
  });
  sync.attend(environment(a), null);
  const id = add('a');
  await settled();
  expect(asked).toEqual(['probe env-a']);
  expect(state(id)).toBe('waiting');
  expect(sync.status(a).obstacle).toBe('disk-full');
});
