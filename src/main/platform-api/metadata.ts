import { z } from 'zod';
import type { Exchange } from '../system/network-port.ts';
import { parseUrl } from '../system/parse-url.ts';
import { isPage, parseJson } from './answers.ts';
import type { MetadataOutcome } from './platform-api.ts';

/** The realm's public client, which the platform's own programs use (platform page §2). */
const clientId = 'kelvin-client';

const metadataSchema = z.object({
  authentication: z.object({ url: z.string().min(1), path: z.string(), realm: z.string().min(1) }),
});

/** Where `/metadata` says that people sign in. A page, a redirect or another shape is no Kelvin platform. */
export function metadataOutcome(exchange: Exchange, origin: string): MetadataOutcome {
  if (exchange.kind === 'no-answer') {
    const { reason, certificate, proxy } = exchange;
    return {
      kind: 'no-answer',
      reason,
      ...(certificate === undefined ? {} : { certificate }),
      ...(proxy === undefined ? {} : { proxy }),
    };
  }
  if (exchange.kind === 'redirect') return { kind: 'not-kelvin' };
  if (exchange.status === 408 || exchange.status === 429 || exchange.status >= 500) {
    return { kind: 'no-answer', reason: exchange.status === 511 ? 'captive-portal' : 'unknown' };
  }
  if (exchange.status !== 200 || isPage(exchange)) return { kind: 'not-kelvin' };
  const metadata = metadataSchema.safeParse(parseJson(exchange.body)).data;
  const issuer = metadata === undefined ? null : issuerOf(metadata.authentication, origin);
  return issuer === null ? { kind: 'not-kelvin' } : { kind: 'metadata', issuer, clientId };
}

/** Slashes between url and path are doubled by some platforms and missing at others: they are collapsed. */
function issuerOf(authentication: { url: string; path: string; realm: string }, origin: string): string | null {
  const { url: text, path, realm } = authentication;
  const url = parseUrl(text.includes('://') ? text : `https://${text}`);
  if (url === null || url.username !== '' || url.password !== '') return null;
  // Plain HTTP only where the environment itself is on loopback, in development.
  if (url.protocol !== 'https:' && url.origin !== origin) return null;
  const pathname = [url.pathname, path, 'realms', encodeURIComponent(realm)].join('/').replace(/\/{2,}/g, '/');
  return `${url.origin}${pathname}`;
}
