import { describe, expect, it } from 'vitest';
import { ago, asOf, atTime, clockTime, date, exactTime, inTime, platformTime, roughlyAgo, until, when } from './times.ts';

const now = new Date(2026, 10, 24, 14, 32, 10).getTime();
const on = (day: number, hours: number, minutes: number): number => new Date(2026, 10, day, hours, minutes).getTime();

describe('a time in a column', () => {
  it('is a time of day today and yesterday, and a date before', () => {
    expect(when(on(24, 14, 32), now)).toBe('today, 14:32');
    expect(when(on(23, 17, 40), now)).toBe('yesterday, 17:40');
    expect(when(on(4, 9, 0), now)).toBe('4 Nov 2026');
  });

  it('counts days by the calendar, not by 24 hours', () => {
    const shortlyAfterMidnight = new Date(2026, 10, 24, 0, 5).getTime();
    expect(when(on(23, 23, 50), shortlyAfterMidnight)).toBe('yesterday, 23:50');
  });

  it('keeps its day over a change of the clocks', () => {
    const dayAfterChange = new Date(2026, 9, 26, 0, 30).getTime();
    expect(when(new Date(2026, 9, 25, 0, 30).getTime(), dayAfterChange)).toBe('yesterday, 00:30');
  });
});

describe('a time in a sentence', () => {
  it('fits behind a verb', () => {
    expect(atTime(on(24, 9, 12), now)).toBe('at 09:12');
    expect(atTime(on(23, 17, 40), now)).toBe('yesterday at 17:40');
    expect(atTime(on(3, 17, 40), now)).toBe('on 3 Nov 2026');
    expect(asOf(on(24, 14, 30), now)).toBe('14:30 today');
    expect(until(on(24, 14, 40), now)).toBe('14:40');
    expect(until(on(25, 9, 0), now)).toBe('tomorrow at 09:00');
  });

  it('says how long ago, in the largest unit that is true', () => {
    expect(ago(now - 1000, now)).toBe('just now');
    expect(ago(now - 5000, now)).toBe('5 s ago');
    expect(ago(now - 125_000, now)).toBe('2 min ago');
    expect(ago(now - 3 * 3_600_000, now)).toBe('3 h ago');
    expect(ago(now + 60_000, now)).toBe('just now');
  });

  it('says when something comes, and nothing once it is due', () => {
    expect(inTime(now + 7500, now)).toBe('in 8 s');
    expect(inTime(now + 90_000, now)).toBe('in 2 min');
    expect(inTime(now, now)).toBeNull();
  });

  it('says when it comes by the day too, each with the word that fits', () => {
    expect(inTime(on(24, 17, 40), now)).toBe('at 17:40');
    expect(inTime(on(25, 9, 0), now)).toBe('tomorrow at 09:00');
    expect(inTime(on(28, 9, 0), now)).toBe('on 28 Nov 2026, 09:00');
  });

  it.each([NaN, Infinity, -Infinity, 8.64e15 + 1, 1.7e18])('is a dash where it is none: %d', (at) => {
    for (const write of [clockTime, date, when, atTime, asOf, until, ago, roughlyAgo, inTime, exactTime]) {
      expect(write(at, now)).toBe('–');
    }
  });
});

describe('a time of the platform', () => {
  it('is read with its microseconds', () => {
    expect(platformTime('2025-11-24T07:05:46.789693Z')).toBe(Date.UTC(2025, 10, 24, 7, 5, 46, 789));
  });

  it('is nothing where it is no time', () => {
    expect(platformTime(null)).toBeNull();
    expect(platformTime('yesterday')).toBeNull();
  });

  it('is exact to the second in a tooltip', () => {
    expect(exactTime(now)).toBe('24 Nov 2026, 14:32:10');
  });
});
