import type { Database } from 'better-sqlite3';
import type { Sighting } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';

export interface CachedList {
  readonly secrets: readonly PlatformSecret[];
  /** When it was last read whole, wall clock ms; null: never. */
  readonly refreshedAt: number | null;
  /** The platform refused to show its list to this account. */
  readonly refused: boolean;
}

/** The platform's list as last read, for one environment and account: there is no list of somebody else's. */
export interface ListCache {
  read(environmentId: EnvironmentId, accountId: number): CachedList;
  find(accountId: number, name: string): PlatformSecret | null;
  /** Takes the place of the whole list in one transaction. */
  replace(environmentId: EnvironmentId, accountId: number, secrets: readonly PlatformSecret[], at: number): void;
  refuse(environmentId: EnvironmentId, accountId: number): void;
  /** One secret is there now as `found`, or gone (null). */
  set(accountId: number, name: string, found: Sighting | null): void;
}

interface ListedRow {
  readonly name: string;
  readonly created: string | null;
  readonly created_by: string | null;
  readonly updated: string | null;
  readonly updated_by: string | null;
}

export function createListCache(db: Database): ListCache {
  const list = db.prepare<[string, number], { refreshed_at: number | null; refused: 0 | 1 }>(
    'SELECT refreshed_at, refused FROM lists WHERE environment_id = ? AND account_id = ?',
  );
  const all = db.prepare<[number], ListedRow>('SELECT * FROM listed_secrets WHERE account_id = ? ORDER BY name');
  const one = db.prepare<[number, string], ListedRow>('SELECT * FROM listed_secrets WHERE account_id = ? AND name = ?');
  const keepList = db.prepare(`
    INSERT INTO lists (environment_id, account_id, refreshed_at, refused)
    VALUES (@environmentId, @accountId, @at, @refused)
    ON CONFLICT DO UPDATE SET refreshed_at = COALESCE(excluded.refreshed_at, refreshed_at), refused = excluded.refused`);
  const empty = db.prepare('DELETE FROM listed_secrets WHERE account_id = ?');
  const keep = db.prepare(`
    INSERT INTO listed_secrets (account_id, name, created, created_by, updated, updated_by)
    VALUES (@accountId, @name, @created, @createdBy, @updated, @updatedBy)
    ON CONFLICT DO UPDATE SET created = excluded.created, created_by = excluded.created_by,
      updated = excluded.updated, updated_by = excluded.updated_by`);
  const drop = db.prepare('DELETE FROM listed_secrets WHERE account_id = ? AND name = ?');

  return {
    read(environmentId, accountId) {
      const head = list.get(environmentId, accountId);
      return {
        secrets: all.all(accountId).map(parse),
        refreshedAt: head?.refreshed_at ?? null,
        refused: head?.refused === 1,
      };
    },
    find(accountId, name) {
      const row = one.get(accountId, name);
      return row === undefined ? null : parse(row);
    },
    replace: (environmentId, accountId, secrets, at) =>
      db.transaction(() => {
        empty.run(accountId);
        for (const secret of secrets) keep.run({ ...secret, accountId });
        keepList.run({ environmentId, accountId, at, refused: 0 });
      }).immediate(),
    refuse(environmentId, accountId) {
      keepList.run({ environmentId, accountId, at: null, refused: 1 });
    },
    set(accountId, name, found) {
      if (found === null) drop.run(accountId, name);
      else {
        keep.run({
          accountId,
          name,
          created: found.created,
          createdBy: found.createdBy,
          updated: found.updated,
          updatedBy: found.updatedBy,
        });
      }
    },
  };
}

function parse(row: ListedRow): PlatformSecret {
  return {
    name: row.name,
    created: row.created,
    createdBy: row.created_by,
    updated: row.updated,
    updatedBy: row.updated_by,
  };
}
