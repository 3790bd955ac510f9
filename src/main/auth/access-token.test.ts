import { describe, expect, test } from 'vitest';
import { accessToken } from '../../../tests/support/issuer.ts';
import { readClaims } from './access-token.ts';

describe('an access token', () => {
  test('tells subject, names and life', () => {
    const token = accessToken({ sub: 's', preferred_username: 'ana', email: 'ana@x', iat: 100, exp: 3_700 });
    expect(readClaims(token)).toEqual({ subject: 's', issuer: null, names: ['ana', 'ana@x'], lifeMs: 3_600_000 });
  });

  test('that names the account once is told once', () => {
    expect(readClaims(accessToken({ sub: 's', preferred_username: 'a', email: 'a' }))?.names).toEqual(['a']);
  });

  test.each([
    ['no times', { sub: 's' }],
    ['times the wrong way round', { sub: 's', iat: 2, exp: 1 }],
    ['times of the wrong type', { sub: 's', iat: '1', exp: '2' }],
  ])('with %s has an unknown life', (_, claims) => {
    expect(readClaims(accessToken(claims))?.lifeMs).toBeNull();
  });

  test.each(['', 'opaque', 'a.b', 'a.b.c', `a.${Buffer.from('[]').toString('base64url')}.c`, accessToken({ sub: 7 }), accessToken({})])(
    '%j is not one',
    (token) => {
      expect(readClaims(token)).toBeNull();
    },
  );
});
