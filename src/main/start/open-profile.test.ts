import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { EntryId } from '../../shared/entry.ts';
import { createEnvironments } from '../environments/environments.ts';
import type { Receipt, Receipts } from '../system/receipts.ts';
import { openProfile, type RunningProfile } from './open-profile.ts';

let bench: ReturnType<typeof openTestOutbox>;
let kept: readonly Receipt[];
let profile: RunningProfile | null;
let choices: number;
beforeEach(() => {
  bench = openTestOutbox();
  kept = [];
  profile = null;
  choices = 0;
});
afterEach(async () => {
  await profile?.close();
  bench.close();
});

const receipts: Receipts = {
  allGiven: () => undefined,
  given: () => undefined,
  changed: () => undefined,
  settled: () => undefined,
  all: () => kept,
  keepOnly: (receipts) => {
    kept = receipts;
  },
};

const given = (id: string, at: number): Receipt => ({ id, at, changes: [], settledAt: null });

/** What a start does with a profile's database, where the system says that there is no link. */
function start(): RunningProfile {
  profile = openProfile({
    db: bench.db,
    closeDatabase: () => undefined,
    clock: bench.clock,
    log: () => undefined,
    news: () => undefined,
    environmentsChanged: () => undefined,
    chose: () => {
      choices += 1;
    },
    preferences: { get: () => null, set: () => undefined },
    receipts,
    failed: () => undefined,
    openInBrowser: () => Promise.resolve(false),
    comeForward: () => undefined,
    appVersion: 'test',
    network: () => ({
      exchange: () => Promise.resolve({ kind: 'no-answer', reason: 'no-link', nothingWasSent: true }),
      mayBeOnline: () => false,
      close: () => Promise.resolve(),
    }),
    development: null,
  });
  return profile;
}

function added(name = 'plc-key'): EntryId {
  const given = bench.outbox.add(bench.to, name, 'value');
  if (!given.ok) throw new Error(given.code);
  return given.value.entryId;
}

test('what a stopped app left in sending is uncertain before anything looks at it', () => {
  const id = added();
  const [waiting] = bench.outbox.rows.open();
  if (waiting === undefined || bench.outbox.attempts.begin(waiting, 30_000, 0) === null) throw new Error('not begun');
  const { outbox } = start();
  expect(outbox.rows.byId(id)).toMatchObject({ state: { kind: 'uncertain' }, lastOutcome: 'app-was-stopped' });
});

test('what was acknowledged and is not here any more is told once, and what is here has a receipt', () => {
  const id = added();
  kept = [given(id, 1), given('gone', 2)];
  expect(start().incidents.unread()).toMatchObject([{ kind: 'missing', count: 1, since: 2, until: 2 }]);
  expect(kept).toEqual([given(id, bench.clock.now())]);
});

test('what is here as it was before its last change is on hold from the start on', () => {
  const id = added();
  kept = [{ ...given(id, 1), changes: [{ count: 1, at: 3 }] }];
  const { incidents, outbox } = start();
  expect(incidents.unread()).toMatchObject([{ kind: 'missing', count: 1, since: 3, until: 3, gone: 0, onHold: 1 }]);
  expect(outbox.rows.byId(id)?.heldAt).toBe(bench.clock.now());
  expect(kept).toMatchObject([{ id, changes: [{ count: 1, at: 3 }], settledAt: null }]);
});

test('what ended in an environment that was removed is not missed', async () => {
  const id = added();
  kept = [given(id, 1)];
  const { environments, outbox, changed } = start();
  outbox.discard(id, true);
  expect(environments.remove(bench.environmentId).ok).toBe(true);
  changed(bench.environmentId);
  await profile?.close();
  expect(start().incidents.unread()).toEqual([]);
});

test('what went with its environment is not missed where the app was killed before its receipts were written', async () => {
  const [discarded, ended] = [added(), added('another')];
  kept = [given(discarded, 1), given(ended, 2), given('gone', 3)];
  bench.outbox.discard(ended, true);
  const environments = createEnvironments({ db: bench.db, clock: bench.clock, allowHttpLoopback: false });
  const { environmentId } = bench;
  // The commit, and nothing of what follows it.
  const asked = { environmentId, shown: [discarded] };
  expect(bench.outbox.discardShown(asked, () => environments.remove(environmentId)).ok).toBe(true);
  expect(start().incidents.unread()).toMatchObject([{ kind: 'missing', count: 1, since: 3, until: 3 }]);
  const settledAt = bench.clock.now();
  expect(kept).toEqual([{ ...given(discarded, 1), settledAt }, { ...given(ended, 2), settledAt }]);
});

test('nor where the receipts of before come back, for a month', async () => {
  const old = [given(added(), 1)];
  const { outbox, environments } = start();
  outbox.discardShown({ environmentId: bench.environmentId, shown: old.map(({ id }) => id as EntryId) }, () => environments.remove(bench.environmentId));
  const restart = async (): Promise<readonly unknown[]> => {
    await profile?.close();
    kept = old;
    return start().incidents.unread();
  };
  expect(await restart()).toEqual([]);
  bench.clock.pass(30 * 24 * 60 * 60_000 + 1);
  expect(await restart()).toEqual([]);
  expect(bench.db.prepare('SELECT * FROM removed_entries').all()).toEqual([]);
});

test('a start at which nothing is missing tells nothing', () => {
  kept = [given(added(), 1)];
  expect(start().incidents.unread()).toEqual([]);
});

test('what a discard kept for its undo is erased when nobody can take it back any more', async () => {
  const keptValues = (): number => bench.db.prepare<[], { many: number }>('SELECT COUNT(*) AS many FROM kept_discards').get()?.many ?? 0;
  const discard = (running: RunningProfile): EntryId => {
    const id = added();
    running.discarded(running.outbox.changeMany([id], 'discard', false).undoable);
    return id;
  };
  // A kill left it: the next start erases it.
  discard(start());
  expect(keptValues()).toBe(1);
  bench.clock.pass(1_000);
  const second = start();
  expect(keptValues()).toBe(0);

  // Time passes, and no page says that its offer has gone.
  discard(second);
  bench.clock.pass(9 * 60_000);
  expect(keptValues()).toBe(1);
  bench.clock.pass(2 * 60_000);
  expect(keptValues()).toBe(0);

  // The window is locked while sending goes on; the profile is closed.
  discard(second);
  second.forgetDiscards();
  expect(keptValues()).toBe(0);
  const last = discard(second);
  await second.close();
  expect(keptValues()).toBe(0);
  expect(bench.outbox.rows.byId(last)?.state.kind).toBe('discarded');
});

test('that another environment was chosen is told also where its platform cannot be reached', () => {
  start().choose(bench.to.environmentId);
  expect(choices).toBe(1);
});
