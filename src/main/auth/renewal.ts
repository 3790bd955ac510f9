import type { EnvironmentId } from '../../shared/environment.ts';
import type { Clock } from '../system/clock.ts';
import type { TokenAnswer } from './access.ts';
import { readClaims } from './access-token.ts';
import type { Sessions } from './sessions.ts';
import type { Session } from './stored-session.ts';
import type { TokenEndpoint, TokenResult, Tokens } from './token-endpoint.ts';

/** A token is renewed in the last tenth of its life, as the platform's own client does (platform page §2). */
const tenth = 0.1;

/** Where the token does not tell its life, it is renewed this long before its end, ms. */
const unknownLifeMarginMs = 60_000;

/** A renewed token that is rejected this soon will not be helped by renewing it once more, ms. */
const rejectedAgainMs = 60_000;

export interface RenewalParts {
  readonly sessions: Sessions;
  readonly tokenEndpoint: TokenEndpoint;
  readonly clock: Clock;
  readonly changed: (environmentId: EnvironmentId) => void;
}

/** Whether an issuer says that a refresh token, or a service account's secret, is good no more (RFC 6749 §5.2). */
function endsSession(error: string, { client }: SignedIn): boolean {
  return error === 'invalid_grant' || (client !== null && (error === 'invalid_client' || error === 'unauthorized_client'));
}

type SignedIn = Extract<Session, { kind: 'signed-in' }>;

/** Keeps access tokens fresh: one refresh at a time for each environment, committed before its token is used. */
export interface Renewal {
  token(environmentId: EnvironmentId): Promise<TokenAnswer>;
  renew(environmentId: EnvironmentId, rejectedToken: string): Promise<TokenAnswer>;
}

export function createRenewal({ sessions, tokenEndpoint, clock, changed }: RenewalParts): Renewal {
  const flights = new Map<EnvironmentId, Promise<TokenAnswer>>();
  /** The token of the last renewal. One that a sign-in brought meanwhile is none, and may be renewed once itself. */
  const renewed = new Map<EnvironmentId, string>();
  /** Tokens that came from a renewal after a 401, and when (monotonic ms). */
  const afterRejection = new Map<EnvironmentId, { readonly token: string; readonly at: number }>();

  function refresh(environmentId: EnvironmentId): Promise<TokenAnswer> {
    const running = flights.get(environmentId);
    if (running !== undefined) return running;
    const flight = refreshOnce(environmentId).finally(() => flights.delete(environmentId));
    flights.set(environmentId, flight);
    return flight;
  }

  async function refreshOnce(environmentId: EnvironmentId): Promise<TokenAnswer> {
    const session = sessions.get(environmentId);
    if (session?.kind !== 'signed-in') return withoutSession(session);
    const { issuer } = session.account;
    if (session.client !== null) {
      const result = await tokenEndpoint.withServiceAccount({ environmentId, issuer }, session.client);
      return conclude(environmentId, session, result, (tokens) =>
        session.client !== null && sessions.renewByClient(environmentId, session.client, tokens),
      );
    }
    const { refreshToken } = session;
    if (refreshToken === null) return close(environmentId, session);
    const result = await tokenEndpoint.withRefreshToken({ environmentId, issuer }, refreshToken);
    return conclude(environmentId, session, result, (tokens) => sessions.renew(environmentId, refreshToken, tokens));
  }

  function conclude(
    id: EnvironmentId,
    session: SignedIn,
    result: TokenResult,
    commit: (tokens: Tokens) => boolean,
  ): TokenAnswer {
    switch (result.kind) {
      case 'tokens': {
        // Committed first, used second: a token that was rotated away cannot be had again.
        if (!commit(result.tokens)) return standing(id);
        renewed.set(id, result.tokens.accessToken);
        changed(id);
        return { kind: 'token', accessToken: result.tokens.accessToken, account: session.account };
      }
      case 'rejected':
        return endsSession(result.error, session) ? close(id, session) : { kind: 'no-answer', reason: 'unknown' };
      case 'no-answer':
        return result;
      case 'other-issuer':
      case 'unexpected':
        return { kind: 'no-answer', reason: 'unknown' };
    }
  }

  /** Ends this very session; one that took its place meanwhile stands. */
  function close(environmentId: EnvironmentId, held: SignedIn): TokenAnswer {
    if (!sessions.expire(environmentId, held)) return standing(environmentId);
    changed(environmentId);
    return { kind: 'sign-in', because: 'expired' };
  }

  /** What stands after somebody signed in or out during the exchange. */
  function standing(environmentId: EnvironmentId): TokenAnswer {
    const session = sessions.get(environmentId);
    if (session?.kind !== 'signed-in') return withoutSession(session);
    if (session.accessToken === null) return { kind: 'no-answer', reason: 'unknown' };
    return { kind: 'token', accessToken: session.accessToken, account: session.account };
  }

  return {
    async token(environmentId) {
      const session = sessions.get(environmentId);
      if (session?.kind !== 'signed-in') return withoutSession(session);
      const { accessToken, account } = session;
      const freshness = freshnessOf(session, clock.now());
      if (accessToken !== null && freshness === 'fresh') return { kind: 'token', accessToken, account };
      if (accessToken !== null && freshness === 'ageing' && session.refreshToken === null && session.client === null) {
        return { kind: 'token', accessToken, account };
      }
      const answer = await refresh(environmentId);
      // The issuer may be out of reach while the platform is not: an unexpired token is still good.
      const usable = answer.kind === 'no-answer' && accessToken !== null && freshness === 'ageing';
      return usable ? { kind: 'token', accessToken, account } : answer;
    },

    async renew(environmentId, rejectedToken) {
      const session = sessions.get(environmentId);
      if (session?.kind !== 'signed-in') return withoutSession(session);
      if (session.accessToken !== null && session.accessToken !== rejectedToken) return standing(environmentId);
      const earlier = afterRejection.get(environmentId);
      if (earlier?.token === rejectedToken && clock.monotonic() - earlier.at < rejectedAgainMs) {
        return close(environmentId, session);
      }
      const answer = await refresh(environmentId);
      if (answer.kind === 'token' && renewed.get(environmentId) === answer.accessToken) {
        afterRejection.set(environmentId, { token: answer.accessToken, at: clock.monotonic() });
      }
      return answer;
    },
  };
}

function withoutSession(session: Session | null): TokenAnswer {
  if (session === null || session.kind === 'signed-in') return { kind: 'sign-in', because: 'never-signed-in' };
  return { kind: 'sign-in', because: session.kind };
}

function freshnessOf(session: SignedIn, now: number): 'fresh' | 'ageing' | 'expired' {
  const { accessToken, accessExpiresAt } = session;
  if (accessToken === null) return 'expired';
  if (accessExpiresAt === null) return 'fresh';
  if (now >= accessExpiresAt) return 'expired';
  const life = readClaims(accessToken)?.lifeMs ?? null;
  const margin = life === null ? unknownLifeMarginMs : life * tenth;
  return now >= accessExpiresAt - margin ? 'ageing' : 'fresh';
}
