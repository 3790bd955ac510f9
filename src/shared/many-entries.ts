import type { EntryId, SeenSecret } from './entry.ts';
import type { RefusalCode } from './reply.ts';

/** What can be done with many entries at once. */
export const manyChanges = ['hold', 'release', 'discard', 'undo-discard'] as const;

export type ManyChange = (typeof manyChanges)[number];

/** The most that one commit changes; more are asked for in turns. */
export const maxManyEntries = 5_000;

/** What became of each: one commit holds all that could be changed, and what could not is as it was. */
export interface ManyAnswer {
  readonly changed: readonly EntryId[];
  readonly refused: readonly { readonly entryId: EntryId; readonly code: RefusalCode }[];
  /** Discarded, and kept for a while: the discard can be taken back. */
  readonly undoable: readonly EntryId[];
}

/** A secret of the platform with what the person saw of it. */
export interface SeenByName {
  readonly name: string;
  readonly seen: SeenSecret;
}

/** What became of many secrets that were to be replaced or deleted: entries for all that could be recorded. */
export interface ManySecretsAnswer {
  readonly added: readonly EntryId[];
  readonly refused: readonly { readonly name: string; readonly code: RefusalCode }[];
}
