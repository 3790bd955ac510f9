import { shortIdentity } from '../../shared/words/people.ts';
import { platformTime } from '../../shared/words/times.ts';
import type { EntryView } from '../../shared/entry.ts';
import type { PlatformSecret, SecretsList } from '../../shared/secrets-list.ts';

/** One row of the Secrets list. */
export type SecretRow =
  /** A secret as the platform lists it, or as the answer to a delivery told it after the list was read. */
  | { readonly kind: 'secret'; readonly key: string; readonly name: string; readonly secret: PlatformSecret }
  /** An open entry; `secret` is what the platform has under this name, where it has one. */
  | { readonly kind: 'entry'; readonly key: string; readonly name: string; readonly entry: EntryView; readonly secret: PlatformSecret | null };

export interface Rows {
  readonly rows: readonly SecretRow[];
  /** Secrets on the platform as far as is known: as listed, with what was delivered since. Null: never listed. */
  readonly onPlatform: number | null;
  readonly open: number;
  readonly attention: number;
  readonly deliveredSince: number;
}

/**
 * The platform's secrets and the outbox's open entries as one list. A name with open entries shows those (the first one
 * in line first); what was delivered since the list was read is shown as the platform will list it.
 */
export function rowsOf(list: SecretsList, open: readonly EntryView[]): Rows {
  const secrets = new Map(list.secrets.map((secret) => [secret.name, secret]));
  for (const entry of list.delivered) applyDelivery(secrets, entry, list.me);
  const pending = new Set(open.map((entry) => entry.name));
  const rows: SecretRow[] = open.map((entry) => ({
    kind: 'entry',
    key: `entry:${entry.id}`,
    name: entry.name,
    entry,
    secret: secrets.get(entry.name) ?? null,
  }));
  for (const secret of secrets.values()) {
    if (!pending.has(secret.name)) rows.push({ kind: 'secret', key: `secret:${secret.name}`, name: secret.name, secret });
  }
  return {
    rows,
    onPlatform: list.refreshedAt === null ? null : secrets.size,
    open: open.length,
    attention: open.filter((entry) => entry.state.kind === 'needs-attention').length,
    deliveredSince: list.delivered.length,
  };
}

function applyDelivery(secrets: Map<string, PlatformSecret>, entry: EntryView, me: readonly string[]): void {
  if (entry.state.kind !== 'delivered') return;
  if (entry.intent === 'delete') {
    secrets.delete(entry.name);
    return;
  }
  const at = new Date(entry.state.at).toISOString();
  const by = entry.owner.kind === 'me' ? (me[0] ?? entry.deliveredAs) : entry.deliveredAs;
  const before = secrets.get(entry.name);
  if (before !== undefined && entry.intent === 'create') return;
  secrets.set(entry.name, {
    name: entry.name,
    created: before?.created ?? (entry.intent === 'create' ? at : null),
    createdBy: before?.createdBy ?? (entry.intent === 'create' ? by : null),
    updated: at,
    updatedBy: by,
  });
}

export type SortColumn = 'name' | 'state' | 'created' | 'createdBy' | 'updated' | 'updatedBy';

export interface Sorting {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** Sorts a copy. Names are ASCII, so their order is that of their characters; equal keys fall back to the name. */
export function sortRows(rows: readonly SecretRow[], { column, descending }: Sorting): readonly SecretRow[] {
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: sortKey(row, column) }));
  keyed.sort((a, b) => sign * compareKeys(a.key, b.key) || compareKeys(a.row.name, b.row.name) || addedAt(a.row) - addedAt(b.row));
  return keyed.map(({ row }) => row);
}

function compareKeys(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addedAt(row: SecretRow): number {
  return row.kind === 'entry' ? row.entry.addedAt : 0;
}

/** What the person must look at comes first, what has arrived last. */
const stateOrder = ['needs-attention', 'uncertain', 'sending', 'waiting'] as const;

function sortKey(row: SecretRow, column: SortColumn): string | number {
  const secret = row.secret;
  switch (column) {
    case 'name':
      return row.name;
    case 'state': {
      if (row.kind === 'secret') return stateOrder.length;
      const { kind } = row.entry.state;
      return (stateOrder as readonly string[]).indexOf(kind);
    }
    case 'created':
      return platformTime(secret?.created ?? null) ?? Number.MAX_SAFE_INTEGER;
    case 'updated':
      return platformTime(secret?.updated ?? null) ?? Number.MAX_SAFE_INTEGER;
    case 'createdBy':
      return shortIdentity(secret?.createdBy ?? '').toLowerCase();
    case 'updatedBy':
      return shortIdentity(secret?.updatedBy ?? '').toLowerCase();
  }
}

/** The rows in the order they had before; what is new comes first, where it is seen. */
export function inOrderOf(before: readonly SecretRow[], rows: readonly SecretRow[]): readonly SecretRow[] {
  const places = new Map(before.map((row, index) => [row.key, index]));
  const place = (row: SecretRow): number => places.get(row.key) ?? -1;
  return [...rows].sort((a, b) => place(a) - place(b));
}

/** Names that contain the search, whatever its case. */
export function matches(name: string, search: string): boolean {
  return search === '' || name.includes(search.trim().toLowerCase());
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
