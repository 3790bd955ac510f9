import type { Database } from 'better-sqlite3';
import type { EntryId } from '../../shared/entry.ts';
import type { Entry } from './stored-entry.ts';

/**
 * What a discard took, for as long as the person can take the discard back. Runs inside the caller's transaction. The
 * statement that moves an entry reads from here when it moves out of discarded (`move.ts`).
 */
export interface KeptDiscards {
  /** Before the entry is discarded. */
  keep(entry: Entry): void;
  has(entry: Entry): boolean;
  /** After it waits again. */
  release(entry: Entry): void;
  /** Erases for good. Answers how many had been kept. */
  forget(ids: readonly EntryId[]): number;
  forgetAll(): number;
}

export function createKeptDiscards(db: Database): KeptDiscards {
  const keep = db.prepare(`INSERT INTO kept_discards (entry_sequence, held_at, value_check, value)
    SELECT sequence, held_at, value_check, value FROM entries WHERE sequence = ?`);
  const has = db.prepare<[number]>('SELECT 1 FROM kept_discards WHERE entry_sequence = ?');
  const release = db.prepare('DELETE FROM kept_discards WHERE entry_sequence = ?');
  const forget = db.prepare(`DELETE FROM kept_discards WHERE entry_sequence IN
    (SELECT sequence FROM entries WHERE id IN (SELECT value FROM json_each(?)))`);
  const forgetAll = db.prepare('DELETE FROM kept_discards');
  return {
    keep: ({ sequence }) => void keep.run(sequence),
    has: ({ sequence }) => has.get(sequence) !== undefined,
    release: ({ sequence }) => void release.run(sequence),
    forget: (ids) => forget.run(JSON.stringify(ids)).changes,
    forgetAll: () => forgetAll.run().changes,
  };
}
