import { z } from 'zod';

const claimsSchema = z.object({
  sub: z.string().min(1),
  iss: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  iat: z.number().optional().catch(undefined),
  exp: z.number().optional().catch(undefined),
});

export interface Claims {
  readonly subject: string;
  /** Who says that it issued the token; null where it does not say. */
  readonly issuer: string | null;
  /** What the token calls the account, the most familiar first; empty where it says nothing. */
  readonly names: readonly string[];
  /** `exp − iat` in ms: a duration, so nobody's clock matters. Null where the token does not say. */
  readonly lifeMs: number | null;
}

/**
 * What an access token says of the account. It came from the issuer over TLS and is only read to show and to
 * match names, never to grant anything, so its signature is not checked. Null for a token that is no JWT.
 */
export function readClaims(accessToken: string): Claims | null {
  const claims = claimsSchema.safeParse(payloadOf(accessToken)).data;
  if (claims === undefined) return null;
  const { sub, iss, preferred_username: userName, email, iat, exp } = claims;
  return {
    subject: sub,
    issuer: iss ?? null,
    names: [...new Set([userName, email])].filter((name): name is string => name !== undefined && name !== ''),
    lifeMs: iat === undefined || exp === undefined || exp <= iat ? null : (exp - iat) * 1000,
  };
}

/** The payload of a JWT, unchecked; null where it is none. */
export function payloadOf(token: string): unknown {
  const parts = token.split('.');
  if (parts.length !== 3) return null;
  try {
    return JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
