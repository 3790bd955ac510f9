import { expect, test } from 'vitest';
import { accessToken } from '../../../tests/support/issuer.ts';
import { readPastedToken } from './pasted-token.ts';

const iss = 'https://p.example/auth/realms/kelvin';
const token = accessToken({ sub: 's', iss, exp: 2_000 });
const tokens = { accessToken: token, accessExpiresAt: 2_000_000, refreshToken: null, refreshExpiresAt: null };

test.each([token, ` ${token}\n`, `Bearer ${token}`, `bearer  ${token}`, `Authorization: Bearer ${token}`])(
  'a token is taken however it was copied: %#',
  (pasted) => expect(readPastedToken(pasted, 0)).toEqual({ tokens, issuer: iss }),
);

test.each(['', 'hello', 'a.b.c', `${token} ${token}`, accessToken({ sub: 's' }), accessToken({ iss })])(
  'anything else is none: %#',
  (pasted) => expect(readPastedToken(pasted, 0)).toBe('not-a-token'),
);

test('one that has run out is told before it is sent', () => {
  expect(readPastedToken(token, 1_999_999)).toMatchObject({ issuer: iss });
  expect(readPastedToken(token, 2_000_000)).toBe('token-expired');
});

test('one that does not say when it ends is used until it is refused', () => {
  expect(readPastedToken(accessToken({ sub: 's', iss }), 0)).toMatchObject({ tokens: { accessExpiresAt: null } });
});

test.each([1_700_000_000_000_000, 8.64e12 + 1])('an end that is no time, %d s, is unknown', (exp) => {
  expect(readPastedToken(accessToken({ sub: 's', iss, exp }), 0)).toMatchObject({ tokens: { accessExpiresAt: null } });
});
