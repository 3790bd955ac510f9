import { expect, test } from 'vitest';
import { writeTimeoutMs } from './timeouts.ts';

test.each([
  [0, 30_000],
  [1, 31_000],
  [8 * 1024, 31_000],
  [8 * 1024 + 1, 32_000],
  [1024 * 1024, 158_000],
])('a write with %i bytes of body is given %i ms', (bytes, expected) => {
  expect(writeTimeoutMs(bytes)).toBe(expected);
});
