import type { CertificateTrouble } from './environment.ts';

/** The ways to sign in. A pasted token is never renewed. */
export type SignInMethod = 'browser' | 'password' | 'service-account' | 'token';

/** What the screens know of an environment's sign-in. No token is ever part of it. */
export type SessionView =
  | { readonly kind: 'never-signed-in' }
  | {
      readonly kind: 'signed-in';
      /** As the person knows it, e.g. ana.ruiz@plant-a.example. */
      readonly account: string;
      /** Which account it is: two may be called the same. */
      readonly accountId: number;
      /** When the session ends unless it is renewed (wall clock ms), null where the platform did not say. */
      readonly until: number | null;
      readonly method: SignInMethod;
    }
  /** The session ended; `account` is who it was. Being offline never ends a session. */
  | { readonly kind: 'expired'; readonly account: string }
  | { readonly kind: 'signed-out'; readonly account: string };

/** Why a sign-in did not succeed, each with its own sentence and next step. */
export type SignInTrouble =
  | 'wrong-credentials'
  | 'account-not-ready'
  | 'no-answer'
  /** The network's proxy lets nobody through to it, or not without knowing who asks. */
  | 'proxy'
  /** The person works offline. */
  | 'switched-off'
  | 'certificate'
  /** The platform wants a certificate of the person's, and was shown none that it takes. */
  | 'client-certificate'
  | 'not-kelvin'
  | 'issuer-elsewhere'
  /** The metadata sends people to what belongs to another environment; that is never agreed to. */
  | 'issuer-of-another'
  /** What came back says that somebody else issued it. */
  | 'other-issuer'
  | 'unexpected-answer'
  /** In the browser: the person, or the platform, said no. */
  | 'denied'
  /** In the browser: nobody finished within the time. */
  | 'timed-out'
  /** The person gave it up here, chose another way, signed out, locked the app or removed the environment. */
  | 'cancelled'
  /** Another program listens at the port that the browser must come back to. */
  | 'port-taken'
  /** The system opened no browser. */
  | 'no-browser'
  /** What was pasted is no access token of a platform. */
  | 'not-a-token'
  /** The pasted token is over already. */
  | 'token-expired'
  /** The pasted token is one for another platform; it was not sent anywhere. */
  | 'token-of-another'
  /** The platform does not take the pasted token. */
  | 'token-refused';

/** Troubles of which there is nothing more to tell. */
export type PlainTrouble = Exclude<
  SignInTrouble,
  'issuer-elsewhere' | 'issuer-of-another' | 'other-issuer' | 'proxy' | 'certificate' | 'client-certificate'
>;

/**
 * A sign-in that did not succeed; where it is asked for elsewhere, the exact issuer that the person can agree to or,
 * with the label of the environment that it belongs to, cannot; who issued instead; where a proxy stood in the way, its
 * host and port, as far as the system names it; and which host it is whose certificate is not right, or that wants one.
 */
export type SignInRefusal =
  | { readonly signedIn: false; readonly trouble: PlainTrouble }
  | { readonly signedIn: false; readonly trouble: 'proxy'; readonly proxy: string | null }
  | { readonly signedIn: false; readonly trouble: 'certificate'; readonly certificate: CertificateTrouble }
  | { readonly signedIn: false; readonly trouble: 'client-certificate'; readonly host: string }
  | { readonly signedIn: false; readonly trouble: 'issuer-elsewhere' | 'other-issuer'; readonly issuer: string }
  | { readonly signedIn: false; readonly trouble: 'issuer-of-another'; readonly issuer: string; readonly label: string };

export type SignInAnswer = { readonly signedIn: true; readonly account: string } | SignInRefusal;
