import type { Exchange, NetworkRequest } from '../../src/main/system/network-port.ts';
import { jsonAnswer } from './exchanges.ts';

/** An access token whose payload says this; its signature is of no interest to a client. */
export function accessToken(claims: Readonly<Record<string, unknown>>): string {
  const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.signature`;
}

/** Keycloak's answer to a grant: an hour of access, half an hour to renew it, an ID token of another time and client. */
export function tokenAnswer(access: string, refresh: string | null, changes: Readonly<Record<string, unknown>> = {}): Exchange {
  return jsonAnswer(200, {
    access_token: access,
    expires_in: 3600,
    ...(refresh === null ? {} : { refresh_token: refresh, refresh_expires_in: 1800 }),
    token_type: 'Bearer',
    scope: 'openid email profile',
    id_token: accessToken({ aud: 'nobody', exp: 1, iat: 1 }),
    ...changes,
  });
}

/** Keycloak's way to say no. */
export function grantRefused(description: string, status = 400, error = 'invalid_grant'): Exchange {
  return jsonAnswer(status, { error, error_description: description });
}

export function formOf(request: NetworkRequest | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(request?.body)));
}
