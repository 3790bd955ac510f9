import type { EntryId, EntryView } from './entry.ts';

/** The outbox as it is told to a screen: whole, or what changed since it was told last. */
export interface OutboxList {
  /** How far this goes: what a later request says it has read. */
  readonly mark: string;
  /** These are all the open entries there are; else only those that changed. */
  readonly whole: boolean;
  /** Open entries, oldest first. */
  readonly entries: readonly EntryView[];
  /** Entries that changed and are open no more. */
  readonly ended: readonly EntryId[];
  /** What ended last, newest first. */
  readonly history: readonly EntryView[];
}

/** The open entries as they are after `list`, oldest first; `before` is what was known until then. */
export function entriesAfter(before: readonly EntryView[], list: OutboxList): readonly EntryView[] {
  if (list.whole) return list.entries;
  const entries = new Map(before.map((entry) => [entry.id, entry]));
  for (const id of list.ended) entries.delete(id);
  for (const entry of list.entries) entries.set(entry.id, entry);
  return [...entries.values()];
}
