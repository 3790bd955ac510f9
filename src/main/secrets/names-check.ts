import type { EnvironmentId } from '../../shared/environment.ts';
import type { NamesCheck } from '../../shared/import/import-request.ts';
import type { EntryRows } from '../outbox/entry-rows.ts';
import type { ListCache } from './list-cache.ts';

/** Where names are looked up: the outbox, and the list of who is signed in. */
export interface NamesKnown {
  readonly rows: Pick<EntryRows, 'anyOpen'>;
  readonly cache: Pick<ListCache, 'find' | 'head'>;
  readonly accountId: number | null;
}

/** Looks up many names at once, each by its own key: nothing is read that was not asked for, and nobody is asked. */
export function checkNames(known: NamesKnown, environmentId: EnvironmentId, names: readonly string[]): NamesCheck {
  const { rows, cache, accountId } = known;
  const asked = [...new Set(names)];
  return {
    waiting: asked.flatMap((name) => {
      const entry = rows.anyOpen(environmentId, name);
      return entry === null ? [] : [{ name, entryId: entry.id, intent: entry.intent, addedAt: entry.addedAt }];
    }),
    listed: accountId === null ? [] : asked.map((name) => cache.find(accountId, name)).filter((secret) => secret !== null),
    asOf: accountId === null ? null : cache.head(environmentId, accountId).refreshedAt,
  };
}
