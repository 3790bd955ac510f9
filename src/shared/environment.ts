/** The id of an environment: persisted, never reused. An environment's origin never changes. */
export type EnvironmentId = string & { readonly brand: 'EnvironmentId' };

/** The kind decides the pattern on the frame and cannot be switched off (look: production is filled). */
export const environmentKinds = ['production', 'staging', 'other'] as const;
export type EnvironmentKind = (typeof environmentKinds)[number];

export const environmentColours = ['plum', 'teal', 'slate', 'indigo', 'moss', 'rust'] as const;
export type EnvironmentColour = (typeof environmentColours)[number];

/** The colour a new environment of each kind starts with; the person may choose another. */
export const defaultColour: Record<EnvironmentKind, EnvironmentColour> = {
  production: 'plum',
  staging: 'teal',
  other: 'slate',
};

export const maxEnvironmentLabel = 60;

/** A platform with its own sign-in, as every process sees it. */
export interface Environment {
  readonly id: EnvironmentId;
  /** Scheme, host and port, as `new URL(...).origin` writes it. */
  readonly origin: string;
  readonly label: string;
  readonly kind: EnvironmentKind;
  readonly colour: EnvironmentColour;
  /** Wall clock, ms since 1970. */
  readonly addedAt: number;
  /** What a development profile shows on the sign-in screen: the sandbox's demo account. Never in a real profile. */
  readonly demoAccount?: { readonly userName: string; readonly password: string };
}

/** What looking at an address found. `unchecked` is an answer too: the person may add it while offline. */
export type AddressCheck =
  | { readonly kind: 'not-an-address'; readonly problem: 'empty' | 'malformed' | 'not-https' | 'has-credentials' }
  | { readonly kind: 'already-there'; readonly environmentId: EnvironmentId; readonly label: string }
  /** People sign in to another environment here, or to this one at what belongs to another. It cannot be added. */
  | { readonly kind: 'issuer-of-another'; readonly origin: string; readonly host: string; readonly label: string }
  | { readonly kind: 'kelvin'; readonly origin: string; readonly host: string; readonly issuer: string; readonly issuerIsElsewhere: boolean }
  | { readonly kind: 'not-kelvin'; readonly origin: string; readonly host: string }
  | {
      readonly kind: 'unchecked';
      readonly origin: string;
      readonly host: string;
      readonly because: NoAnswerReason;
      readonly certificate?: CertificateTrouble;
    };

/** Why no answer came, in classes that a person can act upon. Never a raw network error name. */
export type NoAnswerReason =
  | 'no-link'
  /** The person works offline: nothing is sent until they switch back. */
  | 'switched-off'
  | 'name-not-found'
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'broken-off'
  | 'proxy'
  | 'certificate'
  /** The platform wants a certificate of the person's, and was shown none that it takes. */
  | 'client-certificate'
  | 'captive-portal'
  | 'aborted'
  /** The platform answered, but with a server error (5xx) where a list was asked for. */
  | 'server-trouble'
  | 'unknown';

/** What is wrong with a certificate; host and problem are told in words, and there is no "ignore". */
export interface CertificateTrouble {
  readonly host: string;
  readonly problem: 'expired' | 'not-yet-valid' | 'wrong-host' | 'unknown-authority' | 'revoked' | 'weak' | 'other';
  /** Who issued it, as the certificate itself says; not there where it was not seen. */
  readonly issuer?: string;
}
