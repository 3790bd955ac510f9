import type { Database } from 'better-sqlite3';
import { answer, refuse, type Answer } from '../../shared/answer.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { RefusalCode } from '../../shared/reply.ts';
import type { EntryRows } from './entry-rows.ts';
import type { Entry } from './stored-entry.ts';

/** Whose entries a question was about: everybody's of an environment, or those of one account. */
export interface Asked {
  readonly environmentId: EnvironmentId;
  readonly accountId?: number;
  /** What was counted when it was asked. */
  readonly shown: readonly EntryId[];
}

export type DiscardShown = (asked: Asked, also?: () => Answer<unknown>) => Answer<{ readonly discarded: readonly EntryId[] }>;

/** Whether more waits than a question named: then nobody agreed to lose it. */
export function moreWaits(rows: Pick<EntryRows, 'open'>, asked: Asked): boolean {
  const shown = new Set(asked.shown);
  return openOf(rows, asked).some(({ id }) => !shown.has(id));
}

/** Carries the refusal out of the transaction, so that nothing of it stays. */
class Undone extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode) {
    super(code);
    this.code = code;
  }
}

export function createDiscardShown(db: Database, rows: EntryRows, discard: (entry: Entry) => void): DiscardShown {
  return (asked, also) => {
    try {
      const discarded = db.transaction(() => {
        if (moreWaits(rows, asked)) throw new Undone('more-waits');
        const entries = openOf(rows, asked);
        if (entries.some(({ state }) => state.kind === 'sending')) throw new Undone('entry-is-sending');
        for (const entry of entries) discard(entry);
        const given = also?.() ?? answer(null);
        if (!given.ok) throw new Undone(given.code);
        return entries.map(({ id }) => id);
      }).immediate();
      return answer({ discarded });
    } catch (error) {
      if (error instanceof Undone) return refuse(error.code);
      throw error;
    }
  };
}

function openOf(rows: Pick<EntryRows, 'open'>, { environmentId, accountId }: Asked): readonly Entry[] {
  return rows.open(environmentId).filter((entry) => accountId === undefined || entry.accountId === accountId);
}
