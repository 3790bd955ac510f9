import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSyncBench } from '../support/sync-bench.ts';

// Found by tests/faults/model: a clock that is set while the disk is full, or while the platform asks to wait.

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

test('a wait that the platform asked for after the clock was set back is not cut by it when the disk is full', async () => {
  const { clockSetBack } = bench.outbox.attempts;
  let refusals = 1;
  Object.assign(bench.outbox.attempts, {
    clockSetBack: (...given: Parameters<typeof clockSetBack>) => (refusals-- > 0 ? full() : clockSetBack(...given)),
  });
  await bench.control.fault({ kind: 'status', status: 503, retryAfter: 60, target: 'api', operation: 'list', count: 1 });
  bench.clock.setWall(bench.clock.now() - 5 * hours);
  bench.start();
  await bench.until(() => bench.gate().kind === 'throttled');
  await bench.until(() => {
    bench.clock.pass(1_000);
    return bench.gate().kind === 'open';
  });
  expect(bench.clock.monotonic()).toBeGreaterThanOrEqual(60_000);
});

test('a clock that is set back by a fraction of a millisecond as well is no trouble in the app', async () => {
  await bench.control.fault({ kind: 'status', status: 429, retryAfter: 60, target: 'api', operation: 'create', count: 1 });
  bench.start();
  const id = bench.add('demosecret');
  await bench.until(() => bench.gate().kind === 'throttled');
  await bench.untilQuiet();
  const { clock } = bench;
  const monotonic = clock.monotonic.bind(clock);
  Object.assign(clock, { monotonic: () => monotonic() + 0.3 });
  clock.setWall(clock.now() - 5 * hours);
  await bench.until(() => {
    clock.pass(1_000);
    return bench.entry(id).state.kind === 'delivered' || clock.monotonic() > 600_000;
  });
  expect(bench.entry(id).state.kind).toBe('delivered');
  expect(clock.monotonic()).toBeGreaterThanOrEqual(60_000);
  expect(bench.stumbles).toEqual([]);
});

test('a look that could not be recorded is due by the clock of the moment in which it is', async () => {
  const { postpone } = bench.outbox.attempts;
  let isFull = true;
  Object.assign(bench.outbox.attempts, { postpone: (...given: Parameters<typeof postpone>) => (isFull ? full() : postpone(...given)) });
  bench.start();
  await bench.until(() => bench.gate().kind === 'open');
  await bench.control.fault({ kind: 'reset-after-commit', target: 'api', operation: 'create', count: 1 });
  await bench.control.fault({ kind: 'status', status: 500, target: 'api', operation: 'list', count: 1 });
  const id = bench.add('demosecret');
  await bench.until(() => bench.stumbles.length > 0);
  isFull = false;
  bench.clock.setWall(bench.clock.now() - 5 * hours);
  await bench.until(() => {
    bench.clock.pass(1_000);
    return bench.entry(id).state.kind === 'delivered' || bench.clock.monotonic() > 600_000;
  });
  expect(bench.entry(id).state.kind).toBe('delivered');
});
