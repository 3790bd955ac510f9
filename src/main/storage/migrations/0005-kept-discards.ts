import type { Database } from 'better-sqlite3';

/**
 * What the person discarded before any of it was sent, for as long as they can take that back. The entry itself is
 * discarded and holds no value; what it held is here, encrypted as everything is, and goes with the undo.
 */
export function migrate(db: Database): void {
  db.exec(`
    CREATE TABLE kept_discards (
      entry_sequence  INTEGER PRIMARY KEY REFERENCES entries (sequence) ON DELETE CASCADE,
      held_at         INTEGER,
      value_check     BLOB CHECK (value_check IS NULL OR length(value_check) = 32),
      value           BLOB CHECK (value IS NULL OR length(value) > 0),
      CHECK ((value IS NULL) = (value_check IS NULL))
    ) STRICT;
  `);
}
