import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Intent } from '../../src/shared/entry.ts';
import { expectOnPlatform, openFaultBench, type FaultBench } from './fault-bench.ts';

// A request that was given up can still be carried out: between two looks, after it was sent again, or when nobody
// is there to look.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
});
afterEach(() => bench.end());

describe('a commit that lands late', () => {
  const late = { kind: 'commit-late', target: 'api', count: 1 } as const;

  it.each([
    { intent: 'create', asked: 1, done: 1 },
    { intent: 'replace', asked: 1, done: 1 },
    { intent: 'delete', asked: 1, done: 1 },
  ] as const)('$intent: between the two looks: found by the second', async ({ intent, asked, done: carriedOut }) => {
    await bench.startOpen();
    bench.meetNextWrite(late);
    const id = await bench.begin(intent);
    await bench.inTime(() => bench.entry(id).looks === 1);
    await bench.control.release('commits');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
    await expectOnPlatform(bench, { intent, asked, done: carriedOut });
  });

  it.each([
    // The platform refuses the one that comes second: it met the other.
    { intent: 'create', asked: 2, done: 1 },
    // The same value a second time; see docs/reliability.md for what a colleague did in between.
    { intent: 'replace', asked: 2, done: 2 },
    { intent: 'delete', asked: 2, done: 1 },
  ] as const)('$intent: after it was sent again: done already', async ({ intent, asked, done: carriedOut }) => {
    await bench.startOpen();
    bench.meetNextWrite(late);
    const id = await bench.begin(intent);
    await bench.untilState(id, 'delivered', 'needs-attention');
    await bench.passTime(2 * 60_000);
    await bench.control.release('commits');
    await bench.inTime(() => bench.gate().kind === 'open');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'answer' });
    await expectOnPlatform(bench, { intent, asked, done: carriedOut });
  });

  const whileAway = async (intent: Intent, minutes: number) => {
    await bench.startOpen();
    bench.meetNextWrite(late);
    const id = await bench.begin(intent);
    await bench.inTime(() => bench.entry(id).state.kind === 'waiting' && bench.entry(id).attempts === 1);
    bench.node.setLink(false);
    await bench.passTime(minutes * 60_000);
    await bench.control.release('commits');
    await bench.passTime(60_000);
    bench.node.setLink(true);
    bench.sync.linkCameUp();
    await bench.untilState(id, 'delivered', 'needs-attention');
    return id;
  };

  it.each([
    { intent: 'create', asked: 2 }, // the second is answered 409, and read back
    { intent: 'replace', asked: 1 },
    { intent: 'delete', asked: 1 },
  ] as const)('$intent: two minutes after its time-out, while there was no link: ours', async ({ intent, asked }) => {
    const id = await whileAway(intent, 1.9);
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
    await expectOnPlatform(bench, { intent, asked, done: 1 });
  });

  it.each([
    { intent: 'create', asked: 2, reason: 'conflict' },
    { intent: 'replace', asked: 1, reason: 'changed-meanwhile' },
  ] as const)('$intent: much later than that: a person is asked, and told whose it is', async ({ intent, asked, reason }) => {
    const id = await whileAway(intent, 30);
    expect(bench.entry(id).state).toMatchObject({
      kind: 'needs-attention',
      reason: { kind: reason, found: { updatedBy: 'krn:user:demo@sandbox.example' } },
    });
    await expectOnPlatform(bench, { intent, asked, done: 1 });
  });
});
