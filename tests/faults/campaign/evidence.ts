import type { JournalEntry } from '../../../sandbox/control-client.ts';

/** One thing that changed the platform. Times are real time, ms since 1970. */
export interface Effect {
  readonly at: number;
  readonly by: 'app' | 'colleague' | 'self-elsewhere';
  readonly does: 'create' | 'update' | 'delete';
  readonly name: string;
  /** Null for a delete. */
  readonly valueHmac: string | null;
  /** The journal's number; null for what the harness did behind the app's back. */
  readonly seq: number | null;
  /** It landed some time after it was asked for. */
  readonly late: boolean;
}

/** The app read the list with this name as its search, and got the list. */
export interface Look {
  readonly at: number;
  readonly name: string;
  readonly seq: number;
}

/** Everything that happened on the platform, by whomever. */
export interface Evidence {
  readonly effects: readonly Effect[];
  readonly looks: readonly Look[];
  readonly journal: readonly JournalEntry[];
}

/** What the harness does as somebody else; the journal has requests only. */
export type OwnDeed = Omit<Effect, 'seq' | 'late'>;

export function gatherEvidence(journal: readonly JournalEntry[], deeds: readonly OwnDeed[]): Evidence {
  const asked = journal.flatMap(effectOf);
  const done = deeds.map((deed): Effect => ({ ...deed, seq: null, late: false }));
  return {
    effects: [...asked, ...done].sort((one, other) => one.at - other.at),
    looks: journal.flatMap(lookOf),
    journal,
  };
}

function effectOf(entry: JournalEntry): Effect[] {
  const { operation, names, valueHmac, seq, committed, target, fault } = entry;
  const name = names[0];
  if (target !== 'api' || !committed || name === undefined) return [];
  if (operation !== 'create' && operation !== 'update' && operation !== 'delete') return [];
  return [{ at: Date.parse(entry.time), by: 'app', does: operation, name, valueHmac, seq, late: fault === 'commit-late' }];
}

function lookOf({ operation, path, status, seq, time, fault }: JournalEntry): Look[] {
  if (operation !== 'list' || status !== 200 || (fault !== null && fault !== 'slow')) return [];
  const name = searchOf(path);
  return name === null ? [] : [{ at: Date.parse(time), name, seq }];
}

export function searchOf(path: string): string | null {
  return new URL(path, 'http://platform.invalid').searchParams.get('search');
}
