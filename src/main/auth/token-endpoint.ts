import * as openid from 'openid-client';
import { z } from 'zod';
import type { CertificateTrouble, EnvironmentId, NoAnswerReason } from '../../shared/environment.ts';
import { isSameIssuer } from '../environments/issuer.ts';
import type { Clock } from '../system/clock.ts';
import type { Exchange, Network } from '../system/network-port.ts';
import { payloadOf } from './access-token.ts';
import { createIssuerFetch } from './issuer-fetch.ts';
import { tokenEnd } from './token-end.ts';

/** The realm's public client (platform page §2). */
export const clientId = 'kelvin-client';

/** Times are wall clock ms, reckoned from when the answer came, not from anybody else's clock. */
export interface Tokens {
  readonly accessToken: string;
  readonly accessExpiresAt: number | null;
  readonly refreshToken: string | null;
  /** Null where the issuer did not say, or said that it does not end. */
  readonly refreshExpiresAt: number | null;
}

export type NoAnswer = {
  readonly kind: 'no-answer';
  readonly reason: NoAnswerReason;
  readonly certificate?: CertificateTrouble;
  /** Host and port of the proxy that let nobody through. */
  readonly proxy?: string;
};

export type TokenResult =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  /** The issuer said no: its OAuth error code and description. */
  | { readonly kind: 'rejected'; readonly error: string; readonly description: string }
  | NoAnswer
  /** The ID token says that somebody else issued it (OpenID Connect Core §3.1.3.7, 2). */
  | OtherIssuer
  | { readonly kind: 'unexpected' };

export interface OtherIssuer {
  readonly kind: 'other-issuer';
  /** As it names itself. */
  readonly issuer: string;
}

export interface Issuer {
  readonly environmentId: EnvironmentId;
  readonly issuer: string;
  /** Breaks a request off; what it would have answered is not taken over. */
  readonly signal?: AbortSignal;
}

export interface Credentials {
  readonly userName: string;
  readonly password: string;
  /** Text, not a number: a code's leading zeros count. */
  readonly oneTimeCode: string | null;
}

/** A client of the realm that acts for no person. */
export interface ServiceAccount {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a browser came back with, and what must fit it. */
export interface AuthorizationCode {
  readonly code: string;
  /** Exactly as it was asked for: the library would add a slash, and Keycloak compares letter by letter. */
  readonly redirectUri: string;
  readonly verifier: string;
  readonly nonce: string;
}

export interface TokenEndpoint {
  /** Where the browser goes (RFC 6749 §4.1 with PKCE, RFC 7636). */
  authorizationUrl(issuer: Issuer, parameters: Readonly<Record<string, string>>): URL;
  withCode(issuer: Issuer, code: AuthorizationCode): Promise<TokenResult>;
  withServiceAccount(issuer: Issuer, client: ServiceAccount): Promise<TokenResult>;
  withPassword(issuer: Issuer, credentials: Credentials): Promise<TokenResult>;
  withRefreshToken(issuer: Issuer, refreshToken: string): Promise<TokenResult>;
}

/** Keycloak's token endpoint through openid-client. Nothing throws, nothing is repeated. */
export function createTokenEndpoint(network: Network, clock: Clock): TokenEndpoint {
  async function grant(
    { environmentId, issuer, signal }: Issuer,
    ask: Ask,
    judge: (idToken: string | null) => 'right' | Exclude<TokenResult, { kind: 'tokens' }> = () => 'right',
    client: ServiceAccount | null = null,
  ): Promise<TokenResult> {
    const issuerFetch = createIssuerFetch(network, environmentId, signal);
    const config = configure(issuer, client);
    config[openid.customFetch] = issuerFetch.fetch;
    try {
      const answer = await ask(config);
      const verdict = judge(issuerFetch.lastIdToken());
      return verdict === 'right' ? { kind: 'tokens', tokens: tokensOf(answer, clock.now()) } : verdict;
    } catch {
      // The library's error tells less than what came over the wire, and may carry parts of it.
      return refusalOf(issuerFetch.lastExchange());
    }
  }

  return {
    authorizationUrl: ({ issuer }, parameters) => openid.buildAuthorizationUrl(configure(issuer, null), { ...parameters }),
    withCode: (issuer, { code, redirectUri, verifier, nonce }) =>
      grant(
        issuer,
        (config) =>
          openid.genericGrantRequest(config, 'authorization_code', {
            code,
            redirect_uri: redirectUri,
            code_verifier: verifier,
          }),
        (idToken) => {
          const other = otherIssuer(idToken, issuer.issuer);
          if (other !== null) return other;
          return idToken !== null && isForThisSignIn(idToken, issuer.issuer, nonce) ? 'right' : { kind: 'unexpected' };
        },
      ),
    withServiceAccount: (issuer, client) =>
      grant(issuer, (config) => openid.clientCredentialsGrant(config, { scope: 'openid' }), undefined, client),
    withPassword: (issuer, { userName, password, oneTimeCode }) =>
      grant(
        issuer,
        (config) =>
          openid.genericGrantRequest(config, 'password', {
            username: userName,
            password,
            scope: 'openid',
            ...(oneTimeCode === null ? {} : { totp: oneTimeCode }),
          }),
        (idToken) => otherIssuer(idToken, issuer.issuer) ?? 'right',
      ),
    withRefreshToken: (issuer, refreshToken) =>
      grant(issuer, (config) => openid.refreshTokenGrant(config, refreshToken)),
  };
}

type Ask = (config: openid.Configuration) => Promise<openid.TokenEndpointResponse>;

/** From Keycloak's fixed paths: a platform need not serve the discovery document. */
function configure(issuer: string, client: ServiceAccount | null): openid.Configuration {
  const config = new openid.Configuration(
    {
      issuer,
      authorization_endpoint: `${issuer}/protocol/openid-connect/auth`,
      token_endpoint: `${issuer}/protocol/openid-connect/token`,
    },
    client?.clientId ?? clientId,
    undefined,
    client === null ? openid.None() : openid.ClientSecretPost(client.clientSecret),
  );
  // The network port has the one deadline.
  config.timeout = 0;
  // Plain HTTP gets this far only for loopback in a development build: the environment's address says so.
  if (issuer.startsWith('http:')) openid.allowInsecureRequests(config);
  return config;
}

const issuerClaim = z.object({ iss: z.string() });

/** Null where the ID token comes from the issuer that was asked, or does not tell. */
function otherIssuer(idToken: string | null, asked: string): OtherIssuer | null {
  const told = idToken === null ? undefined : issuerClaim.safeParse(payloadOf(idToken)).data?.iss;
  return told === undefined || isSameIssuer(told, asked) ? null : { kind: 'other-issuer', issuer: told };
}

const idClaims = z.object({ iss: z.string(), aud: z.union([z.string(), z.array(z.string())]), nonce: z.string() });

/**
 * Whether the ID token that came with a code belongs to the sign-in that was begun here. It came straight from the
 * issuer over TLS, so its signature need not be checked (OpenID Connect Core §3.1.3.7, 6); its times are left alone,
 * because this computer's clock may be hours off.
 */
function isForThisSignIn(idToken: string, issuer: string, nonce: string): boolean {
  const claims = idClaims.safeParse(payloadOf(idToken)).data;
  return claims !== undefined && isSameIssuer(claims.iss, issuer) && [claims.aud].flat().includes(clientId) && claims.nonce === nonce;
}

function tokensOf(answer: openid.TokenEndpointResponse, receivedAt: number): Tokens {
  const refreshLife = Number(answer['refresh_expires_in']);
  return {
    accessToken: answer.access_token,
    accessExpiresAt: answer.expires_in === undefined ? null : tokenEnd(receivedAt + answer.expires_in * 1000),
    refreshToken: answer.refresh_token ?? null,
    refreshExpiresAt:
      answer.refresh_token !== undefined && refreshLife > 0 ? tokenEnd(receivedAt + refreshLife * 1000) : null,
  };
}

const oauthError = z.object({ error: z.string(), error_description: z.string().catch('') });

function refusalOf(exchange: Exchange | null): TokenResult {
  if (exchange === null) return { kind: 'unexpected' };
  if (exchange.kind === 'redirect') return { kind: 'no-answer', reason: 'captive-portal' };
  if (exchange.kind === 'no-answer') {
    const { reason, certificate, proxy } = exchange;
    return {
      kind: 'no-answer',
      reason,
      ...(certificate === undefined ? {} : { certificate }),
      ...(proxy === undefined ? {} : { proxy }),
    };
  }
  const { status } = exchange;
  if (status === 511) return { kind: 'no-answer', reason: 'captive-portal' };
  if (status === 407) return { kind: 'no-answer', reason: 'proxy' };
  if (status === 408 || status === 429 || status >= 500) return { kind: 'no-answer', reason: 'unknown' };
  if (status !== 400 && status !== 401) return { kind: 'unexpected' };
  const told = oauthError.safeParse(jsonOf(exchange.body)).data;
  if (told === undefined) return { kind: 'unexpected' };
  return { kind: 'rejected', error: told.error, description: told.error_description };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
