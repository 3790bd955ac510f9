import { expect, it } from 'vitest';
import { isBase32, isOneTimeCode, oneTimeCode } from './totp.ts';

/** The ASCII secret "12345678901234567890" of RFC 6238, appendix B, in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

// The last six of the eight digits that RFC 6238, appendix B, gives for SHA-1.
it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('gives the code of RFC 6238 at second %i, leading zeros included', (second, code) => {
  expect(oneTimeCode(SECRET, second * 1000)).toBe(code);
});

it('takes the code of the step before and after, and none beside them', () => {
  const code = oneTimeCode(SECRET, 90_000);
  expect([30_000, 60_000, 90_000, 149_999, 150_000].map((at) => isOneTimeCode(SECRET, code, at))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(isOneTimeCode(SECRET, '', 90_000)).toBe(false);
});

it('knows base32', () => {
  expect([SECRET, 'short', SECRET.toLowerCase(), `${SECRET}1`].map(isBase32)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
