import type { AttentionChoice, EntryId, EntryView, Intent } from '../../../src/shared/entry.ts';

/** A value that the app was given, by its fingerprint. */
export interface KnownValue {
  readonly hmac: string;
  readonly at: number;
  /** Whether the app said that it has it; else it may or may not. */
  acknowledged: boolean;
}

export interface Decision {
  readonly at: number;
  readonly choice: AttentionChoice;
}

/** What the harness knows of one intent, from what it asked and what the app answered. */
export interface Known {
  readonly label: string;
  /** Null while the app did not name it: it died, or refused, before it answered. */
  id: EntryId | null;
  /** The app's promise was given. */
  acknowledged: boolean;
  readonly intent: Intent;
  readonly askedAt: number;
  /** Every name it had, the newest last. */
  readonly names: string[];
  /** Oldest first; none for a delete. */
  readonly values: KnownValue[];
  /** Up to when the person knew the secret that they replace or delete; 0: they saw an older state than was there. */
  seenAt: number;
  /** The secret's creation time as the person saw it. */
  readonly seenCreated: string | null;
  readonly decisions: Decision[];
  /** When the person discarded it; it may still have landed before. */
  discardedAt: number | null;
  /** What it followed from by itself: a newer value of something that was already under way. */
  readonly follows: Known | null;
  /** An old backup was laid over it: the app cannot know of it any more. */
  forgotten: boolean;
  /** It came back out of an old backup, and what was done since is news to the app. */
  restored: boolean;
  /** The database was damaged while it was open: what the app knew of its attempts may be gone. */
  salvaged: boolean;
  /** Nothing of it is open any more, or it was refused and never began. */
  endedAt: number | null;
}

export interface Ledger {
  readonly known: readonly Known[];
  record(entry: Known): Known;
  byId(id: EntryId): Known | undefined;
  byValue(hmac: string): Known | undefined;
  /** Those of a name, whatever it is called now. */
  ofName(name: string): readonly Known[];
  /** Learns from the app's list what it did not tell at once; answers what nobody asked for. */
  reconcile(views: readonly EntryView[]): readonly EntryView[];
}

export function createLedger(): Ledger {
  const known: Known[] = [];
  const ofName = (name: string): Known[] => known.filter(({ names }) => names.includes(name));
  const adopt = (view: EntryView): boolean => {
    const unnamed = ofName(view.name).find(({ id, intent, endedAt }) => id === null && endedAt === null && intent === view.intent);
    if (unnamed !== undefined) {
      unnamed.id = view.id;
      return true;
    }
    // A newer value follows what it was too late for, by itself: it keeps its time, and its name.
    const before = ofName(view.name).findLast(({ id, values, forgotten }) => id !== null && values.length > 1 && !forgotten);
    if (view.intent !== 'replace' || before === undefined) return false;
    known.push(followUp(before, view));
    return true;
  };
  return {
    known,
    record(entry) {
      known.push(entry);
      return entry;
    },
    byId: (id) => known.find((entry) => entry.id === id),
    byValue: (hmac) => known.find(({ values }) => values.some((value) => value.hmac === hmac)),
    ofName,
    reconcile(views) {
      return views.filter((view) => !known.some(({ id }) => id === view.id) && !adopt(view));
    },
  };
}

/** An entry with what it followed from and what followed from it, the first one first. */
export function lineageOf(known: Known, ledger: Ledger): readonly Known[] {
  let first = known;
  while (first.follows !== null) first = first.follows;
  const lineage = [first];
  for (const one of ledger.known) if (one.follows !== null && lineage.includes(one.follows)) lineage.push(one);
  return lineage;
}

function followUp(before: Known, view: EntryView): Known {
  return {
    ...before,
    label: `${before.label}+`,
    id: view.id,
    intent: 'replace',
    askedAt: view.addedAt,
    names: [view.name],
    values: before.values.slice(-1),
    seenAt: Date.now(),
    decisions: [],
    follows: before,
    endedAt: null,
  };
}
