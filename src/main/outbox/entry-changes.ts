import type { Database } from 'better-sqlite3';
import { parseEntry, entryColumns, type Entry, type StoredEntry } from './stored-entry.ts';

/** Which entries changed since somebody looked: with ten thousand waiting, nobody reads them all for one that moved. */
export interface EntryChanges {
  /** How far the changes have come. Opaque; it means nothing to another opening of the database. */
  mark(): string;
  /**
   * What changed since `mark` was given, oldest first, with every open entry of the same name, since who stands
   * behind whom may have changed too. Null for a mark of another opening: then all must be read.
   */
  since(mark: string): readonly Entry[] | null;
}

// Triggers, so that no statement that changes an entry can forget to say so, and what is rolled back said nothing.
// All of it is in memory, for this connection alone. REPLACE gives an entry that changes again a newer edition;
// AUTOINCREMENT because an edition that was given out must not come again.
const schema = `
  CREATE TEMP TABLE IF NOT EXISTS entry_changes (
    edition   INTEGER PRIMARY KEY AUTOINCREMENT,
    sequence  INTEGER NOT NULL UNIQUE
  );
  CREATE TEMP TRIGGER IF NOT EXISTS note_added AFTER INSERT ON main.entries BEGIN
    INSERT OR REPLACE INTO entry_changes (sequence)
    SELECT sequence FROM entries
    WHERE environment_id = NEW.environment_id AND name = NEW.name AND state NOT IN ('delivered', 'discarded');
  END;
  CREATE TEMP TRIGGER IF NOT EXISTS note_changed AFTER UPDATE ON main.entries BEGIN
    INSERT OR REPLACE INTO entry_changes (sequence) VALUES (NEW.sequence);
    INSERT OR REPLACE INTO entry_changes (sequence)
    SELECT sequence FROM entries
    WHERE environment_id = NEW.environment_id AND name IN (OLD.name, NEW.name) AND sequence <> NEW.sequence
      AND state NOT IN ('delivered', 'discarded');
  END;`;

export function createEntryChanges(db: Database, newId: () => string): EntryChanges {
  db.exec(schema);
  const opening = newId();
  const latest = db.prepare<[], { edition: number | null }>('SELECT MAX(edition) AS edition FROM entry_changes');
  const changed = db.prepare<[number], StoredEntry & { started_at: number | null }>(`
    SELECT ${entryColumns}, attempts.started_at FROM entry_changes
    JOIN entries ON entries.sequence = entry_changes.sequence
    LEFT JOIN attempts ON attempts.id = entries.attempt_id
    WHERE entry_changes.edition > ? ORDER BY entries.sequence`);

  return {
    mark: () => `${opening}/${latest.get()?.edition ?? 0}`,
    since(mark) {
      const [whose, edition] = mark.split('/');
      if (whose !== opening) return null;
      return changed.all(Number(edition)).map((row) => parseEntry(row, row.started_at));
    },
  };
}
