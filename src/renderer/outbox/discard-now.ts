import type { EntryId, EntryView } from '../../shared/entry.ts';
import { maxManyEntries, type ManyAnswer, type ManyChange } from '../../shared/many-entries.ts';
import { discardedWords, notChanged, undo } from '../../shared/words/many.ts';
import { ask } from '../client.svelte.ts';
import type { Toast, Toasts } from '../components/toasts.svelte.ts';

/** Changes these entries, and tells what stays as it is. Null where nothing was done, and why is told. */
export async function changeMany(
  entryIds: readonly EntryId[],
  change: ManyChange,
  confirmed: boolean,
  toasts: Toasts,
): Promise<ManyAnswer | null> {
  const { answers, failed } = await askInParts(entryIds, change, confirmed);
  if (failed !== null) toasts.refuse(failed);
  if (failed !== null && answers.length === 0) return null;
  const refused = answers.flatMap((answer) => answer.refused);
  if (refused.length > 0) toasts.show(notChanged(refused), { tone: 'refused' });
  return {
    changed: answers.flatMap((answer) => answer.changed),
    refused,
    undoable: answers.flatMap((answer) => answer.undoable),
  };
}

/** More than one commit holds are changed in turns, up to the first that fails as a whole. */
async function askInParts(entryIds: readonly EntryId[], change: ManyChange, confirmed: boolean) {
  const answers: ManyAnswer[] = [];
  for (let from = 0; from < entryIds.length; from += maxManyEntries) {
    const part = entryIds.slice(from, from + maxManyEntries);
    const reply = await ask('outbox.change-many', { entryIds: part, change, confirmed });
    if (!reply.ok) return { answers, failed: reply.code };
    answers.push(reply.value);
  }
  return { answers, failed: null };
}

/**
 * Discards, and offers to take it back for what was never sent. What is kept for that is erased when the offer goes.
 *
 * @param confirmed the person read that some of it may already be on the platform
 */
export async function discardNow(entries: readonly EntryView[], confirmed: boolean, toasts: Toasts): Promise<boolean> {
  const answer = await changeMany(entries.map(({ id }) => id), 'discard', confirmed, toasts);
  if (answer === null) return false;
  const undoable = new Set(answer.undoable);
  const discarded = entries.filter(({ id }) => undoable.has(id));
  if (discarded.length > 0) toasts.show(discardedWords(discarded), offerUndo(answer.undoable, toasts));
  return true;
}

function offerUndo(entryIds: readonly EntryId[], toasts: Toasts): Pick<Toast, 'action' | 'ongone'> {
  return {
    action: { label: undo, run: () => void takeBack(entryIds, toasts) },
    ongone: () => void forget(entryIds),
  };
}

/** What cannot come back now (its name waits again, the disk is full) is still kept: with the reason Undo is offered again. */
async function takeBack(entryIds: readonly EntryId[], toasts: Toasts): Promise<void> {
  const { answers, failed } = await askInParts(entryIds, 'undo-discard', false);
  const back = new Set(answers.flatMap(({ changed }) => changed));
  const codes = new Map(answers.flatMap(({ refused }) => refused.map(({ entryId, code }) => [entryId, code] as const)));
  const refused = entryIds.flatMap((entryId) => {
    const code = codes.get(entryId) ?? failed;
    return back.has(entryId) || code === null ? [] : [{ entryId, code }];
  });
  if (refused.length === 0) return;
  const kept = refused.filter(({ code }) => code !== 'undo-too-late' && code !== 'unknown-entry').map(({ entryId }) => entryId);
  toasts.show(notChanged(refused), { tone: 'refused', ...(kept.length > 0 && offerUndo(kept, toasts)) });
}

async function forget(entryIds: readonly EntryId[]): Promise<void> {
  for (let from = 0; from < entryIds.length; from += maxManyEntries) {
    // Refused where the app was locked or is about to end: then it was erased with that.
    await ask('outbox.forget-discards', { entryIds: entryIds.slice(from, from + maxManyEntries) });
  }
}
