import type { Database } from 'better-sqlite3';

/**
 * What the person chose and must not be lost with a file of preferences. One row; where it is not there, it could not be
 * read any more, and whoever reads it takes the careful side. Times are wall clock, ms.
 */
export function migrate(db: Database): void {
  db.exec(`
    CREATE TABLE settings (
      id             INTEGER PRIMARY KEY CHECK (id = 1),
      works_offline  INTEGER NOT NULL CHECK (works_offline IN (0, 1)),
      changed_at     INTEGER
    ) STRICT;

    INSERT INTO settings (id, works_offline, changed_at) VALUES (1, 0, NULL);
  `);
}
