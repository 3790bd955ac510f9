import { expect, test } from 'vitest';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { createPlatformClock } from './platform-clock.ts';

test('what the platform last told of its clock stands while time passes', () => {
  const clock = new VirtualClock();
  const platform = createPlatformClock(clock);
  expect(platform.offsetMs()).toBeNull();
  platform.heard(7_000);
  platform.heard(null);
  clock.pass(3_600_000);
  expect(platform.offsetMs()).toBe(7_000);
});

test('it says nothing any more once our own clock was set, or slept', () => {
  const clock = new VirtualClock();
  const platform = createPlatformClock(clock);
  platform.heard(7_000);
  clock.setWall(clock.now() + 3_600_000);
  expect(platform.offsetMs()).toBeNull();
  platform.heard(-3_593_000);
  expect(platform.offsetMs()).toBe(-3_593_000);
});
