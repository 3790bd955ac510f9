import { afterEach, beforeEach, expect, it } from 'vitest';
import { fillDisk } from '../support/full-disk.ts';
import { openSyncBench } from '../support/sync-bench.ts';

// What the model-based test (tests/faults/model) found, each as one plain story.

let bench: Awaited<ReturnType<typeof openSyncBench>>;
beforeEach(async () => {
  bench = await openSyncBench();
});
afterEach(() => bench.end());

it('sends no replace that was still looking when the platform said "wait"', async () => {
  await bench.control.createSecret('shared-key', 'theirs');
  const there = await bench.control.secret('shared-key');
  bench.start();
  await bench.untilGate('open');
  await bench.control.fault({ kind: 'hang-after-commit', target: 'api', operation: 'list', count: 1 });
  await bench.control.fault({ kind: 'status', status: 429, retryAfter: 60, target: 'api', operation: 'create', count: 1 });
  const seen = { created: there?.created ?? null, updated: there?.updated ?? null, updatedBy: there?.updated_by ?? null };
  const given = bench.outbox.replace(bench.to, 'shared-key', 'ours', seen);
  if (!given.ok) throw new Error(given.code);
  bench.look();
  await bench.until(async () => (await bench.control.journal({ operation: 'list' })).length === 2);
  bench.add('throttled');
  await bench.untilGate('throttled');
  await bench.control.release('hung');
  const { entryId } = given.value;
  // Its look is answered; it waits with the others, and goes when the time is over.
  await bench.untilQuiet();
  expect(await bench.control.journal({ operation: 'update' })).toEqual([]);
  expect(bench.entry(entryId).state.kind).toBe('waiting');
  bench.clock.pass(60_001);
  await bench.untilState(entryId, 'delivered');
});

it('recognises its own secret when the clock is set back while the answer is awaited', async () => {
  await bench.control.fault({ kind: 'hang-after-commit', target: 'api', operation: 'create', count: 1 });
  bench.start();
  const id = bench.add('demosecret');
  await bench.until(async () => (await bench.control.secret('demosecret')) !== undefined);
  bench.clock.setWall(bench.clock.now() - 5 * 3_600_000);
  await bench.control.release('hung');
  await bench.untilInTime(id, 'delivered');
  expect(bench.entry(id).state).toMatchObject({ proof: 'read-back' });
  expect(await bench.commits('demosecret')).toBe(1);
});

it('does not believe after a sleep what was heard before it and could not be recorded', async () => {
  const disk = fillDisk(bench.outbox.attempts, 'deliver');
  bench.start();
  const id = bench.add('demosecret');
  await bench.until(() => bench.stumbles.length > 0);
  await bench.control.fault({ kind: 'html-200', target: 'api', operation: 'list' });
  bench.sync.suspend();
  bench.sync.resume();
  bench.clock.pass(15_000);
  await bench.untilGate('offline');
  disk.free();
  const openedBefore = bench.counts.opened;
  await bench.until(() => {
    bench.clock.pass(1_000);
    return bench.entry(id).state.kind === 'delivered';
  });
  await bench.untilQuiet();
  expect(bench.counts.opened).toBe(openedBefore);
});
