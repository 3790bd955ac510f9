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
import type { BrowserPorts } from './browser-sign-in.ts';
import { createSignIn, type SignInWay } from './sign-in.ts';
import { signOutOf } from './sign-out.ts';
import type { Session } from './stored-session.ts';
import { createTokenEndpoint } from './token-endpoint.ts';
import type { Credentials, ServiceAccount } from './token-endpoint.ts';

export interface AuthParts {
  readonly db: Database;
  readonly network: Network;
  readonly platform: Platform;
  readonly environments: Pick<Environments, 'get' | 'confirmedIssuer'>;
  readonly clock: Clock;
  readonly browser: BrowserPorts;
}

/** An environment's sign-in: begun and ended by the person, kept alive by renewal. Passwords are never kept. */
export interface Auth extends Access {
  signIn(environmentId: EnvironmentId, credentials: Credentials): Promise<SignInAnswer>;
  /** In the system's browser. Answers when the person is done there, or not to be waited for any more. */
  signInWithBrowser(environmentId: EnvironmentId): Promise<SignInAnswer>;
  /** Waits no longer for the browser. */
  cancelBrowser(environmentId: EnvironmentId): void;
  signInAsService(environmentId: EnvironmentId, client: ServiceAccount): Promise<SignInAnswer>;
  /** With an access token from elsewhere, which is used until it ends and never renewed. */
  signInWithToken(environmentId: EnvironmentId, token: string): Promise<SignInAnswer>;
  /** The tokens are forgotten here in any case; `reached` tells whether the issuer confirmed it. */
  signOut(environmentId: EnvironmentId): Promise<{ readonly reached: boolean }>;
  view(environmentId: EnvironmentId): SessionView;
  /** Called after each commit that changed a session. The answer stops it. */
  onChange(listener: (environmentId: EnvironmentId) => void): () => void;
}

export function createAuth({ db, network, platform, environments, clock, browser }: AuthParts): Auth {
  const listeners = new Set<(environmentId: EnvironmentId) => void>();
  const changed = (environmentId: EnvironmentId) => {
    for (const listener of listeners) listener(environmentId);
  };
  const sessions = createSessions(db);
  const tokenEndpoint = createTokenEndpoint(network, clock);
  const renewal = createRenewal({ sessions, tokenEndpoint, clock, changed });
  const signIn = createSignIn({ platform, tokenEndpoint, sessions, clock, browser });

  const signedIn = async (environmentId: EnvironmentId, way: SignInWay): Promise<SignInAnswer> => {
    const environment = environments.get(environmentId);
    if (environment === null) return { signedIn: false, trouble: 'not-kelvin' };
    const answer = await signIn(environment, environments.confirmedIssuer(environmentId), way);
    if (answer.signedIn) changed(environmentId);
    return answer;
  };
  /** One browser at a time, in whichever environment: all come back to one port, and the last click is meant. */
  const browsing = new Map<EnvironmentId, AbortController>();

  return {
    ...renewal,
    account(environmentId) {
      const session = sessions.get(environmentId);
      return session === null || session.kind === 'signed-out' ? null : session.account;
    },
    isSignedIn: (environmentId) => sessions.get(environmentId)?.kind === 'signed-in',
    learnKrn: (accountId, krn) => sessions.learnKrn(accountId, krn),
    view: (environmentId) => viewOf(sessions.get(environmentId)),
    signIn: (environmentId, credentials) => signedIn(environmentId, { kind: 'password', credentials }),
    async signInWithBrowser(environmentId) {
      for (const before of browsing.values()) before.abort();
      const giveUp = new AbortController();
      browsing.set(environmentId, giveUp);
      try {
        return await signedIn(environmentId, { kind: 'browser', signal: giveUp.signal });
      } finally {
        if (browsing.get(environmentId) === giveUp) browsing.delete(environmentId);
      }
    },
    cancelBrowser: (environmentId) => browsing.get(environmentId)?.abort(),
    signInAsService: (environmentId, client) => signedIn(environmentId, { kind: 'service-account', client }),
    signInWithToken: (environmentId, token) => signedIn(environmentId, { kind: 'token', token }),
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
  return { kind: 'signed-in', account, until: session.client === null ? until : null, method: session.method };
}
