import type { Database } from 'better-sqlite3';
import type { Sighting } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { columnsOf, type SecretColumns } from '../../shared/secret-columns.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import { createListChanges } from './list-changes.ts';
import { createListIntake, type ListIntake } from './list-intake.ts';

export interface ListHead {
  /** When it was last read whole, wall clock ms; null: never, and what is known of it is incomplete. */
  readonly refreshedAt: number | null;
  /** The platform refused to show its list to this account. */
  readonly refused: boolean;
}

/** A list, or what changed of it since a mark. */
export interface ListRead {
  readonly mark: string;
  readonly whole: boolean;
  readonly secrets: SecretColumns;
  readonly gone: readonly string[];
}

/** The platform's list as last read, for one environment and account: there is no list of somebody else's. */
export interface ListCache {
  head(environmentId: EnvironmentId, accountId: number): ListHead;
  /** What changed since `since` was given; all of it where that is null or says nothing any more. */
  read(accountId: number, since: string | null): ListRead;
  find(accountId: number, name: string): PlatformSecret | null;
  /** Takes in a list page by page. */
  takeIn(environmentId: EnvironmentId, accountId: number): ListIntake;
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
  const changes = createListChanges();
  const list = db.prepare<[string, number], { refreshed_at: number | null; refused: 0 | 1 }>(
    'SELECT refreshed_at, refused FROM lists WHERE environment_id = ? AND account_id = ?',
  );
  const all = db.prepare<[number], ListedRow>('SELECT * FROM listed_secrets WHERE account_id = ? ORDER BY name');
  const names = db.prepare<[number], string>('SELECT name FROM listed_secrets WHERE account_id = ?').pluck();
  const one = db.prepare<[number, string], ListedRow>('SELECT * FROM listed_secrets WHERE account_id = ? AND name = ?');
  const keepList = db.prepare(`
    INSERT INTO lists (environment_id, account_id, refreshed_at, refused)
    VALUES (@environmentId, @accountId, @at, @refused)
    ON CONFLICT DO UPDATE SET refreshed_at = COALESCE(excluded.refreshed_at, refreshed_at), refused = excluded.refused`);
  const keep = db.prepare(`
    INSERT INTO listed_secrets (account_id, name, created, created_by, updated, updated_by)
    VALUES (@accountId, @name, @created, @createdBy, @updated, @updatedBy)
    ON CONFLICT DO UPDATE SET created = excluded.created, created_by = excluded.created_by,
      updated = excluded.updated, updated_by = excluded.updated_by`);
  const drop = db.prepare('DELETE FROM listed_secrets WHERE account_id = ? AND name = ?');

  const head = (environmentId: EnvironmentId, accountId: number): ListHead => {
    const row = list.get(environmentId, accountId);
    return { refreshedAt: row?.refreshed_at ?? null, refused: row?.refused === 1 };
  };
  const find = (accountId: number, name: string): PlatformSecret | null => {
    const row = one.get(accountId, name);
    return row === undefined ? null : parse(row);
  };

  return {
    head,
    find,
    read(accountId, since) {
      const mark = changes.mark(accountId);
      const changed = since === null ? null : changes.since(accountId, since);
      if (changed === null) return { mark, whole: true, secrets: columnsOf(all.all(accountId).map(parse)), gone: [] };
      const found = changed.map((name) => find(accountId, name)).filter((secret) => secret !== null);
      const there = new Set(found.map(({ name }) => name));
      return { mark, whole: false, secrets: columnsOf(found), gone: changed.filter((name) => !there.has(name)) };
    },
    takeIn(environmentId, accountId) {
      return createListIntake({
        wasNeverWhole: head(environmentId, accountId).refreshedAt === null,
        find: (name) => find(accountId, name),
        names: () => names.all(accountId),
        write(written, gone, readWholeAt) {
          db.transaction(() => {
            for (const secret of written) keep.run({ ...columns(secret), accountId });
            for (const name of gone) drop.run(accountId, name);
            if (readWholeAt !== null) keepList.run({ environmentId, accountId, at: readWholeAt, refused: 0 });
          }).immediate();
          changes.note(accountId, [...written.map(({ name }) => name), ...gone]);
        },
      });
    },
    refuse(environmentId, accountId) {
      keepList.run({ environmentId, accountId, at: null, refused: 1 });
    },
    set(accountId, name, found) {
      if (found === null) drop.run(accountId, name);
      else keep.run({ ...columns({ name, ...found }), accountId });
      changes.note(accountId, [name]);
    },
  };
}

function columns({ name, created, createdBy, updated, updatedBy }: PlatformSecret): PlatformSecret {
  return { name, created, createdBy, updated, updatedBy };
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
