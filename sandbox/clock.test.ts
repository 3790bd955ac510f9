import { expect, it } from 'vitest';
import { Clock } from './clock.ts';

it('gives a thousand stamps in a row, each later than the one before', () => {
  const clock = new Clock();
  const stamps = Array.from({ length: 1000 }, () => clock.stamp());
  expect(stamps).toEqual([...new Set(stamps)].sort());
});

it('shifts stamps and the present alike, also into the past, and comes back', () => {
  const clock = new Clock();
  for (const offsetMs of [0, 86_400_000, -86_400_001, 0]) {
    clock.offsetMs = offsetMs;
    expect(Math.abs(Date.parse(clock.stamp()) - Date.now() - offsetMs)).toBeLessThan(10_000);
    expect(Math.abs(clock.now().getTime() - Date.now() - offsetMs)).toBeLessThan(10_000);
  }
});
