import { z } from 'zod';
import { payloadOf, readClaims } from './access-token.ts';
import { tokenEnd } from './token-end.ts';
import type { Tokens } from './token-endpoint.ts';

const ending = z.object({ iss: z.string().min(1), exp: z.number().optional().catch(undefined) });

/**
 * Reads an access token that a person copied from elsewhere, also with "Bearer " or a whole Authorization header
 * before it. Its end is its own `exp`; there is nothing to renew it with.
 */
export function readPastedToken(
  pasted: string,
  now: number,
): { readonly tokens: Tokens; readonly issuer: string } | 'not-a-token' | 'token-expired' {
  const accessToken = pasted.trim().replace(/^authorization:\s*/i, '').replace(/^bearer\s+/i, '').trim();
  const claims = ending.safeParse(payloadOf(accessToken)).data;
  if (claims === undefined || readClaims(accessToken) === null || /\s/.test(accessToken)) return 'not-a-token';
  const accessExpiresAt = claims.exp === undefined ? null : tokenEnd(claims.exp * 1000);
  if (accessExpiresAt !== null && accessExpiresAt <= now) return 'token-expired';
  return { tokens: { accessToken, accessExpiresAt, refreshToken: null, refreshExpiresAt: null }, issuer: claims.iss };
}
