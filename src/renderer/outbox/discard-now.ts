import type { EntryId, EntryView } from '../../shared/entry.ts';
import { maxManyEntries, type ManyAnswer, type ManyChange } from '../../shared/many-entries.ts';
import { discardedWords, notChanged, undo } from '../../shared/words/many.ts';
import { ask } from '../client.svelte.ts';
import type { Toasts } from '../components/toasts.svelte.ts';

/** Changes these entries, and tells what stays as it is. Null where nothing was done, and why is told. */
export async function changeMany(
  entryIds: readonly EntryId[],
  change: ManyChange,
  confirmed: boolean,
  toasts: Toasts,
): Promise<ManyAnswer | null> {
  const answers: ManyAnswer[] = [];
  for (let from = 0; from < entryIds.length; from += maxManyEntries) {
    const part = entryIds.slice(from, from + maxManyEntries);
    const reply = await ask('outbox.change-many', { entryIds: part, change, confirmed });
    if (!reply.ok) {
      toasts.refuse(reply.code);
      if (answers.length === 0) return null;
      break;
    }
    answers.push(reply.value);
  }
  const refused = answers.flatMap((answer) => answer.refused);
  if (refused.length > 0) toasts.show(notChanged(refused), { tone: 'refused' });
  return {
    changed: answers.flatMap((answer) => answer.changed),
    refused,
    undoable: answers.flatMap((answer) => answer.undoable),
  };
}

/**
 * Discards, and offers to take it back for what was never sent. What is kept for that is erased when the offer goes.
 *
 * @param confirmed the person read that some of it may already be on the platform
 */
export async function discardNow(entries: readonly EntryView[], confirmed: boolean, toasts: Toasts): Promise<boolean> {
  const answer = await changeMany(entries.map(({ id }) => id), 'discard', confirmed, toasts);
  if (answer === null) return false;
  const entryIds = answer.undoable;
  if (entryIds.length > 0) {
    const undoable = new Set(entryIds);
    toasts.show(discardedWords(entries.filter(({ id }) => undoable.has(id))), {
      action: { label: undo, run: () => void changeMany(entryIds, 'undo-discard', false, toasts) },
      ongone: () => void forget(entryIds),
    });
  }
  return true;
}

async function forget(entryIds: readonly EntryId[]): Promise<void> {
  for (let from = 0; from < entryIds.length; from += maxManyEntries) {
    // Refused where the app was locked or is about to end: then it was erased with that.
    await ask('outbox.forget-discards', { entryIds: entryIds.slice(from, from + maxManyEntries) });
  }
}
