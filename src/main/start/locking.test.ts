import { beforeEach, expect, test } from 'vitest';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import type { LockedBy } from '../../shared/app-state.ts';
import type { Preferences, Remembered } from '../system/preferences.ts';
import { createLockingRules, lockWhenIdle, type LockingRules } from './locking.ts';

let remembered: Remembered;
let rules: LockingRules;
beforeEach(() => {
  remembered = {};
  const preferences: Preferences = {
    get: (field) => (remembered[field] as never) ?? null,
    set: (field, value) => {
      remembered[field] = value;
    },
  };
  rules = createLockingRules(preferences);
});

test('where nothing was chosen it never locks by itself, and sends nothing while locked', () => {
  expect(rules.read()).toEqual({ afterMinutes: 0, withSystem: false, keepSending: false });
});

test('what was chosen is remembered', () => {
  rules.write({ afterMinutes: 5, withSystem: true, keepSending: true });
  expect(rules.read()).toEqual({ afterMinutes: 5, withSystem: true, keepSending: true });
});

test('it locks once nobody was there for the chosen time, and not before', () => {
  const clock = new VirtualClock();
  const locked: LockedBy[] = [];
  let idle = 0;
  const stop = lockWhenIdle({ clock, rules, secondsIdle: () => idle, lock: (by) => locked.push(by) });
  idle = 10_000;
  clock.pass(60_000);
  expect(locked).toEqual([]);
  rules.write({ afterMinutes: 5, withSystem: false, keepSending: false });
  idle = 299;
  clock.pass(5_000);
  expect(locked).toEqual([]);
  idle = 300;
  clock.pass(5_000);
  expect(locked).toEqual(['idle']);
  stop();
  clock.pass(60_000);
  expect(locked).toEqual(['idle']);
});
