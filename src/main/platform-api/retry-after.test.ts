import { describe, expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.UTC(2026, 10, 24, 9, 0, 0);
const inTwoMinutes = 'Tue, 24 Nov 2026 09:02:00 GMT';

describe('Retry-After', () => {
  test.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['nothing said', {}, 30_000],
    ['something unreadable', { 'retry-after': 'soon' }, 30_000],
    ['zero, which is at least a second', { 'retry-after': '0' }, 1_000],
    ['a day, which is at most an hour', { 'retry-after': '86400' }, 3_600_000],
    ['a number beyond all bounds', { 'retry-after': '9'.repeat(400) }, 3_600_000],
    ['a date, by our clock', { 'retry-after': inTwoMinutes }, 120_000],
    ['a date, by the clock of the answer', { 'retry-after': inTwoMinutes, date: 'Tue, 24 Nov 2026 09:01:50 GMT' }, 10_000],
    ['a date that has passed', { 'retry-after': 'Tue, 24 Nov 2026 08:00:00 GMT' }, 1_000],
    ['a negative number, which is unreadable', { 'retry-after': '-5' }, 30_000],
  ])('reads %s', (_, headers, expected) => {
    expect(retryAfterMs(headers, now)).toBe(expected);
  });
});
