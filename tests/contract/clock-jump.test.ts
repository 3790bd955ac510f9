import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillDisk } from '../support/full-disk.ts';
import { openSyncBench } from '../support/sync-bench.ts';

// Found by tests/faults/model: a clock that is set while the disk is full, or while the platform asks to wait.

let bench: Awaited<ReturnType<typeof openSyncBench>>;
beforeEach(async () => {
  bench = await openSyncBench();
});
afterEach(() => bench.end());

const hours = 3_600_000;

test('a clock that is set back while the disk is full keeps nothing waiting for the old time', async () => {
  await bench.control.fault({ kind: 'status', status: 500, target: 'api', operation: 'create', count: 1 });
  bench.start();
  const id = bench.add('demosecret');
  await bench.until(() => bench.entry(id).looks === 1);
  await bench.untilQuiet();
  const disk = fillDisk(bench.outbox.attempts, 'forgetDelays');
  bench.clock.setWall(bench.clock.now() - 5 * hours);
  bench.look();
  expect(bench.stumbles).toHaveLength(1);
  disk.free();
  await bench.until(() => {
    bench.clock.pass(1_000);
    return bench.entry(id).state.kind !== 'uncertain' || bench.clock.monotonic() > 600_000;
  });
  expect(bench.entry(id).state.kind).not.toBe('uncertain');
});

test('the next try after the disk refused comes in time although the clock was set back meanwhile', async () => {
  const disk = fillDisk(bench.outbox.attempts, 'begin');
  bench.start();
  const id = bench.add('demosecret');
  await bench.until(() => bench.stumbles.length > 0);
  disk.free();
  bench.clock.setWall(bench.clock.now() - 5 * hours);
  await bench.until(() => {
    bench.clock.pass(1_000);
    return bench.entry(id).attempts > 0 || bench.clock.monotonic() > 600_000;
  });
  expect(bench.entry(id).attempts).toBeGreaterThan(0);
});

test('a wait that the platform asked for after the clock was set back is not cut by it when the disk is full', async () => {
  await bench.control.fault({ kind: 'status', status: 503, retryAfter: 60, target: 'api', operation: 'create', count: 1 });
  bench.start();
  await bench.until(() => bench.gate().kind === 'open');
  fillDisk(bench.outbox.attempts, 'clockSetBack', 1);
  const id = bench.add('demosecret');
  // Nothing of the network runs between these: the clock is set while the request is under way.
  while (bench.entry(id).state.kind !== 'sending') await Promise.resolve();
  bench.clock.setWall(bench.clock.now() - 5 * hours);
  await bench.until(() => bench.gate().kind === 'throttled');
  const asked = bench.clock.monotonic();
  await bench.until(() => {
    bench.clock.pass(1_000);
    return bench.gate().kind === 'open';
  });
  expect(bench.stumbles).toHaveLength(1);
  expect(bench.clock.monotonic() - asked).toBeGreaterThanOrEqual(60_000);
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
  const disk = fillDisk(bench.outbox.attempts, 'postpone');
  bench.start();
  await bench.until(() => bench.gate().kind === 'open');
  await bench.control.fault({ kind: 'reset-after-commit', target: 'api', operation: 'create', count: 1 });
  await bench.control.fault({ kind: 'status', status: 500, target: 'api', operation: 'list', count: 1 });
  const id = bench.add('demosecret');
  await bench.until(() => bench.stumbles.length > 0);
  disk.free();
  bench.clock.setWall(bench.clock.now() - 5 * hours);
  await bench.until(() => {
    bench.clock.pass(1_000);
    return bench.entry(id).state.kind === 'delivered' || bench.clock.monotonic() > 600_000;
  });
  expect(bench.entry(id).state.kind).toBe('delivered');
});
