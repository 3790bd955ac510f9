import type { Database } from 'better-sqlite3';
import type { EntryId } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { OutboxCounts } from '../../shared/sync-status.ts';
import { entryColumns, parseEntry, type Entry, type StoredEntry } from './stored-entry.ts';

type JoinedRow = StoredEntry & { readonly started_at: number | null };

const select = `SELECT ${entryColumns}, attempts.started_at FROM entries
  LEFT JOIN attempts ON attempts.id = entries.attempt_id`;
const isOpen = `entries.state NOT IN ('delivered', 'discarded')`;
const isEnded = `entries.state IN ('delivered', 'discarded')`;

/** What the outbox holds, read only. Never a value. */
export interface EntryRows {
  byId(id: EntryId): Entry | null;
  bySequence(sequence: number): Entry | null;
  /** Everything that is neither delivered nor discarded, oldest first. */
  open(environmentId?: EnvironmentId): readonly Entry[];
  /** What was delivered or discarded, newest first. */
  history(limit: number): readonly Entry[];
  /** How much was delivered to one environment at `since` or later. */
  deliveredSince(environmentId: EnvironmentId, since: number): number;
  openCreate(environmentId: EnvironmentId, name: string): Entry | null;
  anyOpen(environmentId: EnvironmentId, name: string): Entry | null;
  /** Whether something of this name is open that came after `sequence`. */
  hasOpenAfter(environmentId: EnvironmentId, name: string, sequence: number): boolean;
  counts(environmentId: EnvironmentId): OutboxCounts;
  /** Open entries by the account they belong to; null is "nobody yet". */
  openByAccount(environmentId: EnvironmentId): ReadonlyMap<number | null, number>;
  /** What waits or is uncertain and is not on hold, by the account it belongs to; null is "nobody yet". */
  inLineByAccount(environmentId: EnvironmentId): ReadonlyMap<number | null, number>;
}

export function createEntryRows(db: Database): EntryRows {
  const one = (sql: string): ((...values: unknown[]) => Entry | null) => {
    const statement = db.prepare<unknown[], JoinedRow>(`${select} WHERE ${sql}`);
    return (...values) => parsed(statement.get(...values));
  };
  const many = (sql: string): ((...values: unknown[]) => Entry[]) => {
    const statement = db.prepare<unknown[], JoinedRow>(`${select} WHERE ${sql}`);
    return (...values) => statement.all(...values).map((row) => parseEntry(row, row.started_at));
  };
  const byId = one('entries.id = ?');
  const bySequence = one('entries.sequence = ?');
  // By environment, because the index of what is open begins with it: what ended long ago is not walked through.
  const allOpen = many(`entries.environment_id IN (SELECT id FROM environments) AND ${isOpen} ORDER BY entries.sequence`);
  const openHere = many(`entries.environment_id = ? AND ${isOpen} ORDER BY entries.sequence`);
  const ended = many(`${isEnded} ORDER BY entries.moved_at DESC, entries.sequence DESC LIMIT ?`);
  const delivered = db
    .prepare<[string, number], number>(
      `SELECT COUNT(*) FROM entries
       WHERE ${isEnded} AND entries.state = 'delivered' AND entries.environment_id = ? AND entries.moved_at >= ?`,
    )
    .pluck();
  const openCreate = one(`entries.environment_id = ? AND entries.name = ? AND entries.intent = 'create' AND ${isOpen}`);
  const anyOpen = one(`entries.environment_id = ? AND entries.name = ? AND ${isOpen} ORDER BY entries.sequence LIMIT 1`);
  const openAfter = db.prepare<[string, string, number]>(
    `SELECT 1 FROM entries WHERE environment_id = ? AND name = ? AND sequence > ? AND ${isOpen}`,
  );
  const counts = db.prepare<[string], Record<string, number>>(`
    SELECT COALESCE(SUM(state = 'waiting' AND held_at IS NULL), 0) AS waiting,
           COALESCE(SUM(state = 'sending'), 0) AS sending,
           COALESCE(SUM(state = 'uncertain' AND held_at IS NULL), 0) AS uncertain,
           COALESCE(SUM(state = 'needs-attention'), 0) AS needsAttention,
           COALESCE(SUM(held_at IS NOT NULL AND state IN ('waiting', 'uncertain')), 0) AS held
    FROM entries WHERE environment_id = ? AND ${isOpen}`);
  const byAccount = (which: string): ((environmentId: EnvironmentId) => ReadonlyMap<number | null, number>) => {
    const statement = db.prepare<[string], { account_id: number | null; entries: number }>(
      `SELECT account_id, COUNT(*) AS entries FROM entries WHERE environment_id = ? AND ${isOpen}${which} GROUP BY account_id`,
    );
    return (environmentId) => new Map(statement.all(environmentId).map((row) => [row.account_id, row.entries]));
  };

  return {
    byId: (id) => byId(id),
    bySequence: (sequence) => bySequence(sequence),
    open: (environmentId) => (environmentId === undefined ? allOpen() : openHere(environmentId)),
    history: (limit) => ended(limit),
    deliveredSince: (environmentId, since) => delivered.get(environmentId, since) ?? 0,
    openCreate: (environmentId, name) => openCreate(environmentId, name),
    anyOpen: (environmentId, name) => anyOpen(environmentId, name),
    hasOpenAfter: (environmentId, name, sequence) => openAfter.get(environmentId, name, sequence) !== undefined,
    counts: (environmentId) => counts.get(environmentId) as unknown as OutboxCounts,
    openByAccount: byAccount(''),
    inLineByAccount: byAccount(` AND state IN ('waiting', 'uncertain') AND held_at IS NULL`),
  };
}

function parsed(row: JoinedRow | undefined): Entry | null {
  return row === undefined ? null : parseEntry(row, row.started_at);
}
