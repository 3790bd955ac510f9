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

/** When the platform's clock was set, and when its list hid what was created until it was released. Real time, ms. */
export interface Spells {
  readonly clockSet: readonly number[];
  readonly listHid: readonly { readonly from: number; readonly to: number }[];
}

/** Everything that happened on the platform, by whomever. */
export interface Evidence extends Spells {
  readonly effects: readonly Effect[];
  readonly looks: readonly Look[];
  readonly journal: readonly JournalEntry[];
}

/** What the harness does as somebody else; the journal has requests only. */
export type OwnDeed = Omit<Effect, 'seq' | 'late'>;

const noSpells: Spells = { clockSet: [], listHid: [] };

export function gatherEvidence(journal: readonly JournalEntry[], deeds: readonly OwnDeed[], spells: Spells = noSpells): Evidence {
  const asked = journal.flatMap(effectOf);
  const done = deeds.map((deed): Effect => ({ ...deed, seq: null, late: false }));
  return {
    effects: [...asked, ...done].sort((one, other) => one.at - other.at),
    looks: journal.flatMap(lookOf),
    journal,
    ...spells,
  };
}

/**
 * Whether the platform's clock was set in an entry's life, or before it and after the last answer: then the app could
 * not know what the clock says.
 */
export function clockMovedFor(askedAt: number, until: number, { clockSet, journal }: Evidence): boolean {
  const heard = journal.filter(({ time, status, fault }) => status !== null && fault === null && Date.parse(time) < askedAt).at(-1);
  const since = heard === undefined ? 0 : Date.parse(heard.time);
  return clockSet.some((at) => at >= since && at <= until);
}

/** What the app itself allows a list to lag behind a create (docs/reliability.md), less what two clocks may differ, ms. */
const listLagMs = 19_000;

/** Whether the list hid this name's secret for so long after its creation that nobody can tell it from a deleted one. */
export function wasHidden(name: string, until: number, { effects, listHid }: Evidence): boolean {
  const made = effects.filter((effect) => effect.name === name && effect.does === 'create' && effect.at <= until).at(-1);
  return made !== undefined && until - made.at >= listLagMs && listHid.some(({ from, to }) => made.at >= from && made.at <= to && until <= to + listLagMs);
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
