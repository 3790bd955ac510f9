import type { EnvironmentId, NoAnswerReason, CertificateTrouble } from '../../shared/environment.ts';

/** Who is signed in, as the outbox binds its entries to. */
export interface Account {
  /** The row in `accounts`. */
  readonly id: number;
  readonly issuer: string;
  readonly subject: string;
  /** As the person knows it. */
  readonly name: string;
  /** What the token and /users/me call the account (user name, e-mail, …), to recognise its KRN by. */
  readonly names: readonly string[];
  /** What an earlier 201 of this session showed as `created_by`, null before the first one. */
  readonly krn: string | null;
}

export type TokenAnswer =
  | { readonly kind: 'token'; readonly accessToken: string; readonly account: Account }
  /** The person must sign in; tells why. */
  | { readonly kind: 'sign-in'; readonly because: 'never-signed-in' | 'expired' | 'signed-out' }
  /** The session stands, but it could not be renewed just now. Being offline never signs anyone out. */
  | { readonly kind: 'no-answer'; readonly reason: NoAnswerReason; readonly certificate?: CertificateTrouble };

/** What sync needs of sign-in: an environment → a valid access token, or a typed reason why not. */
export interface Access {
  token(environmentId: EnvironmentId): Promise<TokenAnswer>;
  /** A 401 came for this very token: renews once (single-flight), or closes the session. */
  renew(environmentId: EnvironmentId, rejectedToken: string): Promise<TokenAnswer>;
  /** Who is signed in, without any exchange; null when nobody is (expired sessions answer who it was). */
  account(environmentId: EnvironmentId): Account | null;
  isSignedIn(environmentId: EnvironmentId): boolean;
  /** Remembers the KRN that a 201 showed for this account. */
  learnKrn(accountId: number, krn: string): void;
}
