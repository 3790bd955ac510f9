import type { EnvironmentId } from '../../shared/environment.ts';
import type { SessionView, SignInAnswer } from '../../shared/session.ts';
import type { Environments } from '../environments/environments.ts';
import type { Database } from '../storage/database.ts';
import type { Clock } from '../system/clock.ts';
import type { Network } from '../system/network-port.ts';
import type { Access } from './access.ts';
import type { Platform } from './platform.ts';
import { createRenewal } from './renewal.ts';
import { createSessions } from './sessions.ts';
import { signInWithPassword } from './sign-in.ts';
import { signOutOf } from './sign-out.ts';
import type { Session } from './stored-session.ts';
import { createTokenEndpoint } from './token-endpoint.ts';
import type { Credentials } from './token-endpoint.ts';

export interface AuthParts {
  readonly db: Database;
  readonly network: Network;
  readonly platform: Platform;
  readonly environments: Pick<Environments, 'get' | 'confirmedIssuer'>;
  readonly clock: Clock;
}

/** An environment's sign-in: begun and ended by the person, kept alive by renewal. Passwords are never kept. */
export interface Auth extends Access {
  signIn(environmentId: EnvironmentId, credentials: Credentials): Promise<SignInAnswer>;
  /** The tokens are forgotten here in any case; `reached` tells whether the issuer confirmed it. */
  signOut(environmentId: EnvironmentId): Promise<{ readonly reached: boolean }>;
  view(environmentId: EnvironmentId): SessionView;
  /** Called after each commit that changed a session. The answer stops it. */
  onChange(listener: (environmentId: EnvironmentId) => void): () => void;
}

export function createAuth({ db, network, platform, environments, clock }: AuthParts): Auth {
  const listeners = new Set<(environmentId: EnvironmentId) => void>();
  const changed = (environmentId: EnvironmentId) => {
    for (const listener of listeners) listener(environmentId);
  };
  const sessions = createSessions(db);
  const tokenEndpoint = createTokenEndpoint(network, clock);
  const renewal = createRenewal({ sessions, tokenEndpoint, clock, changed });

  return {
    ...renewal,
    account(environmentId) {
      const session = sessions.get(environmentId);
      return session === null || session.kind === 'signed-out' ? null : session.account;
    },
    isSignedIn: (environmentId) => sessions.get(environmentId)?.kind === 'signed-in',
    learnKrn: (accountId, krn) => sessions.learnKrn(accountId, krn),
    view: (environmentId) => viewOf(sessions.get(environmentId)),
    async signIn(environmentId, credentials) {
      const environment = environments.get(environmentId);
      if (environment === null) return { signedIn: false, trouble: 'not-kelvin' };
      const confirmedIssuer = environments.confirmedIssuer(environmentId);
      const parts = { platform, tokenEndpoint, sessions, clock };
      const answer = await signInWithPassword(parts, environment, confirmedIssuer, credentials);
      if (answer.signedIn) changed(environmentId);
      return answer;
    },
    async signOut(environmentId) {
      // Forgotten and announced before the issuer is asked, which may take its five seconds.
      const telling = signOutOf(network, sessions, environmentId);
      changed(environmentId);
      return { reached: await telling };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function viewOf(session: Session | null): SessionView {
  if (session === null) return { kind: 'never-signed-in' };
  const account = session.account.name;
  if (session.kind !== 'signed-in') return { kind: session.kind, account };
  const until = session.refreshToken === null ? session.accessExpiresAt : session.refreshExpiresAt;
  return { kind: 'signed-in', account, until };
}
