import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { IncomingMessage } from 'node:http';

/** Told whose a sign-in request was, where that is known: an account's id or a client's. */
export type OnSignIn = (request: IncomingMessage, accountId: string | undefined) => void;

/**
 * Gives the token endpoint Keycloak's manners: `refresh_expires_in` with every refresh token (clients need
 * both or neither), a session id, its words for a refresh token that is spent, expired or revoked; JSON
 * whatever a client says it accepts.
 */
export function dressTokenReplies(provider: Provider, onSignIn: OnSignIn): void {
  provider.use(async (context, next) => {
    const tokenRequest = context.path.endsWith('/protocol/openid-connect/token');
    if (tokenRequest) context.request.header.accept = 'application/json';
    await next();
    if (
      !tokenRequest ||
      context.oidc === undefined ||
      typeof context.body !== 'object' ||
      context.body === null
    )
      return;
    const { body, oidc } = context as unknown as {
      body: Record<string, unknown>;
      oidc: KoaContextWithOIDC['oidc'];
    };
    onSignIn(
      context.req,
      oidc.entities.Account?.accountId ?? oidc.entities.AccessToken?.accountId ?? oidc.client?.clientId,
    );
    context.body = typeof body.error === 'string' ? dressError(body, oidc) : dressTokens(body, oidc);
  });
}

function dressTokens(
  body: Record<string, unknown>,
  oidc: KoaContextWithOIDC['oidc'],
): Record<string, unknown> {
  const { RefreshToken: refresh, AccessToken: access } = oidc.entities;
  return {
    ...body,
    ...(body.refresh_token !== undefined && refresh !== undefined
      ? { refresh_expires_in: refresh.remainingTTL }
      : {}),
    'not-before-policy': 0,
    ...(access?.grantId === undefined ? {} : { session_state: access.grantId }),
  };
}

function dressError(
  body: Record<string, unknown>,
  oidc: KoaContextWithOIDC['oidc'],
): Record<string, unknown> {
  if (oidc.params?.grant_type !== 'refresh_token' || body.error !== 'invalid_grant') return body;
  return { error: 'invalid_grant', error_description: 'Token is not active' };
}
