import { createHash, randomBytes } from 'node:crypto';
import { comeBackPage, goBackPage, notSignedInPage } from '../../shared/words/browser-pages.ts';
import { isSameIssuer } from '../environments/issuer.ts';
import type { Clock } from '../system/clock.ts';
import type { Loopback, LoopbackVisit } from '../system/loopback.ts';
import type { AuthorizationCode, Issuer, OtherIssuer, TokenEndpoint } from './token-endpoint.ts';

/**
 * Where the browser comes back to, unless the person chose another port: the only address that the platform's own
 * clients are known to have registered (platform page §2).
 */
export const defaultRedirectPort = 38638;

/** How long a person may take in the browser, ms: second factors and forgotten passwords included. */
export const browserPatienceMs = 10 * 60_000;

/** The outside of a sign-in in the browser. */
export interface BrowserPorts {
  /** Opens the system's browser; false where there is none. */
  open(url: string): Promise<boolean>;
  listen(port: number, onVisit: (visit: LoopbackVisit) => void): Promise<Loopback | null>;
  redirectPort(): number;
  /** The person is done in the browser, whichever way it went: the app comes to the front. */
  cameBack(): void;
}

export type BrowserAnswer =
  | ({ readonly kind: 'code' } & AuthorizationCode)
  | OtherIssuer
  | { readonly kind: 'denied' | 'timed-out' | 'cancelled' | 'port-taken' | 'no-browser' | 'unexpected-answer' };

/**
 * Authorization code with PKCE (RFC 7636), state and nonce in the system's browser, with a loopback redirect (RFC
 * 8252). What comes with another state is not this sign-in and ends nothing.
 */
export async function askInBrowser(
  { browser, clock, tokenEndpoint }: { readonly browser: BrowserPorts; readonly clock: Clock; readonly tokenEndpoint: TokenEndpoint },
  issuer: Issuer,
  signal: AbortSignal,
): Promise<BrowserAnswer> {
  if (signal.aborted) return { kind: 'cancelled' };
  const [verifier, state, nonce] = [random(), random(), random()];
  const port = browser.redirectPort();
  const redirectUri = `http://localhost:${port}`;
  let resolve: (answer: BrowserAnswer) => void = () => undefined;
  const answered = new Promise<BrowserAnswer>((settle) => {
    resolve = settle;
  });
  const loopback = await browser.listen(port, ({ url, answer }) => {
    if (url.searchParams.get('state') !== state) return answer(400, goBackPage);
    const given = answerOf(url, issuer.issuer, { redirectUri, verifier, nonce });
    answer(200, given.kind === 'code' ? comeBackPage : notSignedInPage);
    browser.cameBack();
    resolve(given);
  });
  if (loopback === null) return { kind: 'port-taken' };
  // Whoever gives up may want the port at once; how long the system takes to open a browser is its own affair.
  const cancel = (): void => {
    loopback.close();
    resolve({ kind: 'cancelled' });
  };
  const timer = clock.setTimer(browserPatienceMs, () => resolve({ kind: 'timed-out' }));
  signal.addEventListener('abort', cancel);
  try {
    // Given up while the port was being opened: no browser opens for it any more.
    if (signal.aborted) return { kind: 'cancelled' };
    const url = tokenEndpoint.authorizationUrl(issuer, {
      redirect_uri: redirectUri,
      scope: 'openid',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const opening = browser.open(url.href).then((isOpen): BrowserAnswer | Promise<BrowserAnswer> =>
      isOpen ? answered : { kind: 'no-browser' },
    );
    return await Promise.race([answered, opening]);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', cancel);
    loopback.close();
  }
}

function answerOf({ searchParams }: URL, issuer: string, begun: Omit<AuthorizationCode, 'code'>): BrowserAnswer {
  // An issuer that names itself must be the one that was asked, also where it says no (RFC 9207 §2.4).
  const by = searchParams.get('iss');
  if (by !== null && !isSameIssuer(by, issuer)) return { kind: 'other-issuer', issuer: by };
  if (searchParams.get('error') === 'access_denied') return { kind: 'denied' };
  const code = searchParams.get('code');
  if (code === null) return { kind: 'unexpected-answer' };
  return { kind: 'code', code, ...begun };
}

/** 256 random bits, as RFC 7636 §4.1 asks of a verifier. */
function random(): string {
  return randomBytes(32).toString('base64url');
}
