import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { EnvironmentId } from '../../shared/environment.ts';
import { everyColumn, longestSearch, type ListLookKept } from '../../shared/list-look.ts';

const column = z.enum(everyColumn);

/** How a list is looked at, as it comes from a page or from the disk. */
export const listLook = z.strictObject({
  search: z.string().max(longestSearch),
  matchCase: z.boolean(),
  sorting: z.strictObject({ column, descending: z.boolean() }),
  columns: z.array(column).min(1).max(everyColumn.length),
});

/** Remembers over a restart how the list of each environment is looked at. Losing it loses nothing that matters. */
export interface ListLooks {
  /** Null where none was kept, or what was kept is of another version of the app. */
  read(environmentId: EnvironmentId): ListLookKept | null;
  keep(environmentId: EnvironmentId, look: ListLookKept): void;
}

export function createListLooks(db: Database): ListLooks {
  const one = db.prepare<[string], { look: string }>('SELECT look FROM list_looks WHERE environment_id = ?');
  const write = db.prepare(`INSERT INTO list_looks (environment_id, look) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET look = excluded.look`);
  return {
    read(environmentId) {
      const row = one.get(environmentId);
      const parsed = row === undefined ? null : listLook.safeParse(JSON.parse(row.look));
      return parsed?.success === true ? parsed.data : null;
    },
    keep(environmentId, look) {
      write.run(environmentId, JSON.stringify(look));
    },
  };
}
