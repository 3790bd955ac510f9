import { assertNever } from '../assert-never.ts';
import type { SessionView, SignInMethod, SignInRefusal } from '../session.ts';
import { amount, entries, secrets, verb } from './counts.ts';
import { hostOf } from './environment-names.ts';
import { certificateWords, noAnswerWords } from './gates.ts';
import { until } from './times.ts';

/** Why a sign-in did not work: the fact, and what the person can do. */
export interface TroubleWords {
  readonly fact: string;
  readonly next: string;
}

/** `host` is the platform's own, `method` the way that was tried: each says what of its own was not sent. */
export function signInTroubleWords(refusal: SignInRefusal, host: string, method: SignInMethod): TroubleWords {
  switch (refusal.trouble) {
    case 'wrong-credentials':
      if (method === 'service-account') {
        return {
          fact: 'The platform does not accept this client id or client secret.',
          next: 'Check both and try again.',
        };
      }
      return {
        fact: 'The platform does not accept this user name, password or one-time code.',
        next: 'Check all three and try again. A one-time code works only once.',
      };
    case 'account-not-ready':
      return {
        fact: 'This account has something to finish first, such as choosing a new password.',
        next: `Sign in once on the platform’s own page at ${host}, then come back.`,
      };
    case 'no-answer':
      return {
        fact: `${host} does not answer at the moment.`,
        next: 'Try again later. Until then you can add secrets without signing in; they wait here.',
      };
    case 'proxy':
      return {
        fact: `This network’s proxy ${refusal.proxy === null ? '' : `${refusal.proxy} `}does not let you through to ${host}.`,
        next:
          'Try again: a proxy that wants to know who you are then asks. Otherwise tell whoever looks after this network. ' +
          'Until then you can add secrets without signing in; they wait here.',
      };
    case 'switched-off':
      return {
        fact: 'You work offline, so nothing was asked or sent.',
        next: 'Switch “Work offline” off in the main window, then sign in. Until then you can add secrets; they wait here.',
      };
    case 'certificate':
      return {
        fact: certificateWords(refusal.certificate),
        // It may have been met after the browser, where its code is shown to the issuer.
        next: `${method === 'browser' ? 'You are not signed in.' : notSent(method)} Ask whoever looks after this platform or your network.`,
      };
    case 'client-certificate':
      return {
        fact: noAnswerWords('client-certificate', refusal.host),
        next:
          `You are not signed in. Try again: where this computer has a certificate for it, you are asked which one to show. ` +
          'Where it has none, ask whoever looks after this platform for one. ' +
          'Until then you can add secrets without signing in; they wait here.',
      };
    case 'not-kelvin':
      return {
        fact: `${host} does not answer as a Kelvin platform.`,
        next: 'Check the address, or whether this network wants you to sign in first.',
      };
    case 'issuer-elsewhere':
      return {
        fact: `Sign-in happens at ${issuerHost(refusal.issuer)}, not at ${host}, the platform’s own address.`,
        next:
          `${notSent(method)} If you go on, ${goesThere(method)}, now and whenever you sign in here. ` +
          'If you do not know this address, ask whoever looks after this platform first.',
      };
    case 'issuer-of-another':
      return {
        fact: `${host} says that sign-in happens at ${issuerHost(refusal.issuer)}, which belongs to ${refusal.label}, another of your environments.`,
        next: `${notSent(method)} What you give for one environment is never sent to another. Tell whoever looks after ${host}.`,
      };
    case 'other-issuer': {
      const by = URL.canParse(refusal.issuer) ? ` at ${issuerHost(refusal.issuer)}` : '';
      return {
        fact: `What came back from the sign-in of ${host} was issued by another sign-in${by}.`,
        next: 'You are not signed in, and it was not used. Tell whoever looks after this platform.',
      };
    }
    case 'unexpected-answer':
      return {
        fact: `The sign-in of ${host} gave an answer that this app does not know.`,
        next: 'You are not signed in. Try again, or tell whoever looks after this platform.',
      };
    case 'denied':
      return {
        fact: 'The sign-in in the browser was not agreed to.',
        next: 'You are not signed in. Try again, or sign in another way.',
      };
    case 'timed-out':
      return {
        fact: 'The browser did not come back within ten minutes.',
        next: 'You are not signed in. Try again, or sign in another way.',
      };
    case 'cancelled':
      return { fact: 'This sign-in was given up.', next: 'Nothing was changed. Try again whenever you like.' };
    case 'port-taken':
      return {
        fact: 'Another program on this computer uses the port that the browser must come back to.',
        next: 'Close that program and try again, or choose another port, if your platform allows it. You can also sign in another way.',
      };
    case 'no-browser':
      return {
        fact: 'This computer opened no browser.',
        next: 'Sign in another way: with user name and password, or with a token from elsewhere.',
      };
    case 'not-a-token':
      return {
        fact: 'This is not an access token.',
        next: 'Paste it whole: three parts with dots between them, with or without “Bearer” before it.',
      };
    case 'token-expired':
      return { fact: 'This token has already run out.', next: 'Get a new one from where this one came from, and paste that.' };
    case 'token-of-another':
      return {
        fact: `This token is for another platform, not for ${host}.`,
        next: 'It was not sent anywhere. Choose the environment it belongs to, or paste the right one.',
      };
    case 'token-refused':
      return { fact: `${host} does not accept this token.`, next: 'Get a new one from where this one came from, and paste that.' };
    default:
      return assertNever(refusal);
  }
}

function notSent(method: SignInMethod): string {
  switch (method) {
    case 'browser':
      return 'The browser was not opened.';
    case 'password':
      return 'Your password was not sent.';
    case 'service-account':
      return 'The client secret was not sent.';
    case 'token':
      return 'The token was not sent.';
    default:
      return assertNever(method);
  }
}

function goesThere(method: SignInMethod): string {
  return method === 'browser' ? 'you sign in on a page from there' : 'it is sent there';
}

function issuerHost(issuer: string): string {
  return hostOf(new URL(issuer).origin);
}

/** The line below the title: what waits, and whose sign-in it waits for. */
export function waitsForSignIn(waiting: number, unclaimed: number, account: string | null): string {
  if (waiting === 0) return 'Then secrets that you add are sent by themselves.';
  const wait = `${secrets(waiting)} ${verb(waiting, 'waits', 'wait')}`;
  const sent = verb(waiting, 'is sent', 'are sent');
  if (account === null || unclaimed >= waiting) return `${wait}. After you sign in you are asked whether to send ${verb(waiting, 'it', 'them')}.`;
  const asked = unclaimed === 0 ? '' : ` About ${amount(unclaimed)} of them you are asked first.`;
  return `${wait} and ${sent} when ${account} has signed in.${asked}`;
}

export const signIn = {
  title: (label: string) => `Sign in to ${label}`,
  userName: 'User name',
  password: 'Password',
  oneTimeCode: 'One-time code',
  oneTimeCodeHint: 'Only if your account has one',
  inBrowser: 'Continue in the browser',
  or: 'or sign in with',
  ways: {
    password: { name: 'User name and password', note: 'with a one-time code if the account has one' },
    'service-account': { name: 'Service account', note: 'client id and client secret' },
    token: { name: 'Access token', note: 'pasted, works until it runs out' },
  },
  otherWays: 'Other ways to sign in',
  waiting: 'Finish signing in in your browser',
  waitingMore: (host: string) =>
    `A page of ${host} was opened there. When you are done, come back here; this goes on by itself.`,
  openAgain: 'Open the browser again',
  giveUp: 'Cancel',
  givingUp: 'Cancelling…',
  port: 'Port',
  portHint: (port: string) => `The platform must allow http://localhost:${port} as an address to come back to.`,
  portWrong: 'A whole number from 1024 to 65535.',
  tryPort: 'Try with this port',
  clientId: 'Client id',
  clientSecret: 'Client secret',
  clientNote: 'Both are kept on this computer, encrypted: a service account’s session is renewed with them.',
  clientIdMissing: 'Type the client id.',
  clientSecretMissing: 'Type the client secret.',
  token: 'Access token',
  tokenHint: 'With or without “Bearer” before it. It is not renewed: when it runs out, secrets wait here until you sign in again.',
  tokenMissing: 'Paste the token.',
  commit: 'Sign in',
  /** Says yes to an address for sign-in elsewhere, by its name. */
  commitAt: (issuer: string) => `Sign in at ${issuerHost(issuer)}`,
  busy: 'Signing in…',
  nameMissing: 'Type your user name.',
  passwordMissing: 'Type your password.',
  demo: 'This is a sandbox on this computer.',
  fillIn: 'Fill in the demo account',
  without: 'Without signing in you can still add secrets. They wait on this computer, encrypted.',
  continueWithout: 'Continue without signing in',
  notRecorded: 'Signing in did not work.',
} as const;

/** The question about what waits, when somebody signs out. `short`: the account as it is read in a sentence. */
export function signOutWords(waiting: number, short: string): {
  readonly fact: string;
  readonly keep: string;
  readonly keepMore: string;
  readonly discard: string;
  readonly discardMore: string;
  readonly commitDiscard: string;
} {
  const them = verb(waiting, 'it', 'them');
  return {
    fact: `${entries(waiting)} of ${short} ${verb(waiting, 'waits', 'wait')} on this computer.`,
    keep: `Keep ${them} here`,
    keepMore: `Encrypted, and sent when ${short} signs in again. Nobody else can send ${them}.`,
    discard: `Discard ${them}`,
    discardMore: 'What was not sent is removed from this computer for good. What was already sent stays on the platform.',
    commitDiscard: `Discard ${entries(waiting)} and sign out`,
  };
}

export const signOut = {
  title: 'Sign out?',
  legend: 'What should become of what waits',
  commit: 'Sign out',
} as const;

/** Said once after signing in with a token, where it tells when it ends. */
export function tokenAccepted(account: string, ends: number | null, now: number): string {
  return ends === null
    ? `Signed in as ${account}. This token does not say when it ends, and it is not renewed.`
    : `Signed in as ${account} until ${until(ends, now)}, then sign in again: a pasted token is not renewed.`;
}

/** For the tooltip of who is signed in: what a session that is not renewed comes to. */
export function tokenNote(session: SessionView): string | undefined {
  return session.kind === 'signed-in' && session.method === 'token'
    ? 'Then sign in again: a pasted token is not renewed.'
    : undefined;
}
