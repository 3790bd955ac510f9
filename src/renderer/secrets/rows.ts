import { shortIdentity } from '../../shared/words/people.ts';
import { platformTime } from '../../shared/words/times.ts';
import type { EntryView } from '../../shared/entry.ts';
import type { SortColumn, Sorting } from '../../shared/list-look.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import { secretNamed } from './listed-secrets.ts';

/** One row of the Secrets list. */
export type SecretRow =
  /** A secret as the platform lists it, or as the answer to a delivery told it since. */
  | { readonly kind: 'secret'; readonly key: string; readonly name: string; readonly secret: PlatformSecret }
  /** An open entry; `secret` is what the platform has under this name, where it has one. */
  | { readonly kind: 'entry'; readonly key: string; readonly name: string; readonly entry: EntryView; readonly secret: PlatformSecret | null };

/** A row with what it is sorted by, read once: fifty thousand times are not parsed anew for each letter of a search. */
export interface KeyedRow {
  readonly row: SecretRow;
  readonly key: string | number;
}

/** The rows of the platform's secrets, sorted. `secrets` by name. */
export function secretRows(secrets: readonly PlatformSecret[], sorting: Sorting): readonly KeyedRow[] {
  const keyOf = keyReader(sorting.column);
  const keyed = secrets.map((secret): KeyedRow => {
    const row: SecretRow = { kind: 'secret', key: `secret:${secret.name}`, name: secret.name, secret };
    return { row, key: keyOf(row) };
  });
  if (sorting.column !== 'name') return keyed.sort(orderOf(sorting));
  return sorting.descending ? keyed.reverse() : keyed;
}

/** The rows of the open entries, sorted, each with what the platform has under its name. `secrets` by name. */
export function entryRows(open: readonly EntryView[], secrets: readonly PlatformSecret[], sorting: Sorting): readonly KeyedRow[] {
  const keyOf = keyReader(sorting.column);
  return open
    .map((entry): KeyedRow => {
      const secret = secretNamed(secrets, entry.name);
      const row: SecretRow = { kind: 'entry', key: `entry:${entry.id}`, name: entry.name, entry, secret };
      return { row, key: keyOf(row) };
    })
    .sort(orderOf(sorting));
}

/** A name with open entries shows those. */
export function withoutEntries(rows: readonly KeyedRow[], open: readonly EntryView[]): readonly KeyedRow[] {
  if (open.length === 0) return rows;
  const names = new Set(open.map(({ name }) => name));
  return rows.filter(({ row }) => !names.has(row.name));
}

/** Names are ASCII, so their order is that of their characters; equal keys fall back to the name. */
export function orderOf({ descending }: Sorting): (a: KeyedRow, b: KeyedRow) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => sign * compareKeys(a.key, b.key) || compareKeys(a.row.name, b.row.name) || addedAt(a.row) - addedAt(b.row);
}

function compareKeys(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addedAt(row: SecretRow): number {
  return row.kind === 'entry' ? row.entry.addedAt : 0;
}

/** What the person must look at comes first, what has arrived last. */
const stateOrder = ['needs-attention', 'uncertain', 'sending', 'waiting'] as const;

function keyReader(column: SortColumn): (row: SecretRow) => string | number {
  // Fifty thousand secrets are a handful of people's.
  const people = new Map<string | null, string>();
  const person = (identity: string | null): string => {
    const known = people.get(identity);
    if (known !== undefined) return known;
    const short = shortIdentity(identity ?? '').toLowerCase();
    people.set(identity, short);
    return short;
  };
  const time = (text: string | null): number => platformTime(text) ?? Number.MAX_SAFE_INTEGER;
  switch (column) {
    case 'name':
      return ({ name }) => name;
    case 'state':
      return (row) => (row.kind === 'secret' ? stateOrder.length : (stateOrder as readonly string[]).indexOf(row.entry.state.kind));
    case 'created':
      return ({ secret }) => time(secret?.created ?? null);
    case 'updated':
      return ({ secret }) => time(secret?.updated ?? null);
    case 'createdBy':
      return ({ secret }) => person(secret?.createdBy ?? null);
    case 'updatedBy':
      return ({ secret }) => person(secret?.updatedBy ?? null);
  }
}

/** The rows in the order they had before; what is new comes first, where it is seen. */
export function inOrderOf(before: readonly SecretRow[], rows: readonly SecretRow[]): readonly SecretRow[] {
  const now = new Map(rows.map((row) => [row.key, row]));
  const kept: SecretRow[] = [];
  for (const { key } of before) {
    const row = now.get(key);
    if (row === undefined) continue;
    kept.push(row);
    now.delete(key);
  }
  return [...now.values(), ...kept];
}

/** What is looked for: a part of a name. `matchCase`: as the platform's own search does it. */
export interface Search {
  readonly text: string;
  readonly matchCase: boolean;
}

/** Whether a name is looked for; null where all are. */
export function matcher({ text, matchCase }: Search): ((name: string) => boolean) | null {
  const wanted = text.trim();
  if (wanted === '') return null;
  if (matchCase) return (name) => name.includes(wanted);
  const lower = wanted.toLowerCase();
  return (name) => name.toLowerCase().includes(lower);
}

/** Each entry's place in line in its environment: 1 goes next. Only what waits, is not held and may be sent. */
export function placesInLine(entries: readonly EntryView[]): ReadonlyMap<string, number> {
  const inLine = entries
    .filter((entry) => entry.state.kind === 'waiting' && entry.heldAt === null && entry.owner.kind === 'me' && !entry.behindAnother)
    .sort((a, b) => a.addedAt - b.addedAt);
  const places = new Map<string, number>();
  const reached = new Map<string, number>();
  for (const entry of inLine) {
    const place = (reached.get(entry.environmentId) ?? 0) + 1;
    reached.set(entry.environmentId, place);
    places.set(entry.id, place);
  }
  return places;
}
