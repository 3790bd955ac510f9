import type { Database } from 'better-sqlite3';
import type { Answer } from '../../shared/answer.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { ManyAnswer, ManyChange } from '../../shared/many-entries.ts';
import type { RefusalCode } from '../../shared/reply.ts';

type Done = Answer<Record<string, never>>;

/** How one of many is changed: by the same rules as one alone. */
export interface OneEntry {
  hold(id: EntryId, held: boolean): Done;
  /** Answers whether the discard can be taken back. */
  discard(id: EntryId, confirmed: boolean): Answer<{ readonly undoable: boolean }>;
  undoDiscard(id: EntryId): Done;
}

/** Changes many in one transaction: what can be changed is, and what cannot is told, each with its reason. */
export function changeMany(
  db: Database,
  ids: readonly EntryId[],
  change: ManyChange,
  confirmed: boolean,
  one: OneEntry,
): ManyAnswer {
  return db.transaction((): ManyAnswer => {
    const changed: EntryId[] = [];
    const undoable: EntryId[] = [];
    const refused: { entryId: EntryId; code: RefusalCode }[] = [];
    for (const entryId of new Set(ids)) {
      const given = changeOne(entryId, change, confirmed, one);
      if (!given.ok) {
        refused.push({ entryId, code: given.code });
        continue;
      }
      changed.push(entryId);
      if ('undoable' in given.value && given.value.undoable) undoable.push(entryId);
    }
    return { changed, refused, undoable };
  }).immediate();
}

function changeOne(id: EntryId, change: ManyChange, confirmed: boolean, one: OneEntry): ReturnType<OneEntry['discard']> | Done {
  switch (change) {
    case 'hold':
    case 'release':
      return one.hold(id, change === 'hold');
    case 'discard':
      return one.discard(id, confirmed);
    case 'undo-discard':
      return one.undoDiscard(id);
  }
}
