import type { Database } from '../storage/database.ts';
import type { EnvironmentId } from '../../shared/environment.ts';

/**
 * Removes an environment with its history, sessions, accounts and lists, all or nothing. Refused (false) while
 * anything of it still stands in the outbox: unsent work is sent or discarded first, by the person. That its entries
 * went with it is part of the same commit: whatever happens next, none of them is missed.
 *
 * @param now wall clock, ms
 */
export function removeEnvironment(db: Database, id: EnvironmentId, now: number): boolean {
  return db
    .transaction((): boolean => {
      if (hasOpenEntries(db, id)) return false;
      db.prepare('INSERT INTO removed_entries (id, removed_at) SELECT id, ? FROM entries WHERE environment_id = ?').run(now, id);
      // Children before parents: the foreign keys of this schema restrict.
      for (const statement of [
        'DELETE FROM entries WHERE environment_id = ?',
        'DELETE FROM sessions WHERE environment_id = ?',
        'DELETE FROM lists WHERE environment_id = ?',
        'DELETE FROM accounts WHERE environment_id = ?',
        'DELETE FROM environments WHERE id = ?',
      ]) {
        db.prepare(statement).run(id);
      }
      return true;
    })
    .immediate();
}

function hasOpenEntries(db: Database, id: EnvironmentId): boolean {
  const found = db
    .prepare(`SELECT 1 FROM entries WHERE environment_id = ? AND state NOT IN ('delivered', 'discarded') LIMIT 1`)
    .get(id);
  return found !== undefined;
}
