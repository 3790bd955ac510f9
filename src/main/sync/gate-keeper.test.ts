import { beforeEach, expect, test } from 'vitest';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { createGateKeeper, type GateKeeper } from './gate-keeper.ts';

let clock: VirtualClock;
let keeper: GateKeeper;
beforeEach(() => {
  clock = new VirtualClock();
  keeper = createGateKeeper(clock, () => 0.5, () => undefined);
});

const minute = 60_000;

test('nothing is open before the platform answered', () => {
  expect(keeper.gate).toEqual({ kind: 'unproven' });
  expect(keeper.probeAt).toBe(clock.now());
  keeper.hear({ kind: 'reached' });
  expect(keeper.gate).toEqual({ kind: 'open' });
});

test('a link that comes up is a reason to try, and opens nothing', () => {
  keeper.hear({ kind: 'no-answer', reason: 'refused' });
  keeper.knock();
  expect(keeper.gate).toMatchObject({ kind: 'offline', because: 'refused' });
  expect(keeper.probeAt).toBe(clock.now());
});

test('what was asked before the platform said "wait" does not take that back', () => {
  keeper.hear({ kind: 'throttled', ms: minute });
  keeper.hear({ kind: 'reached' });
  keeper.hear({ kind: 'no-answer', reason: 'timeout' });
  keeper.hear({ kind: 'not-kelvin' });
  keeper.hear({ kind: 'certificate', trouble: { host: 'plant-a.example', problem: 'expired' } });
  expect(keeper.gate).toEqual({ kind: 'throttled', until: clock.now() + minute });
  expect(keeper.probeAt).toBe(clock.now() + minute);
});

test('a wait holds until it is over, or the person asks to know sooner', () => {
  keeper.hear({ kind: 'throttled', ms: minute });
  keeper.nudge();
  expect(keeper.isHeld).toBe(true);
  keeper.knock();
  expect(keeper.isHeld).toBe(false);
  keeper.hear({ kind: 'throttled', ms: minute });
  clock.pass(minute);
  expect(keeper.isHeld).toBe(false);
});

test('it is waited as long as the longest wait that was asked for', () => {
  keeper.hear({ kind: 'throttled', ms: minute });
  keeper.hear({ kind: 'throttled', ms: 1_000 });
  expect(keeper.probeAt).toBe(clock.now() + minute);
});

test('the tries grow rarer, and a knock gives them a new start', () => {
  const delays = Array.from({ length: 12 }, () => {
    keeper.hear({ kind: 'no-answer', reason: 'refused' });
    return (keeper.probeAt ?? 0) - clock.now();
  });
  expect(delays.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
  expect(delays.at(-1)).toBe(2.5 * minute);
  keeper.knock();
  keeper.hear({ kind: 'no-answer', reason: 'refused' });
  expect((keeper.probeAt ?? 0) - clock.now()).toBe(500);
});

test('an ended session is asked about by nobody but the person', () => {
  keeper.hear({ kind: 'sign-in', because: 'expired' });
  expect(keeper.probeAt).toBeNull();
});

test('a person who asked to know sooner is answered although the clock was set back meanwhile', () => {
  keeper.hear({ kind: 'throttled', ms: minute });
  keeper.knock();
  clock.setWall(clock.now() - 300 * minute);
  keeper.clockSetBack(300 * minute);
  expect(keeper.isHeld).toBe(false);
  keeper.hear({ kind: 'reached' });
  expect(keeper.gate.kind).toBe('open');
});

test('a link that comes up, or a wake, does not take back that somebody has to sign in', () => {
  keeper.hear({ kind: 'sign-in', because: 'signed-out' });
  keeper.nudge();
  expect(keeper.gate).toEqual({ kind: 'sign-in', because: 'signed-out' });
  expect(keeper.probeAt).toBeNull();
});
