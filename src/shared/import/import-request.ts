import type { EntryId, Intent, SeenSecret } from '../entry.ts';
import type { RefusalCode } from '../reply.ts';
import type { PlatformSecret } from '../secrets-list.ts';

/** One secret of an import as it goes into the outbox. */
export interface ImportedSecret {
  readonly name: string;
  readonly value: string;
  /** What the person saw of the secret that this replaces; null: it is created. */
  readonly replaces: SeenSecret | null;
}

/** All of it was recorded in one commit, in this order; or nothing of it was, and these are why. */
export type ImportAnswer =
  | { readonly kind: 'added'; readonly entryIds: readonly EntryId[] }
  | { readonly kind: 'refused'; readonly refusals: readonly ImportRefusal[] };

export interface ImportRefusal {
  /** Which of the secrets that were asked for. */
  readonly index: number;
  readonly code: RefusalCode;
}

/** What is known of many names on this computer: what waits, and what the platform's list had when it was read. */
export interface NamesCheck {
  readonly waiting: readonly WaitingName[];
  readonly listed: readonly PlatformSecret[];
  /** When the list was last read whole; null: never for who is signed in, so nothing is known of the platform. */
  readonly asOf: number | null;
}

export interface WaitingName {
  readonly name: string;
  readonly entryId: EntryId;
  readonly intent: Intent;
  /** Wall clock ms. */
  readonly addedAt: number;
}

/** What became of the entries of one import. */
export interface ImportOutcome {
  readonly arrived: number;
  readonly needYou: number;
  readonly discarded: number;
  /** Not there yet, and nothing stands in the way that needs the person. */
  readonly open: number;
}
