import type { Environment } from '../../shared/environment.ts';
import type { SignInAnswer, SignInTrouble } from '../../shared/session.ts';
import type { Clock } from '../system/clock.ts';
import { readClaims } from './access-token.ts';
import type { Platform } from './platform.ts';
import type { Sessions } from './sessions.ts';
import type { Credentials, NoAnswer, TokenEndpoint, TokenResult, Tokens } from './token-endpoint.ts';

/** How long signing in waits for the account's other names; they are taken over later too. */
const patienceForNamesMs = 5_000;

export interface SignInParts {
  readonly platform: Platform;
  readonly tokenEndpoint: TokenEndpoint;
  readonly sessions: Sessions;
  readonly clock: Clock;
}

/**
 * Signs in with user name and password (and one-time code). The password goes to the environment's own origin,
 * or to the one issuer elsewhere that the person confirmed; it is not kept.
 */
export async function signInWithPassword(
  parts: SignInParts,
  environment: Environment,
  confirmedIssuer: string | null,
  credentials: Credentials,
): Promise<SignInAnswer> {
  const { id: environmentId, origin } = environment;
  const metadata = await parts.platform.metadata(environmentId, origin);
  if (metadata.kind === 'not-kelvin') return trouble('not-kelvin');
  if (metadata.kind === 'no-answer') return unanswered(metadata);
  const { issuer } = metadata;
  if (new URL(issuer).origin !== origin && issuer !== confirmedIssuer) {
    return { signedIn: false, trouble: 'issuer-elsewhere', issuer };
  }
  const result = await parts.tokenEndpoint.withPassword({ environmentId, issuer }, credentials);
  if (result.kind !== 'tokens') return refused(result);
  return begin(parts, environment, issuer, credentials.userName, result.tokens);
}

async function begin(
  { platform, sessions, clock }: SignInParts,
  { id: environmentId, origin }: Environment,
  issuer: string,
  typedName: string,
  tokens: Tokens,
): Promise<SignInAnswer> {
  const claims = readClaims(tokens.accessToken);
  if (claims === null) return trouble('unexpected-answer');
  const names = claims.names.length > 0 ? claims.names : [typedName];
  const name = names[0] ?? typedName;
  sessions.begin({ environmentId, issuer, subject: claims.subject, name, names, tokens, at: clock.now() });
  const accountId = sessions.get(environmentId)?.account.id;
  const learning = platform.me({ environmentId, origin, accessToken: tokens.accessToken }).then((me) => {
    if (me.kind === 'me' && accountId !== undefined) sessions.addNames(accountId, me.names);
  });
  await atMost(learning, patienceForNamesMs, clock);
  return { signedIn: true, account: name };
}

/** Names are a convenience of reading back: neither slowness nor trouble with them undoes a sign-in. */
async function atMost(work: Promise<void>, ms: number, clock: Clock): Promise<void> {
  const quietly = work.catch(() => undefined);
  let timer: { cancel(): void } | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = clock.setTimer(ms, resolve);
  });
  await Promise.race([quietly, patience]);
  timer?.cancel();
}

function refused(result: Exclude<TokenResult, { kind: 'tokens' }>): SignInAnswer {
  if (result.kind === 'no-answer') return unanswered(result);
  if (result.kind === 'unexpected' || result.error !== 'invalid_grant') return trouble('unexpected-answer');
  // Keycloak's words for an account that must first do something, or is switched off or locked.
  const notReady = /not fully set up|disabled|locked/i.test(result.description);
  return trouble(notReady ? 'account-not-ready' : 'wrong-credentials');
}

function unanswered({ certificate }: NoAnswer): SignInAnswer {
  return trouble(certificate === undefined ? 'no-answer' : 'certificate');
}

function trouble(kind: Exclude<SignInTrouble, 'issuer-elsewhere'>): SignInAnswer {
  return { signedIn: false, trouble: kind };
}
