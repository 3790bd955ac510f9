import type { EnvironmentId } from '../../shared/environment.ts';
import type { Network } from '../system/network-port.ts';
import type { Sessions } from './sessions.ts';
import type { Session } from './stored-session.ts';
import { clientId } from './token-endpoint.ts';

/** Signing out must not keep the person waiting for a network that is not there, ms. */
const deadlineMs = 5_000;

/**
 * Forgets the tokens first, then tells the issuer, best effort. True when the issuer confirmed it; otherwise
 * the session ends there by itself.
 */
export async function signOutOf(network: Network, sessions: Sessions, environmentId: EnvironmentId): Promise<boolean> {
  const session = sessions.get(environmentId);
  sessions.signOut(environmentId);
  return tellIssuer(network, environmentId, session);
}

/** Tells the issuer that a session is over, which is forgotten here by now. True when the issuer confirmed it. */
export async function tellIssuer(network: Network, environmentId: EnvironmentId, session: Session | null): Promise<boolean> {
  if (session?.kind !== 'signed-in' || session.refreshToken === null) return false;
  const form = new URLSearchParams({ client_id: clientId, refresh_token: session.refreshToken });
  const exchange = await network.exchange({
    environmentId,
    lane: 'write',
    method: 'POST',
    // The path that the platform's own client uses, not OpenID's (platform page §2).
    url: `${session.account.issuer}/logout`,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new TextEncoder().encode(form.toString()),
    deadlineMs,
    maxBodyBytes: 64 * 1024,
  });
  return exchange.kind === 'answer' && exchange.status === 204;
}
