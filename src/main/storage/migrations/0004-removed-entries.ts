import type { Database } from 'better-sqlite3';

/**
 * Entries that went with their environment: the ids alone, written in the commit that removes them. What is beside the
 * database hears of it only after that commit, and a process may end between. Times are wall clock, ms.
 */
export function migrate(db: Database): void {
  db.exec(`
    CREATE TABLE removed_entries (
      id          TEXT PRIMARY KEY,
      removed_at  INTEGER NOT NULL
    ) STRICT;
  `);
}
