import type { CertificateTrouble, NoAnswerReason } from '../../shared/environment.ts';
import { plainName } from './plain-name.ts';

/** What one of Chromium's network errors means to us. */
export interface NetworkTrouble {
  readonly reason: NoAnswerReason;
  /**
   * When this error can come, seen from a request on a connection of its own:
   * `before`: only before the first byte of the request; `connecting`: while connecting, but a broken
   * connection may end with the same error much later; `any`: it proves nothing.
   */
  readonly comes: 'before' | 'connecting' | 'any';
  readonly certificate?: CertificateTrouble['problem'];
}

const before = (reason: NoAnswerReason): NetworkTrouble => ({ reason, comes: 'before' });
const connecting = (reason: NoAnswerReason): NetworkTrouble => ({ reason, comes: 'connecting' });
const any = (reason: NoAnswerReason): NetworkTrouble => ({ reason, comes: 'any' });
const certificate = (problem: CertificateTrouble['problem']): NetworkTrouble => ({
  reason: 'certificate',
  comes: 'before',
  certificate: problem,
});

/**
 * By name, from Chromium's list of network errors. A name that is not here is `unknown` and proves nothing:
 * an error must earn its place among those after which a write may simply be sent again.
 */
const troubles: Readonly<Record<string, NetworkTrouble>> = {
  ERR_NAME_NOT_RESOLVED: before('name-not-found'),
  ERR_NAME_RESOLUTION_FAILED: before('name-not-found'),
  ERR_DNS_TIMED_OUT: before('name-not-found'),
  ERR_DNS_SERVER_FAILED: before('name-not-found'),
  ERR_DNS_MALFORMED_RESPONSE: before('name-not-found'),
  ERR_DNS_NO_MATCHING_SUPPORTED_ALPN: before('name-not-found'),
  ERR_DNS_SECURE_RESOLVER_HOSTNAME_RESOLUTION_FAILED: before('name-not-found'),
  ERR_ICANN_NAME_COLLISION: before('name-not-found'),

  // A dead connection can end with the system's last soft error, which may be one of these.
  ERR_CONNECTION_REFUSED: connecting('refused'),
  ERR_ADDRESS_UNREACHABLE: connecting('unreachable'),
  ERR_ADDRESS_INVALID: connecting('unreachable'),
  ERR_INTERNET_DISCONNECTED: connecting('no-link'),
  // Only `connect` gives these (a firewall on this computer; none of the name's addresses worked).
  ERR_NETWORK_ACCESS_DENIED: before('unreachable'),
  ERR_CONNECTION_FAILED: any('unreachable'),

  // The platform is https, so a proxy only ever sees CONNECT until the tunnel stands.
  ERR_PROXY_CONNECTION_FAILED: before('proxy'),
  ERR_TUNNEL_CONNECTION_FAILED: before('proxy'),
  ERR_HTTPS_PROXY_TUNNEL_RESPONSE_REDIRECT: before('proxy'),
  ERR_PROXY_CERTIFICATE_INVALID: before('proxy'),
  ERR_PROXY_AUTH_UNSUPPORTED: before('proxy'),
  ERR_PROXY_AUTH_REQUESTED: before('proxy'),
  ERR_MANDATORY_PROXY_CONFIGURATION_FAILED: before('proxy'),
  ERR_NO_SUPPORTED_PROXIES: before('proxy'),
  ERR_PAC_SCRIPT_FAILED: before('proxy'),
  ERR_PAC_NOT_IN_DHCP: before('proxy'),
  ERR_SOCKS_CONNECTION_FAILED: before('proxy'),
  ERR_SOCKS_CONNECTION_HOST_UNREACHABLE: before('proxy'),

  ERR_CERT_COMMON_NAME_INVALID: certificate('wrong-host'),
  ERR_CERT_NAME_CONSTRAINT_VIOLATION: certificate('wrong-host'),
  ERR_CERT_DATE_INVALID: certificate('expired'),
  ERR_CERT_AUTHORITY_INVALID: certificate('unknown-authority'),
  ERR_CERT_KNOWN_INTERCEPTION_BLOCKED: certificate('unknown-authority'),
  ERR_CERT_SYMANTEC_LEGACY: certificate('unknown-authority'),
  ERR_CERT_REVOKED: certificate('revoked'),
  ERR_CERT_WEAK_SIGNATURE_ALGORITHM: certificate('weak'),
  ERR_CERT_WEAK_KEY: certificate('weak'),
  ERR_CERT_CONTAINS_ERRORS: certificate('other'),
  ERR_CERT_NO_REVOCATION_MECHANISM: certificate('other'),
  ERR_CERT_UNABLE_TO_CHECK_REVOCATION: certificate('other'),
  ERR_CERT_INVALID: certificate('other'),
  ERR_CERT_NON_UNIQUE_NAME: certificate('other'),
  ERR_CERT_VALIDITY_TOO_LONG: certificate('other'),
  ERR_CERTIFICATE_TRANSPARENCY_REQUIRED: certificate('other'),
  ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN: certificate('unknown-authority'),
  ERR_SSL_SERVER_CERT_BAD_FORMAT: certificate('other'),
  // What the two sides could not agree on; an alert that says so may also come late.
  ERR_SSL_VERSION_OR_CIPHER_MISMATCH: { reason: 'certificate', comes: 'any', certificate: 'weak' },
  ERR_SSL_OBSOLETE_CIPHER: { reason: 'certificate', comes: 'any', certificate: 'weak' },
  ERR_SSL_WEAK_SERVER_EPHEMERAL_DH_KEY: { reason: 'certificate', comes: 'any', certificate: 'weak' },

  // A connection can ask for a client certificate again after the request, so none of these proves that nothing was sent.
  ERR_SSL_CLIENT_AUTH_CERT_NEEDED: any('client-certificate'),
  ERR_BAD_SSL_CLIENT_AUTH_CERT: any('client-certificate'),
  ERR_SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY: any('client-certificate'),
  ERR_SSL_CLIENT_AUTH_PRIVATE_KEY_ACCESS_DENIED: any('client-certificate'),
  ERR_SSL_CLIENT_AUTH_CERT_BAD_FORMAT: any('client-certificate'),
  ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED: any('client-certificate'),
  ERR_SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS: any('client-certificate'),

  ERR_TIMED_OUT: any('timeout'),
  ERR_CONNECTION_TIMED_OUT: any('timeout'),
  ERR_CONNECTION_RESET: any('broken-off'),
  ERR_CONNECTION_CLOSED: any('broken-off'),
  ERR_CONNECTION_ABORTED: any('broken-off'),
  ERR_EMPTY_RESPONSE: any('broken-off'),
  ERR_SOCKET_NOT_CONNECTED: any('broken-off'),
  ERR_NETWORK_CHANGED: any('broken-off'),
  ERR_NETWORK_IO_SUSPENDED: any('broken-off'),
  ERR_CONTENT_LENGTH_MISMATCH: any('broken-off'),
  ERR_INCOMPLETE_CHUNKED_ENCODING: any('broken-off'),
  ERR_INVALID_CHUNKED_ENCODING: any('broken-off'),
  ERR_CONTENT_DECODING_FAILED: any('broken-off'),
  ERR_INVALID_HTTP_RESPONSE: any('broken-off'),
  ERR_RESPONSE_HEADERS_TOO_BIG: any('broken-off'),
  ERR_RESPONSE_HEADERS_TRUNCATED: any('broken-off'),
  // Also what plain HTTP on the TLS port looks like, as some captive portals answer.
  ERR_SSL_PROTOCOL_ERROR: any('broken-off'),
  // Not by our caller: that ends a request before its error comes.
  ERR_ABORTED: any('broken-off'),
};

/** A connection that once stood cannot die of retransmissions sooner than this, ms (see docs/decisions/0003). */
export const connectingEndsMs = 5_000;

/** The class of an error of Electron's `net`, whose message is `net::ERR_…`. */
export function classifyNetworkError(message: string): NetworkTrouble {
  const name = /\b(ERR_[A-Z0-9_]+)/.exec(message)?.[1] ?? '';
  return (Object.hasOwn(troubles, name) ? troubles[name] : undefined) ?? any('unknown');
}

/** Whether it is certain that not one byte of the request left, for a request on a connection of its own. */
export function provesNothingSent(trouble: NetworkTrouble, elapsedMs: number): boolean {
  return trouble.comes === 'before' || (trouble.comes === 'connecting' && elapsedMs < connectingEndsMs);
}

/** What a certificate says of itself: its dates, wall clock ms, and the name of who issued it. */
export interface SeenCertificate {
  readonly from: number;
  readonly until: number;
  readonly issuer: string;
}

/** What is wrong with a host's certificate. Chromium has one error for both wrong ends of its time; the dates tell. */
export function certificateTrouble(
  trouble: NetworkTrouble,
  host: string,
  seen: SeenCertificate | undefined,
  now: number,
): CertificateTrouble | null {
  if (trouble.certificate === undefined) return null;
  const early = trouble.certificate === 'expired' && seen !== undefined && now < seen.from;
  const issuer = seen === undefined ? '' : plainName(seen.issuer);
  return { host, problem: early ? 'not-yet-valid' : trouble.certificate, ...(issuer === '' ? {} : { issuer }) };
}
