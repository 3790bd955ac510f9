import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSyncBench } from '../support/sync-bench.ts';

// Found by tests/faults/model: a clock that is set while the disk is full.

let bench: Awaited<ReturnType<typeof openSyncBench>>;
beforeEach(async () => {
  bench = await openSyncBench();
});
afterEach(() => bench.end());

const full = (): never => {
  throw new SqliteDatabase.SqliteError('no room', 'SQLITE_FULL');
};
const hours = 3_600_000;

test('a clock that is set back while the disk is full keeps nothing waiting for the old time', async () => {
  const { forgetDelays } = bench.outbox.attempts;
  await bench.control.fault({ kind: 'status', status: 500, target: 'api', operation: 'create', count: 1 });
  bench.start();
  const id = bench.add('demosecret');
  await bench.until(() => bench.entry(id).looks === 1);
  await bench.untilQuiet();
  let isFull = true;
  Object.assign(bench.outbox.attempts, { forgetDelays: (...given: Parameters<typeof forgetDelays>) => (isFull ? full() : forgetDelays(...given)) });
  bench.clock.setWall(bench.clock.now() - 5 * hours);
  bench.look();
  expect(bench.stumbles).toHaveLength(1);
  isFull = false;
  await bench.until(() => {
    bench.clock.pass(1_000);
    return bench.entry(id).state.kind !== 'uncertain' || bench.clock.monotonic() > 600_000;
  });
  expect(bench.entry(id).state.kind).not.toBe('uncertain');
});

test('the next try after the disk refused comes in time although the clock was set back meanwhile', async () => {
  const { begin } = bench.outbox.attempts;
  let isFull = true;
  Object.assign(bench.outbox.attempts, { begin: (...given: Parameters<typeof begin>) => (isFull ? full() : begin(...given)) });
  bench.start();
  const id = bench.add('demosecret');
  await bench.until(() => bench.stumbles.length > 0);
  isFull = false;
  bench.clock.setWall(bench.clock.now() - 5 * hours);
  await bench.until(() => {
    bench.clock.pass(1_000);
    return bench.entry(id).attempts > 0 || bench.clock.monotonic() > 600_000;
  });
  expect(bench.entry(id).attempts).toBeGreaterThan(0);
});
