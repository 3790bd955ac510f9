import { assertNever } from '../../shared/assert-never.ts';
import type { Environment } from '../../shared/environment.ts';
import type { PlainTrouble, SignInAnswer, SignInMethod } from '../../shared/session.ts';
import type { Environments } from '../environments/environments.ts';
import { isSameIssuer } from '../environments/issuer.ts';
import type { Clock } from '../system/clock.ts';
import { parseUrl } from '../system/parse-url.ts';
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
  readonly environments: Pick<Environments, 'issuerOfAnother'>;
  readonly clock: Clock;
  readonly browser: BrowserPorts;
}

/** A way to sign in, with what the person gave for it. */
export type SignInWay =
  /** `displaced`: another sign-in wants the one port; what came back from the browser before goes on. */
  | { readonly kind: 'browser'; readonly displaced: AbortSignal }
  | { readonly kind: 'password'; readonly credentials: Credentials }
  | { readonly kind: 'service-account'; readonly client: ServiceAccount }
  | { readonly kind: 'token'; readonly token: string };

/**
 * Signs in to an environment. What the person gave goes to the environment's own origin, or to the one issuer
 * elsewhere that they confirmed, and to nobody else whatever the metadata says; never to what belongs to another
 * environment. Passwords and codes are not kept. Once `givenUp`, it takes effect no more, however late an answer comes.
 */
export type SignIn = (
  environment: Environment,
  confirmedIssuer: string | null,
  way: SignInWay,
  givenUp: AbortSignal,
) => Promise<SignInAnswer>;

export function createSignIn(parts: SignInParts): SignIn {
  return async (environment, confirmedIssuer, way, givenUp) => {
    const { id: environmentId, origin } = environment;
    if (way.kind === 'token') return withToken(parts, environment, confirmedIssuer, way.token, givenUp);
    const waiting = way.kind === 'browser' ? AbortSignal.any([givenUp, way.displaced]) : givenUp;
    const metadata = await unlessGivenUp(parts.platform.metadata(environmentId, origin), waiting);
    if (metadata === 'given-up') return trouble('cancelled');
    if (metadata.kind === 'not-kelvin') return trouble('not-kelvin');
    if (metadata.kind === 'no-answer') return unanswered(metadata, origin);
    const { issuer } = metadata;
    const owner = parts.environments.issuerOfAnother(origin, issuer);
    if (owner !== null) return { signedIn: false, trouble: 'issuer-of-another', issuer, label: owner.label };
    if (new URL(issuer).origin !== origin && issuer !== confirmedIssuer) {
      return { signedIn: false, trouble: 'issuer-elsewhere', issuer };
    }
    const given = await unlessGivenUp(tokensBy(parts, { environmentId, issuer, signal: givenUp }, way, waiting), givenUp);
    if (given === 'given-up') return trouble('cancelled');
    if ('signedIn' in given) return given;
    return begin(parts, environment, { ...given, issuer, method: way.kind, givenUp });
  };
}

/** Who gives up is not kept waiting for who does not answer, and what is answered then is let go. */
async function unlessGivenUp<T>(asking: Promise<T>, signal: AbortSignal): Promise<T | 'given-up'> {
  let giveUp: () => void = () => undefined;
  const givenUp = new Promise<'given-up'>((resolve) => {
    giveUp = (): void => resolve('given-up');
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    const answer = signal.aborted ? 'given-up' : await Promise.race([asking, givenUp]);
    // Both may have happened by the time this goes on.
    return signal.aborted ? 'given-up' : answer;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
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
  waiting: AbortSignal,
): Promise<Given | SignInAnswer> {
  const { tokenEndpoint } = parts;
  switch (way.kind) {
    case 'browser': {
      const answer = await askInBrowser(parts, issuer, waiting);
      if (answer.kind === 'other-issuer') return otherIssuer(answer.issuer);
      if (answer.kind !== 'code') return trouble(answer.kind);
      return taken(issuer, await tokenEndpoint.withCode(issuer, answer), '', null);
    }
    case 'password': {
      const { credentials } = way;
      return taken(issuer, await tokenEndpoint.withPassword(issuer, credentials), credentials.userName, null);
    }
    case 'service-account':
      return taken(issuer, await tokenEndpoint.withServiceAccount(issuer, way.client), way.client.clientId, way.client);
    default:
      return assertNever(way);
  }
}

function taken(asked: Issuer, result: TokenResult, typedName: string, client: ServiceAccount | null): Given | SignInAnswer {
  return result.kind === 'tokens' ? { tokens: result.tokens, typedName, client } : refused(asked, result, client !== null);
}

/** A pasted token names its issuer itself, and is shown to nobody but the platform of that issuer. */
async function withToken(
  parts: SignInParts,
  environment: Environment,
  confirmedIssuer: string | null,
  pasted: string,
  givenUp: AbortSignal,
): Promise<SignInAnswer> {
  const read = readPastedToken(pasted, parts.clock.now());
  if (typeof read === 'string') return trouble(read);
  // A token of another platform would be shown to this one.
  const { tokens, issuer } = read;
  const { id: environmentId, origin } = environment;
  const isItsOwn = parseUrl(issuer)?.origin === origin || issuer === confirmedIssuer;
  if (!isItsOwn || parts.environments.issuerOfAnother(origin, issuer) !== null) return trouble('token-of-another');
  const me = await unlessGivenUp(parts.platform.me({ environmentId, origin, accessToken: tokens.accessToken }), givenUp);
  if (me === 'given-up') return trouble('cancelled');
  if (me.kind === 'refused') return trouble('token-refused');
  return begin(parts, environment, { tokens, issuer, method: 'token', typedName: '', client: null, givenUp });
}

interface Begun extends Given {
  readonly issuer: string;
  readonly method: SignInMethod;
  readonly givenUp: AbortSignal;
}

async function begin({ platform, sessions, clock }: SignInParts, environment: Environment, begun: Begun): Promise<SignInAnswer> {
  const { id: environmentId, origin } = environment;
  const { issuer, method, tokens, typedName, client } = begun;
  const claims = readClaims(tokens.accessToken);
  if (claims === null) return trouble('unexpected-answer');
  // A token of somebody else's would be shown to this platform, and hold whatever account that one names.
  if (claims.issuer !== null && !isSameIssuer(claims.issuer, issuer)) return otherIssuer(claims.issuer);
  const known = [...claims.names, ...(client === null ? [] : [client.clientId])];
  const names = known.length > 0 ? known : [typedName === '' ? claims.subject : typedName];
  const name = names[0] ?? claims.subject;
  // From here to the commit nothing can come between.
  if (begun.givenUp.aborted) return trouble('cancelled');
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

function refused({ issuer }: Issuer, result: Exclude<TokenResult, { kind: 'tokens' }>, asService: boolean): SignInAnswer {
  if (result.kind === 'no-answer') return unanswered(result, issuer);
  if (result.kind === 'other-issuer') return otherIssuer(result.issuer);
  if (result.kind === 'unexpected') return trouble('unexpected-answer');
  const isAboutTheClient = result.error === 'invalid_client' || result.error === 'unauthorized_client';
  if (result.error !== 'invalid_grant' && !(asService && isAboutTheClient)) return trouble('unexpected-answer');
  // Keycloak's words for an account that must first do something, or is switched off or locked.
  const notReady = /not fully set up|disabled|locked/i.test(result.description);
  return trouble(notReady ? 'account-not-ready' : 'wrong-credentials');
}

/** @param asked the address of what was asked: the platform's own, or that of its sign-in elsewhere */
function unanswered({ reason, certificate, proxy }: NoAnswer, asked: string): SignInAnswer {
  if (certificate !== undefined) return { signedIn: false, trouble: 'certificate', certificate };
  if (reason === 'client-certificate') return { signedIn: false, trouble: reason, host: new URL(asked).host };
  if (reason === 'proxy') return { signedIn: false, trouble: 'proxy', proxy: proxy ?? null };
  return trouble(reason === 'switched-off' ? reason : 'no-answer');
}

function otherIssuer(issuer: string): SignInAnswer {
  return { signedIn: false, trouble: 'other-issuer', issuer };
}

function trouble(kind: PlainTrouble): SignInAnswer {
  return { signedIn: false, trouble: kind };
}
