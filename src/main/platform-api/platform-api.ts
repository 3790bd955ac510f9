import type { CertificateTrouble, EnvironmentId, NoAnswerReason } from '../../shared/environment.ts';
import type { Sighting } from '../../shared/entry.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import type { SecretValue } from '../../shared/secret-value.ts';

/** Where and as whom a request goes. */
export interface Target {
  readonly environmentId: EnvironmentId;
  readonly origin: string;
  readonly accessToken: string;
}

/**
 * What every answer tells beside its outcome: the platform's clock minus ours in ms, from its `Date` header
 * (whole seconds, maybe a gateway's, so ±2 s at best), null without one.
 */
interface Heard {
  readonly clockOffsetMs: number | null;
}

/** Outcomes that a read and a write share. */
export type Refusal =
  /** 401 */
  | ({ readonly kind: 'unauthorized' } & Heard)
  /** 403, in the platform's own words, scrubbed of the value. */
  | ({ readonly kind: 'forbidden'; readonly platformWords: string | null } & Heard)
  /** 429, or 503 with Retry-After. `retryAfterMs` is capped at one hour. A 503 may have been carried out. */
  | ({ readonly kind: 'throttled'; readonly retryAfterMs: number; readonly mayBeDone: boolean } & Heard)
  | { readonly kind: 'certificate'; readonly trouble: CertificateTrouble };

/** What one try to write ended as. Anything that does not prove that nothing happened is `uncertain`. */
export type WriteOutcome =
  /** 2xx of the expected shape with the same name (delete: any 200, the body may be empty and not JSON). */
  | ({ readonly kind: 'done'; readonly sighting: Sighting | null } & Heard)
  | Refusal
  /** Certain: nothing of the request reached the platform. */
  | { readonly kind: 'not-sent'; readonly reason: NoAnswerReason }
  | ({ readonly kind: 'uncertain'; readonly because: NoAnswerReason | 'server-error' | 'unexpected-answer' } & Heard)
  /** 409 */
  | ({ readonly kind: 'exists' } & Heard)
  /** 400, 413, 422 and other 4xx. */
  | ({ readonly kind: 'refused'; readonly status: number; readonly platformWords: string | null } & Heard)
  /** 404 or 405: no such secret, or no such function on this platform. */
  | ({ readonly kind: 'not-found'; readonly status: 404 | 405 } & Heard);

export type ListOutcome =
  /** The whole list, paged to its end. */
  | ({ readonly kind: 'list'; readonly secrets: readonly PlatformSecret[] } & Heard)
  | Refusal
  | { readonly kind: 'no-answer'; readonly reason: NoAnswerReason }
  /** 404 or 405, or 200 with another shape: this address does not speak Kelvin's API. `page` true: an HTML page. */
  | ({ readonly kind: 'not-kelvin'; readonly page: boolean } & Heard)
  | ({ readonly kind: 'server-error'; readonly status: number } & Heard);

/** What `/users/me` says of the account: every name it goes by. */
export type MeOutcome =
  | { readonly kind: 'me'; readonly names: readonly string[]; readonly permissions: readonly string[] | null }
  /** 401: the token is not good here. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

export type MetadataOutcome =
  | {
      readonly kind: 'metadata';
      /** Keycloak's issuer: `<url>/<path>/realms/<realm>`, double slashes collapsed. */
      readonly issuer: string;
      readonly clientId: string;
    }
  | { readonly kind: 'not-kelvin' }
  | {
      readonly kind: 'no-answer';
      readonly reason: NoAnswerReason;
      readonly certificate?: CertificateTrouble;
      /** Host and port of the proxy that let nobody through. */
      readonly proxy?: string;
    };

/** Kelvin's HTTP API: validated in, validated out. Nothing throws, nothing is retried here. */
export interface PlatformApi {
  create(target: Target, name: string, value: SecretValue, deadlineMs: number, signal?: AbortSignal): Promise<WriteOutcome>;
  replace(target: Target, name: string, value: SecretValue, deadlineMs: number, signal?: AbortSignal): Promise<WriteOutcome>;
  remove(target: Target, name: string, deadlineMs: number, signal?: AbortSignal): Promise<WriteOutcome>;
  /**
   * With `search`, what the platform finds for it (a part of the name, case-sensitive); the caller matches exactly.
   * `onPage` is told each page as it comes, before it is known whether the list has an end.
   */
  list(
    target: Target,
    search?: string,
    signal?: AbortSignal,
    onPage?: (secrets: readonly PlatformSecret[]) => void,
  ): Promise<ListOutcome>;
  /**
   * The smallest authenticated question: one row of the list. Answers as `list` does, without the rows; tells
   * whether the platform can be reached before anything is sent.
   */
  probe(target: Target, signal?: AbortSignal): Promise<ListOutcome>;
  me(target: Target): Promise<MeOutcome>;
  metadata(environmentId: EnvironmentId, origin: string): Promise<MetadataOutcome>;
}
