const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a redirect leads back to a program on this machine (RFC 8252 §7.3), on whichever port and path. */
export function isLoopbackRedirect(uri: string): boolean {
  const url = URL.parse(uri);
  return (
    url !== null &&
    url.protocol === 'http:' &&
    LOOPBACK_HOSTS.has(url.hostname) &&
    !uri.includes('#') &&
    url.username === ''
  );
}
