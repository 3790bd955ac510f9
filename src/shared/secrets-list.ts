import type { EntryId, EntryView, Sighting } from './entry.ts';

/** A secret as the platform lists it. `createdBy` and `updatedBy` are KRNs or opaque text. */
export interface PlatformSecret extends Sighting {
  readonly name: string;
}

export interface SecretsList {
  /** The platform's secrets as last read, by name. */
  readonly secrets: readonly PlatformSecret[];
  /** When the list was last read whole (wall clock ms), null: never for this account. */
  readonly refreshedAt: number | null;
  /** True while a refresh is running. */
  readonly refreshing: boolean;
  /** The list could not be read for lack of permission. */
  readonly listRefused: boolean;
  /** What the outbox delivered since the list was read. */
  readonly delivered: readonly EntryView[];
  /** KRNs that mean "You" to this account. */
  readonly me: readonly string[];
}

/** What is known about a name while it is being typed. */
export interface NameCheck {
  /** An open entry that would create this name. */
  readonly inOutbox: EntryId | null;
  readonly onPlatform: PlatformSecret | null;
  /** `live`: asked just now; `cached`: as of `asOf`; `unknown`: no list was ever read. */
  readonly source: 'live' | 'cached' | 'unknown';
  readonly asOf: number | null;
}
