import type { Database } from 'better-sqlite3';
import { migrate as theBeginning } from './migrations/0001-the-beginning.ts';
import { migrate as incidents } from './migrations/0002-incidents.ts';
import { migrate as settings } from './migrations/0003-settings.ts';
import { migrate as removedEntries } from './migrations/0004-removed-entries.ts';
import { migrate as keptDiscards } from './migrations/0005-kept-discards.ts';
import { migrate as listLooks } from './migrations/0006-list-looks.ts';

/** Brings a database from one version to the next, inside a transaction that the runner holds. */
export type Migration = (db: Database) => void;

/** In order; the place in the list is the version. Only ever appended to. */
const migrations: readonly Migration[] = [theBeginning, incidents, settings, removedEntries, keptDiscards, listLooks];

/** The version of the schema that this build of the app knows. */
export const schemaVersion = migrations.length;

/**
 * Brings the database to this build's version: each migration and its new `user_version` commit together or
 * not at all. Answers `newer-version`, having touched nothing, when a newer app wrote this database.
 */
export function migrateToLatest(db: Database, steps: readonly Migration[] = migrations): 'done' | 'newer-version' {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > steps.length) return 'newer-version';
  steps.slice(version).forEach((migrate, index) => {
    db.transaction(() => {
      migrate(db);
      db.pragma(`user_version = ${version + index + 1}`);
    }).immediate();
  });
  return 'done';
}
