import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryId } from '../../src/shared/entry.ts';
import { openFaultBench, type FaultBench } from './fault-bench.ts';

// What we sent ourselves under a name, and what was not seen to be done, may still land for two minutes. What is sent
// after it waits for that, or it would be overwritten, deleted or brought back behind the person's back.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
  await bench.startOpen();
});
afterEach(() => bench.end());

const name = 'demosecret';
const newer = 'value two';
const late = { kind: 'commit-late', target: 'api', count: 1 } as const;
const hmacThere = async (): Promise<string | null> => (await bench.control.secret(name))?.valueHmac ?? null;

/** A replace or delete that hangs, and that the person then discards. */
async function sentAndDiscarded(intent: 'replace' | 'delete'): Promise<void> {
  bench.meetNextWrite(late);
  const id = await bench.begin(intent);
  await bench.inTime(() => bench.entry(id).looks === 1);
  expect(bench.outbox.discard(id, true).ok).toBe(true);
}

/** One whose first try hangs, and whose second is done. */
async function doneAtTheSecondTry(intent: 'create' | 'replace' | 'delete'): Promise<void> {
  bench.meetNextWrite(late);
  const id = await bench.begin(intent);
  await bench.untilState(id, 'delivered', 'needs-attention');
  expect(bench.entry(id)).toMatchObject({ state: { kind: 'delivered' }, attempts: 2 });
}

const cases: readonly (readonly [string, () => Promise<void>, () => EntryId | Promise<EntryId>])[] = [
  ['a replace after one that was discarded', () => sentAndDiscarded('replace'), () => bench.replace(name, newer)],
  ['a replace after one whose second try was done', () => doneAtTheSecondTry('replace'), () => bench.replace(name, newer)],
  ['a replace after a delete that was discarded', () => sentAndDiscarded('delete'), () => bench.replace(name, newer)],
  ['a create after a delete whose second try was done', () => doneAtTheSecondTry('delete'), () => bench.add(name, newer)],
  ['a delete after a create whose second try was done', () => doneAtTheSecondTry('create'), () => bench.remove(name)],
];

describe.each(cases)('%s', (_, earlier, later) => {
  const waitsForIt = async (): Promise<EntryId> => {
    await earlier();
    const sent = (await bench.writes(name)).length;
    const id = await later();
    await bench.until(() => {
      const { state } = bench.entry(id);
      return state.kind === 'waiting' && (state.nextTryAt ?? 0) > bench.clock.now() + 60_000;
    });
    expect(await bench.writes(name)).toHaveLength(sent);
    return id;
  };

  it('is not undone when the earlier one lands after all', async () => {
    const id = await waitsForIt();
    await bench.control.release('commits');
    await bench.untilState(id, 'delivered', 'needs-attention');
    const { state, intent } = bench.entry(id);
    if (state.kind === 'delivered') expect(await hmacThere()).toBe(intent === 'delete' ? null : await bench.control.hmac(newer));
    else expect(state).toMatchObject({ kind: 'needs-attention' });
  });

  it('goes by itself when nothing of the earlier one can land any more', async () => {
    const id = await waitsForIt();
    await bench.untilState(id, 'delivered', 'needs-attention');
    const { state, intent } = bench.entry(id);
    expect(state).toMatchObject({ kind: 'delivered', proof: 'answer' });
    expect(await hmacThere()).toBe(intent === 'delete' ? null : await bench.control.hmac(newer));
  });
});

it('a create in the place of a replace that hung waits for it, under its newer value', async () => {
  bench.meetNextWrite(late);
  const id = await bench.begin('replace');
  await bench.inTime(() => bench.entry(id).looks === 1);
  await bench.control.deleteSecret(name);
  await bench.untilState(id, 'needs-attention');
  bench.outbox.changeValue(id, newer);
  expect(bench.outbox.resolve(id, 'create-instead', null).ok).toBe(true);
  const decidedAt = bench.clock.now();
  bench.sync.look(bench.environment.id);
  await bench.untilState(id, 'delivered');
  expect(bench.clock.now()).toBeGreaterThan(decidedAt + 60_000);
  expect(await hmacThere()).toBe(await bench.control.hmac(newer));
});

it('a replace that lands late is not taken for the next one, whose answer was lost', async () => {
  await sentAndDiscarded('replace');
  bench.meetNextWrite({ kind: 'reset-before-commit', target: 'api', count: 1 });
  const id = await bench.replace(name, newer);
  await bench.control.release('commits');
  await bench.untilState(id, 'delivered', 'needs-attention');
  if (bench.entry(id).state.kind === 'delivered') expect(await hmacThere()).toBe(await bench.control.hmac(newer));
});

describe('a clock that is set back by five hours', () => {
  const setBack = (): void => bench.clock.setWall(bench.clock.now() - 5 * 3_600_000);
  /** The new time is noticed within half a minute; then it is waited for no longer than what is really waited for. */
  const expectWithinHalfAnHour = async (id: EntryId): Promise<void> => {
    const began = bench.clock.monotonic();
    await bench.passTime(31_000);
    await bench.untilState(id, 'delivered');
    expect(bench.clock.monotonic() - began).toBeLessThan(30 * 60_000);
  };

  it('has nothing wait for an attempt of the old clock', async () => {
    bench.meetNextWrite({ kind: 'reset-before-commit', target: 'api', count: 1 });
    const id = await bench.begin('replace');
    await bench.inTime(() => bench.entry(id).looks === 1);
    bench.outbox.changeValue(id, newer);
    setBack();
    await expectWithinHalfAnHour(id);
    expect(await hmacThere()).toBe(await bench.control.hmac(newer));
  });

  it('leaves a platform that asked for a minute its minute, and no more', async () => {
    bench.meetNextWrite({ kind: 'status', status: 503, retryAfter: 60, target: 'api', count: 1 });
    const id = bench.add(name);
    await bench.until(() => bench.gate().kind === 'throttled');
    setBack();
    await expectWithinHalfAnHour(id);
  });
});
