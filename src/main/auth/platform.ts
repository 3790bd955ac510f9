import type { CertificateTrouble, EnvironmentId, NoAnswerReason } from '../../shared/environment.ts';

/** The two questions that signing in asks the platform itself; `platform-api` answers them. */
export interface Platform {
  /** Where people sign in to this platform. */
  metadata(
    environmentId: EnvironmentId,
    origin: string,
  ): Promise<
    | { readonly kind: 'metadata'; readonly issuer: string; readonly clientId: string }
    | { readonly kind: 'not-kelvin' }
    | {
        readonly kind: 'no-answer';
        readonly reason: NoAnswerReason;
        readonly certificate?: CertificateTrouble;
        readonly proxy?: string;
      }
  >;
  /** The names by which the platform knows the account. */
  me(target: {
    readonly environmentId: EnvironmentId;
    readonly origin: string;
    readonly accessToken: string;
  }): Promise<
    | { readonly kind: 'me'; readonly names: readonly string[] }
    /** 401: the token is not good here. */
    | { readonly kind: 'refused' }
    | { readonly kind: 'unknown' }
  >;
}
