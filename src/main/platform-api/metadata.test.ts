import { describe, expect, test } from 'vitest';
import { jsonAnswer, noAnswer, pageAnswer } from '../../../tests/support/exchanges.ts';
import { metadataOutcome } from './metadata.ts';

const origin = 'https://p.example';
const metadata = (authentication: unknown) => metadataOutcome(jsonAnswer(200, { authentication }), origin);

describe('/metadata', () => {
  test.each([
    ['parts without slashes', { url: origin, path: 'auth', realm: 'kelvin' }, 'https://p.example/auth/realms/kelvin'],
    ['slashes on both sides', { url: `${origin}/`, path: '/auth/', realm: 'kelvin' }, 'https://p.example/auth/realms/kelvin'],
    ['an empty path', { url: origin, path: '', realm: 'kelvin' }, 'https://p.example/realms/kelvin'],
    ['a host without a scheme', { url: 'id.example', path: 'auth', realm: 'kelvin' }, 'https://id.example/auth/realms/kelvin'],
    ['a port', { url: 'https://id.example:8443', path: 'auth', realm: 'kelvin' }, 'https://id.example:8443/auth/realms/kelvin'],
    ['a realm that needs encoding', { url: origin, path: 'auth', realm: 'a b' }, 'https://p.example/auth/realms/a%20b'],
  ])('tells the issuer from %s', (_, authentication, issuer) => {
    expect(metadata(authentication)).toEqual({ kind: 'metadata', issuer, clientId: 'kelvin-client' });
  });

  test('accepts a plain-HTTP issuer only at the very origin that was asked', () => {
    const authentication = { url: 'http://127.0.0.1:9', path: 'auth', realm: 'kelvin' };
    expect(metadataOutcome(jsonAnswer(200, { authentication }), 'http://127.0.0.1:9').kind).toBe('metadata');
    expect(metadata(authentication).kind).toBe('not-kelvin');
  });

  test.each([
    ['a page', pageAnswer(200)],
    ['404', jsonAnswer(404, {})],
    ['another shape', jsonAnswer(200, { authentication: { url: 7 } })],
    ['an address with credentials', jsonAnswer(200, { authentication: { url: 'https://u:p@x.example', path: '', realm: 'r' } })],
    ['a redirect', { kind: 'redirect', status: 301 } as const],
  ])('is no Kelvin platform\'s when it answers %s', (_, exchange) => {
    expect(metadataOutcome(exchange, origin)).toEqual({ kind: 'not-kelvin' });
  });

  test.each([
    ['a broken platform', jsonAnswer(502, {}), 'unknown'],
    ['a captive portal', pageAnswer(511), 'captive-portal'],
    ['silence', noAnswer('timeout'), 'timeout'],
  ])('leaves it open after %s', (_, exchange, reason) => {
    expect(metadataOutcome(exchange, origin)).toEqual({ kind: 'no-answer', reason });
  });
});
