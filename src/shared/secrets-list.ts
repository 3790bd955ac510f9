import type { EntryId, Sighting } from './entry.ts';
import type { SecretColumns } from './secret-columns.ts';

/** A secret as the platform lists it. `createdBy` and `updatedBy` are KRNs or opaque text. */
export interface PlatformSecret extends Sighting {
  readonly name: string;
}

/** A reading of the list that did not come to its end after it had begun to come. */
export interface BrokenReading {
  /** How many secrets it had read. */
  readonly count: number;
  /** When it ended, wall clock ms. */
  readonly at: number;
  /** The person had it stopped. */
  readonly cancelled: boolean;
}

/** The list as it is told to a screen: whole, or what changed since it was told last. */
export interface SecretsList {
  /** How far this goes: what a later request says it has read. */
  readonly mark: string;
  /** These are all the secrets there are; else only those that changed. */
  readonly whole: boolean;
  /** The platform's secrets as far as they are known here, by name. */
  readonly secrets: SecretColumns;
  /** Names that are there no more. */
  readonly gone: readonly string[];
  /** When the list was last read whole (wall clock ms), null: never for this account, so what is here is incomplete. */
  readonly refreshedAt: number | null;
  /** How many secrets a reading that is under way has read; null: none is. */
  readonly reading: number | null;
  /** The last reading, where it broke off in the middle. What was read whole before still stands. */
  readonly brokeOff: BrokenReading | null;
  /** The list could not be read for lack of permission. */
  readonly listRefused: boolean;
  /** How much the outbox delivered since the list was read whole; it is in the list. */
  readonly deliveredSince: number;
  /** KRNs that mean "You" to this account. */
  readonly me: readonly string[];
}

/** How a reading of the list ended. */
export type ReadingEnd = 'read' | 'cancelled' | 'not-read';

/** What is known about a name while it is being typed. */
export interface NameCheck {
  /** An open entry that would create this name. */
  readonly inOutbox: EntryId | null;
  readonly onPlatform: PlatformSecret | null;
  /** `live`: asked just now; `cached`: as of `asOf`; `unknown`: no list was ever read. */
  readonly source: 'live' | 'cached' | 'unknown';
  readonly asOf: number | null;
}
