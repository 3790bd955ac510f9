import { expect, test } from 'vitest';
import { whatStays } from './what-stays.ts';

test('while nothing is open nobody claims an entry, and the page can still say that something is typed', () => {
  expect(whatStays(null)).toEqual({ openEntries: 0, needAttention: 0, sending: 0 });
});
