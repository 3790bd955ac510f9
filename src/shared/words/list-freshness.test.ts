import { expect, test } from 'vitest';
import { listWords } from './gates.ts';

const now = new Date(2026, 10, 24, 14, 30).getTime();
const whole = { refreshedAt: now - 60_000, reading: null, brokeOff: null, deliveredSince: 0, secrets: [] };
const broken = { count: 12_000, at: now, cancelled: false };

test.each([
  [{ ...whole }, 'List complete, refreshed today 14:29'],
  [{ ...whole, deliveredSince: 2 }, 'List as of today 14:29, with 2 deliveries since'],
  [{ ...whole, reading: 0 }, 'Reading the list, last refreshed today 14:29'],
  [{ ...whole, reading: 12_000 }, 'Reading the list: 12,000 so far, last refreshed today 14:29'],
  [{ ...whole, refreshedAt: null, reading: 1_000 }, 'Reading the list: 1,000 so far'],
  [{ ...whole, refreshedAt: null }, 'The list was not read yet'],
  [{ ...whole, refreshedAt: null, secrets: ['a'] }, 'List incomplete. It was not read to its end yet'],
  [{ ...whole, brokeOff: broken }, 'Reading broke off at 14:30 after 12,000 secrets. What is shown is the list as of today 14:29'],
  [{ ...whole, refreshedAt: null, brokeOff: broken }, 'List incomplete. Reading broke off at 14:30 after 12,000 secrets'],
  [{ ...whole, refreshedAt: null, brokeOff: { ...broken, cancelled: true } }, 'List incomplete. Reading was stopped at 14:30 after 12,000 secrets'],
])('the footer says how fresh and how complete the list is (%#)', (list, words) => {
  expect(listWords(list, true, now)).toBe(words);
});
