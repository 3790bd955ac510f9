import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectOnPlatform, openFaultBench, ours, type FaultBench } from './fault-bench.ts';

// The same name added a second time: what the first one created is no proof for the second, however close they are,
// for its value is another.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
});
afterEach(() => bench.end());

const api = { target: 'api', count: 1 } as const;

it('in the moment in which the first was delivered: a person is asked, and the second value is not called delivered', async () => {
  await bench.startOpen();
  const first = bench.add('demosecret', 'the first value');
  await bench.untilState(first, 'delivered');
  const second = bench.add('demosecret', 'the second value');
  await bench.untilState(second, 'delivered', 'needs-attention');
  expect(bench.entry(second).state).toMatchObject({
    kind: 'needs-attention', reason: { kind: 'conflict', found: { createdBy: 'krn:user:demo@sandbox.example' } },
  });
  expect((await bench.control.secret('demosecret'))?.valueHmac).toBe(await bench.control.hmac('the first value'));
});

it('in the moment in which the first was found by reading back: the same', async () => {
  await bench.startOpen();
  bench.meetNextWrite({ kind: 'reset-after-commit', ...api });
  const first = bench.add('demosecret', 'the first value');
  await bench.untilState(first, 'delivered');
  const second = bench.add('demosecret', 'the second value');
  await bench.untilState(second, 'delivered', 'needs-attention');
  expect(bench.entry(second).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'conflict' } });
});

it('after the first was discarded while its answer was lost, and landed late: the same', async () => {
  await bench.startOpen();
  bench.meetNextWrite({ kind: 'commit-late', ...api });
  const first = bench.add('demosecret', 'the first value');
  await bench.inTime(() => bench.entry(first).looks === 1);
  expect(bench.outbox.discard(first, true).ok).toBe(true);
  bench.network.beforeNextWrite(async () => void (await bench.control.release('commits')));
  const second = bench.add('demosecret', 'the second value');
  await bench.untilState(second, 'delivered', 'needs-attention');
  expect(bench.entry(second).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'conflict' } });
  expect((await bench.control.secret('demosecret'))?.valueHmac).toBe(await bench.control.hmac('the first value'));
});

it('after the first was deleted: the second is recognised by itself when its answer is lost', async () => {
  await bench.startOpen();
  const first = bench.add('demosecret', 'the first value');
  await bench.untilState(first, 'delivered');
  await bench.passTime(10_000);
  await bench.control.deleteSecret('demosecret');
  bench.meetNextWrite({ kind: 'reset-after-commit', ...api });
  const second = bench.add('demosecret', ours);
  await bench.untilState(second, 'delivered', 'needs-attention');
  expect(bench.entry(second).state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
  await expectOnPlatform(bench, { intent: 'create', asked: 2, done: 2 });
});
