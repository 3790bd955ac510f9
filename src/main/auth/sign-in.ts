import { assertNever } from '../../shared/assert-never.ts';
import type { Environment } from '../../shared/environment.ts';
import type { SignInAnswer, SignInMethod, SignInTrouble } from '../../shared/session.ts';
import type { Clock } from '../system/clock.ts';
import { readClaims } from './access-token.ts';
import { askInBrowser, type BrowserPorts } from './browser-sign-in.ts';
import { readPastedToken } from './pasted-token.ts';
import type { Platform } from './platform.ts';
import type { Sessions } from './sessions.ts';
import type { Credentials, Issuer, NoAnswer, ServiceAccount, TokenEndpoint, TokenResult, Tokens } from './token-endpoint.ts';

/** How long signing in waits for the account's other names; they are taken over later too. */
const patienceForNamesMs = 5_000;

export interface SignInParts {
  readonly platform: Platform;
  readonly tokenEndpoint: TokenEndpoint;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly browser: BrowserPorts;
}

/** A way to sign in, with what the person gave for it. */
export type SignInWay =
  | { readonly kind: 'browser'; readonly signal: AbortSignal }
  | { readonly kind: 'password'; readonly credentials: Credentials }
  | { readonly kind: 'service-account'; readonly client: ServiceAccount }
  | { readonly kind: 'token'; readonly token: string };

/**
 * Signs in to an environment. What the person gave goes to the environment's own origin, or to the one issuer
 * elsewhere that they confirmed, and to nobody else whatever the metadata says. Passwords and codes are not kept.
 */
export type SignIn = (environment: Environment, confirmedIssuer: string | null, way: SignInWay) => Promise<SignInAnswer>;

export function createSignIn(parts: SignInParts): SignIn {
  return async (environment, confirmedIssuer, way) => {
    if (way.kind === 'token') return withToken(parts, environment, confirmedIssuer, way.token);
    const { id: environmentId, origin } = environment;
    const asking = parts.platform.metadata(environmentId, origin);
    const metadata = way.kind === 'browser' ? await unlessGivenUp(asking, way.signal) : await asking;
    if (metadata === 'given-up') return trouble('cancelled');
    if (metadata.kind === 'not-kelvin') return trouble('not-kelvin');
    if (metadata.kind === 'no-answer') return unanswered(metadata);
    const { issuer } = metadata;
    if (new URL(issuer).origin !== origin && issuer !== confirmedIssuer) {
      return { signedIn: false, trouble: 'issuer-elsewhere', issuer };
    }
    const given = await tokensBy(parts, { environmentId, issuer }, way);
    if ('signedIn' in given) return given;
    return begin(parts, environment, { ...given, issuer, method: way.kind });
  };
}

/** Who gives up is not kept waiting for a platform that does not answer. */
function unlessGivenUp<T>(asking: Promise<T>, signal: AbortSignal): Promise<T | 'given-up'> {
  if (signal.aborted) return Promise.resolve('given-up');
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve('given-up');
    signal.addEventListener('abort', giveUp, { once: true });
    asking.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

interface Given {
  readonly tokens: Tokens;
  /** What to call the account where its token says nothing. */
  readonly typedName: string;
  readonly client: ServiceAccount | null;
}

async function tokensBy(
  parts: SignInParts,
  issuer: Issuer,
  way: Exclude<SignInWay, { kind: 'token' }>,
): Promise<Given | SignInAnswer> {
  const { tokenEndpoint } = parts;
  switch (way.kind) {
    case 'browser': {
      const answer = await askInBrowser(parts, issuer, way.signal);
      if (answer.kind !== 'code') return trouble(answer.kind);
      return taken(await tokenEndpoint.withCode(issuer, answer), '', null);
    }
    case 'password': {
      const { credentials } = way;
      return taken(await tokenEndpoint.withPassword(issuer, credentials), credentials.userName, null);
    }
    case 'service-account':
      return taken(await tokenEndpoint.withServiceAccount(issuer, way.client), way.client.clientId, way.client);
    default:
      return assertNever(way);
  }
}

function taken(result: TokenResult, typedName: string, client: ServiceAccount | null): Given | SignInAnswer {
  return result.kind === 'tokens' ? { tokens: result.tokens, typedName, client } : refused(result, client !== null);
}

/** A pasted token names its issuer itself, and is shown to nobody but the platform of that issuer. */
async function withToken(
  parts: SignInParts,
  environment: Environment,
  confirmedIssuer: string | null,
  pasted: string,
): Promise<SignInAnswer> {
  const read = readPastedToken(pasted, parts.clock.now());
  if (typeof read === 'string') return trouble(read);
  // A token of another platform would be shown to this one.
  const { tokens, issuer } = read;
  if (URL.parse(issuer)?.origin !== environment.origin && issuer !== confirmedIssuer) return trouble('token-of-another');
  const me = await parts.platform.me({ environmentId: environment.id, origin: environment.origin, accessToken: tokens.accessToken });
  if (me.kind === 'refused') return trouble('token-refused');
  return begin(parts, environment, { tokens, issuer, method: 'token', typedName: '', client: null });
}

interface Begun extends Given {
  readonly issuer: string;
  readonly method: SignInMethod;
}

async function begin({ platform, sessions, clock }: SignInParts, environment: Environment, begun: Begun): Promise<SignInAnswer> {
  const { id: environmentId, origin } = environment;
  const { issuer, method, tokens, typedName, client } = begun;
  const claims = readClaims(tokens.accessToken);
  if (claims === null) return trouble('unexpected-answer');
  const known = [...claims.names, ...(client === null ? [] : [client.clientId])];
  const names = known.length > 0 ? known : [typedName === '' ? claims.subject : typedName];
  const name = names[0] ?? claims.subject;
  sessions.begin({ environmentId, issuer, subject: claims.subject, name, names, tokens, method, client, at: clock.now() });
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

function refused(result: Exclude<TokenResult, { kind: 'tokens' }>, asService: boolean): SignInAnswer {
  if (result.kind === 'no-answer') return unanswered(result);
  if (result.kind === 'unexpected') return trouble('unexpected-answer');
  const isAboutTheClient = result.error === 'invalid_client' || result.error === 'unauthorized_client';
  if (result.error !== 'invalid_grant' && !(asService && isAboutTheClient)) return trouble('unexpected-answer');
  // Keycloak's words for an account that must first do something, or is switched off or locked.
  const notReady = /not fully set up|disabled|locked/i.test(result.description);
  return trouble(notReady ? 'account-not-ready' : 'wrong-credentials');
}

function unanswered({ reason, certificate, proxy }: NoAnswer): SignInAnswer {
  if (certificate !== undefined) return trouble('certificate');
  if (reason === 'proxy') return { signedIn: false, trouble: 'proxy', proxy: proxy ?? null };
  return trouble(reason === 'switched-off' ? reason : 'no-answer');
}

function trouble(kind: Exclude<SignInTrouble, 'issuer-elsewhere' | 'proxy'>): SignInAnswer {
  return { signedIn: false, trouble: kind };
}
