import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { Receipt, Receipts } from '../system/receipts.ts';
import { openProfile, type RunningProfile } from './open-profile.ts';

let bench: ReturnType<typeof openTestOutbox>;
let outstanding: readonly Receipt[];
let profile: RunningProfile | null;
beforeEach(() => {
  bench = openTestOutbox();
  outstanding = [];
  profile = null;
});
afterEach(async () => {
  await profile?.close();
  bench.close();
});

const receipts: Receipts = {
  given: () => undefined,
  settled: () => undefined,
  outstanding: () => outstanding,
  keepOnly: (kept) => {
    outstanding = kept;
  },
};

/** What a start does with a profile's database, where the system says that there is no link. */
function start(): RunningProfile {
  profile = openProfile({
    db: bench.db,
    closeDatabase: () => undefined,
    clock: bench.clock,
    log: () => undefined,
    news: () => undefined,
    environmentsChanged: () => undefined,
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

function added(): EntryId {
  const given = bench.outbox.add(bench.to, 'plc-key', 'value');
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
  outstanding = [{ id, at: 1 }, { id: 'gone', at: 2 }];
  expect(start().incidents.unread()).toMatchObject([{ kind: 'missing', count: 1, since: 2, until: 2 }]);
  expect(outstanding).toEqual([{ id, at: bench.clock.now() }]);
});

test('a start at which nothing is missing tells nothing', () => {
  outstanding = [{ id: added(), at: 1 }];
  expect(start().incidents.unread()).toEqual([]);
});
