import type { Database } from 'better-sqlite3';

/**
 * How the list of each environment is looked at. Here and not among the preferences: what somebody searched for tells
 * of names, and all names are encrypted. It goes with its environment.
 */
export function migrate(db: Database): void {
  db.exec(`
    CREATE TABLE list_looks (
      environment_id  TEXT PRIMARY KEY REFERENCES environments (id) ON DELETE CASCADE,
      look            TEXT NOT NULL CHECK (json_valid(look))
    ) STRICT, WITHOUT ROWID;
  `);
}
