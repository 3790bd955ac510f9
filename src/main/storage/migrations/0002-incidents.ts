import type { Database } from 'better-sqlite3';

/** What happened to the data on this computer and must be told until it was read. Times are wall clock, ms. */
export function migrate(db: Database): void {
  db.exec(`
    CREATE TABLE incidents (
      id         INTEGER PRIMARY KEY,
      at         INTEGER NOT NULL,
      kind       TEXT NOT NULL CHECK (kind IN ('salvaged', 'started-afresh', 'missing')),
      set_aside  TEXT NOT NULL CHECK (json_valid(set_aside)),
      facts      TEXT NOT NULL CHECK (json_valid(facts)),
      read_at    INTEGER
    ) STRICT;
  `);
}
