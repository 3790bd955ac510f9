import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectOnPlatform, openFaultBench, type FaultBench } from './fault-bench.ts';

// A platform that asks for time gets it: from every entry, and whatever else happens meanwhile.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
});
afterEach(() => bench.end());

const hourMs = 3_600_000;

async function throttled(retryAfter: number) {
  await bench.startOpen();
  bench.meetNextWrite({ kind: 'status', status: 429, retryAfter, target: 'api', count: 1 });
  const id = await bench.begin('create');
  await bench.inTime(() => bench.gate().kind === 'throttled');
  return { id, mark: await bench.control.mark() };
}

describe('while the platform asks to wait', () => {
  it('what is added meanwhile waits too, and all of it goes when the time is over', async () => {
    const { id, mark } = await throttled(300);
    const later = Array.from({ length: 10 }, (_, nth) => bench.add(`later-${nth}`));
    await bench.passTime(299_000);
    await bench.goOn(0);
    expect(await bench.control.journal({ since: mark })).toEqual([]);
    for (const entry of [id, ...later]) await bench.untilState(entry, 'delivered');
    for (let nth = 0; nth < 10; nth++) await expectOnPlatform(bench, { intent: 'create', name: `later-${nth}`, asked: 1, done: 1 });
    await expectOnPlatform(bench, { intent: 'create', asked: 2, done: 1 });
  });

  it('neither a sleep nor a clock that is set back shortens it', async () => {
    const { id, mark } = await throttled(1_800);
    bench.sync.suspend();
    await bench.passTime(20_000);
    bench.sync.resume();
    await bench.passTime(60_000);
    bench.clock.setWall(bench.clock.now() - hourMs);
    for (let minute = 0; minute < 20; minute++) await bench.passTime(60_000);
    await bench.until(() => bench.network.underWay() === 0);
    expect(await bench.control.journal({ since: mark })).toEqual([]);
    expect(bench.gate()).toMatchObject({ kind: 'throttled' });
    await bench.untilState(id, 'delivered');
  });

  it('a link that comes up again and again does not shorten it', async () => {
    const { mark } = await throttled(300);
    for (let second = 0; second < 290; second += 10) {
      bench.sync.linkCameUp();
      await bench.until(() => bench.network.underWay() === 0);
      await bench.passTime(10_000);
    }
    expect(bench.gate().kind).toBe('throttled');
    expect(await bench.control.journal({ since: mark })).toEqual([]);
  });

  it('the person’s Send now asks once whether it is over', async () => {
    const { id } = await throttled(300);
    bench.sync.sendNow(bench.environment.id);
    await bench.until(() => bench.entry(id).state.kind === 'delivered');
    await expectOnPlatform(bench, { intent: 'create', asked: 2, done: 1 });
  });
});

describe('a platform that asks for time and never has any', () => {
  it.each([
    { said: 'no time at all', retryAfter: 0 },
    { said: 'one second', retryAfter: 1 },
    { said: 'a time in the past', retryAfter: 'Tue, 03 Nov 2020 09:00:00 GMT' },
  ])('$said: each entry comes slower and slower', async ({ retryAfter }) => {
    await bench.startOpen();
    const rule = await bench.control.fault({ kind: 'status', status: 429, retryAfter, target: 'api', operation: 'create' });
    const id = await bench.begin('create');
    await bench.inTime(() => bench.clock.monotonic() >= hourMs);
    expect((await bench.writes('demosecret')).length).toBeLessThan(60);
    await bench.control.clearFaults(rule.id);
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent: 'create', asked: (await bench.writes('demosecret')).length, done: 1 });
  });

  it('to its list: nothing is sent while it does, and everything after', async () => {
    await bench.control.fault({ kind: 'status', status: 429, retryAfter: 60, target: 'api', operation: 'list', count: 5 });
    bench.start();
    const id = await bench.begin('replace');
    await bench.inTime(() => bench.gate().kind === 'throttled' && bench.clock.monotonic() >= 60_000);
    expect(await bench.writes('demosecret')).toEqual([]);
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent: 'replace', asked: 1, done: 1 });
  });
});
