import { parseUrl } from './parse-url.ts';

/**
 * Whether a request may go there: `https:` to one of the environment's own origins; plain `http:` only to this
 * computer itself, and only in development. Nothing that comes from a platform can widen it.
 */
export function mayGoTo(address: string, allowedOrigins: readonly string[], allowHttpLoopback: boolean): boolean {
  const url = parseUrl(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (!allowedOrigins.includes(url.origin)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && allowHttpLoopback && isLoopback(url.hostname));
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
