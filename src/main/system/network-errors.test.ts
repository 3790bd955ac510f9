import { describe, expect, test } from 'vitest';
import { certificateTrouble, classifyNetworkError, connectingEndsMs, provesNothingSent } from './network-errors.ts';

const proof = (name: string, elapsedMs = 10) => provesNothingSent(classifyNetworkError(`net::${name}`), elapsedMs);

describe('a network error', () => {
  test.each([
    ['ERR_NAME_NOT_RESOLVED', 'name-not-found'],
    ['ERR_CONNECTION_REFUSED', 'refused'],
    ['ERR_ADDRESS_UNREACHABLE', 'unreachable'],
    ['ERR_INTERNET_DISCONNECTED', 'no-link'],
    ['ERR_PROXY_CONNECTION_FAILED', 'proxy'],
    ['ERR_TUNNEL_CONNECTION_FAILED', 'proxy'],
    ['ERR_TIMED_OUT', 'timeout'],
    ['ERR_CONNECTION_RESET', 'broken-off'],
    ['ERR_EMPTY_RESPONSE', 'broken-off'],
    ['ERR_NETWORK_CHANGED', 'broken-off'],
    ['ERR_SSL_PROTOCOL_ERROR', 'broken-off'],
    ['ERR_ABORTED', 'broken-off'],
    ['ERR_SSL_CLIENT_AUTH_CERT_NEEDED', 'client-certificate'],
    ['ERR_BAD_SSL_CLIENT_AUTH_CERT', 'client-certificate'],
    ['ERR_SOMETHING_NEW', 'unknown'],
    ['ERR_constructor', 'unknown'],
  ])('%s is told as %s', (name, reason) => {
    expect(classifyNetworkError(`net::${name}`).reason).toBe(reason);
  });

  test.each([
    ['ERR_CERT_COMMON_NAME_INVALID', 'wrong-host'],
    ['ERR_CERT_DATE_INVALID', 'expired'],
    ['ERR_CERT_AUTHORITY_INVALID', 'unknown-authority'],
    ['ERR_CERT_REVOKED', 'revoked'],
    ['ERR_CERT_WEAK_KEY', 'weak'],
    ['ERR_CERT_INVALID', 'other'],
    ['ERR_SSL_VERSION_OR_CIPHER_MISMATCH', 'weak'],
  ])('%s is a certificate that is %s', (name, problem) => {
    expect(classifyNetworkError(`net::${name}`)).toMatchObject({ reason: 'certificate', certificate: problem });
  });

  test.each(['ERR_NAME_NOT_RESOLVED', 'ERR_CERT_AUTHORITY_INVALID', 'ERR_TUNNEL_CONNECTION_FAILED', 'ERR_PROXY_CONNECTION_FAILED'])(
    '%s proves that nothing was sent, whenever it comes',
    (name) => {
      expect(proof(name, 0)).toBe(true);
      expect(proof(name, 100_000)).toBe(true);
    },
  );

  test.each(['ERR_CONNECTION_REFUSED', 'ERR_ADDRESS_UNREACHABLE', 'ERR_INTERNET_DISCONNECTED'])(
    '%s proves it only while it can come from connecting alone',
    (name) => {
      expect(proof(name, connectingEndsMs - 1)).toBe(true);
      expect(proof(name, connectingEndsMs)).toBe(false);
    },
  );

  test.each([
    'ERR_TIMED_OUT',
    'ERR_CONNECTION_TIMED_OUT',
    'ERR_CONNECTION_RESET',
    'ERR_CONNECTION_CLOSED',
    'ERR_EMPTY_RESPONSE',
    'ERR_SOCKET_NOT_CONNECTED',
    'ERR_NETWORK_CHANGED',
    'ERR_NETWORK_IO_SUSPENDED',
    'ERR_SSL_PROTOCOL_ERROR',
    'ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
    'ERR_BAD_SSL_CLIENT_AUTH_CERT',
    'ERR_SSL_CLIENT_AUTH_CERT_NEEDED',
    'ERR_ABORTED',
    'ERR_FAILED',
    'ERR_SOMETHING_NEW',
  ])('%s proves nothing', (name) => {
    expect(proof(name, 0)).toBe(false);
  });

  test('without a name proves nothing', () => {
    expect(classifyNetworkError('Redirect was cancelled')).toEqual({ reason: 'unknown', comes: 'any' });
  });
});

describe('a certificate', () => {
  const wrongDate = classifyNetworkError('net::ERR_CERT_DATE_INVALID');
  const dates = { from: 1_000, until: 2_000, issuer: '' };

  test.each([
    ['expired', wrongDate, dates, 3_000, 'expired'],
    ['not yet valid', wrongDate, dates, 500, 'not-yet-valid'],
    ['of the wrong date, its dates unseen', wrongDate, undefined, 500, 'expired'],
    ['of the wrong host, and not yet valid too', classifyNetworkError('net::ERR_CERT_COMMON_NAME_INVALID'), dates, 500, 'wrong-host'],
  ] as const)('that is %s is told so, with its host', (_, trouble, seen, now, problem) => {
    expect(certificateTrouble(trouble, 'p.example', seen, now)).toEqual({ host: 'p.example', problem });
  });

  test.each([
    ['Plant CA', 'Plant CA'],
    [' \u202ePlant\n\u0000CA ', 'Plant CA'],
    ['\u0007', undefined],
    ['x'.repeat(200), `${'x'.repeat(79)}…`],
  ])('that says it was issued by %j is told with %j', (issuer, told) => {
    expect(certificateTrouble(wrongDate, 'p.example', { ...dates, issuer }, 3_000)?.issuer).toBe(told);
  });

  test('is not what another error is about', () => {
    expect(certificateTrouble(classifyNetworkError('net::ERR_CONNECTION_RESET'), 'p.example', dates, 0)).toBeNull();
  });
});
