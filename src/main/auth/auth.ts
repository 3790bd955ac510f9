import type { EnvironmentId } from '../../shared/environment.ts';
import type { SessionView, SignInAnswer } from '../../shared/session.ts';
import type { Environments } from '../environments/environments.ts';
import type { Database } from '../storage/database.ts';
import type { Clock } from '../system/clock.ts';
import type { Network } from '../system/network-port.ts';
import type { Access, Account } from './access.ts';
import type { Platform } from './platform.ts';
import { createRenewal } from './renewal.ts';
import { createAttempts } from './sign-in-attempts.ts';
import { createSessions } from './sessions.ts';
import type { BrowserPorts } from './browser-sign-in.ts';
import { createSignIn, type SignInWay } from './sign-in.ts';
import { signOutOf, tellIssuer } from './sign-out.ts';
import type { Session } from './stored-session.ts';
import { createTokenEndpoint } from './token-endpoint.ts';
import type { Credentials, ServiceAccount } from './token-endpoint.ts';

export interface AuthParts {
  readonly db: Database;
  readonly network: Network;
  readonly platform: Platform;
  readonly environments: Pick<Environments, 'get' | 'confirmedIssuer' | 'issuerOfAnother' | 'allowedOrigins' | 'afterRemoval'>;
  readonly clock: Clock;
  readonly browser: BrowserPorts;
}

/**
 * An environment's sign-in: begun and ended by the person, kept alive by renewal. Passwords are never kept. The last
 * thing that the person did in an environment is what counts: a sign-in that was begun before another one, a sign-out,
 * a removal or a lock answers `cancelled`, and takes no effect however late its answer comes.
 */
export interface Auth extends Access {
  /** Who was signed in last, also where they signed out since; null where nobody ever was. */
  lastAccount(environmentId: EnvironmentId): Account | null;
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
  /**
   * To be asked before an environment is removed; what it answers is called right after, and ends what is under way
   * there. It tells the issuer, best effort: true when that confirmed it.
   */
  beforeRemoval(environmentId: EnvironmentId): () => Promise<boolean>;
  /** Gives up every sign-in that is under way. Nothing listens for a browser any more. */
  giveUp(): void;
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
  const signIn = createSignIn({ platform, tokenEndpoint, sessions, environments, clock, browser });
  const attempts = createAttempts();

  const signedIn = (environmentId: EnvironmentId, way: SignInWay): Promise<SignInAnswer> =>
    attempts.begin(environmentId, way.kind, async (givenUp) => {
      const environment = environments.get(environmentId);
      if (environment === null) return { signedIn: false, trouble: 'not-kelvin' };
      const answer = await signIn(environment, environments.confirmedIssuer(environmentId), way, givenUp);
      if (answer.signedIn) changed(environmentId);
      return answer;
    });
  /** One browser at a time, in whichever environment: all come back to one port, and the last click is meant. */
  let portIsWanted = new AbortController();

  return {
    ...renewal,
    account(environmentId) {
      const session = sessions.get(environmentId);
      return session === null || session.kind === 'signed-out' ? null : session.account;
    },
    lastAccount: (environmentId) => sessions.get(environmentId)?.account ?? null,
    isSignedIn: (environmentId) => sessions.get(environmentId)?.kind === 'signed-in',
    learnKrn: (accountId, krn) => sessions.learnKrn(accountId, krn),
    view: (environmentId) => viewOf(sessions.get(environmentId)),
    signIn: (environmentId, credentials) => signedIn(environmentId, { kind: 'password', credentials }),
    signInWithBrowser(environmentId) {
      portIsWanted.abort();
      portIsWanted = new AbortController();
      return signedIn(environmentId, { kind: 'browser', displaced: portIsWanted.signal });
    },
    cancelBrowser: (environmentId) => attempts.giveUp(environmentId, 'browser'),
    giveUp: () => attempts.giveUpAll(),
    signInAsService: (environmentId, client) => signedIn(environmentId, { kind: 'service-account', client }),
    signInWithToken: (environmentId, token) => signedIn(environmentId, { kind: 'token', token }),
    async signOut(environmentId) {
      attempts.giveUp(environmentId);
      // Forgotten and announced before the issuer is asked, which may take its five seconds.
      const telling = signOutOf(network, sessions, environmentId);
      changed(environmentId);
      return { reached: await telling };
    },
    beforeRemoval(environmentId) {
      const session = sessions.get(environmentId);
      const origins = environments.allowedOrigins(environmentId);
      return () => {
        attempts.giveUp(environmentId);
        return environments.afterRemoval(environmentId, origins, () => tellIssuer(network, environmentId, session));
      };
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
  const accountId = session.account.id;
  return { kind: 'signed-in', account, accountId, until: session.client === null ? until : null, method: session.method };
}
