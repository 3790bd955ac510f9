import { assertNever } from '../assert-never.ts';
import type { SignInTrouble } from '../session.ts';
import { secrets, verb } from './counts.ts';

/** Why a sign-in did not work: the fact, and what the person can do. */
export interface TroubleWords {
  readonly fact: string;
  readonly next: string;
}

export function signInTroubleWords(trouble: SignInTrouble, host: string): TroubleWords {
  switch (trouble) {
    case 'wrong-credentials':
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
    case 'certificate':
      return {
        fact: `${host} shows a certificate that this computer does not trust.`,
        next: 'Your password was not sent. Ask whoever looks after this platform or your network.',
      };
    case 'not-kelvin':
      return {
        fact: `${host} does not answer as a Kelvin platform.`,
        next: 'Check the address, or whether this network wants you to sign in first.',
      };
    case 'issuer-elsewhere':
      return {
        fact: `${host} now asks for sign-in at an address that you have not agreed to.`,
        next: 'Your password was not sent. Ask whoever looks after this platform.',
      };
    case 'unexpected-answer':
      return {
        fact: `The sign-in of ${host} gave an answer that this app does not know.`,
        next: 'You are not signed in. Try again, or tell whoever looks after this platform.',
      };
    default:
      return assertNever(trouble);
  }
}

/** The line below the title: what waits, and whose sign-in it waits for. */
export function waitsForSignIn(waiting: number, account: string | null): string {
  if (waiting === 0) return 'Then secrets that you add are sent by themselves.';
  const wait = `${secrets(waiting)} ${verb(waiting, 'waits', 'wait')}`;
  const sent = verb(waiting, 'is sent', 'are sent');
  return account === null
    ? `${wait}. After you sign in you are asked whether to send ${verb(waiting, 'it', 'them')}.`
    : `${wait} and ${sent} when ${account} has signed in.`;
}

export const signIn = {
  title: (label: string) => `Sign in to ${label}`,
  userName: 'User name',
  password: 'Password',
  oneTimeCode: 'One-time code',
  oneTimeCodeHint: 'Only if your account has one',
  commit: 'Sign in',
  busy: 'Signing in…',
  nameMissing: 'Type your user name.',
  passwordMissing: 'Type your password.',
  demo: 'This is a sandbox on this computer.',
  fillIn: 'Fill in the demo account',
  without: 'Without signing in you can still add secrets. They wait on this computer, encrypted.',
  continueWithout: 'Continue without signing in',
  notRecorded: 'Signing in did not work.',
} as const;
