import { answer, type Answer } from '../../shared/answer.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { ImportAnswer, ImportedSecret, ImportOutcome, ImportRefusal } from '../../shared/import/import-request.ts';
import type { EntryRows } from '../outbox/entry-rows.ts';
import type { Binding } from '../outbox/outbox.ts';
import type { OpenProfile } from './handlers.ts';

/** Records an import whole, or refuses it whole. As with one secret, what is replaced must be in the list as last read. */
export function importSecrets(
  { outbox, secrets: known }: Pick<OpenProfile, 'outbox'> & { readonly secrets: Pick<OpenProfile['secrets'], 'isListed'> },
  to: Binding,
  secrets: readonly ImportedSecret[],
): Answer<ImportAnswer> {
  const refusals = secrets.flatMap(({ name, replaces }, index): ImportRefusal[] =>
    replaces === null || known.isListed(to.environmentId, name) ? [] : [{ index, code: 'unknown-secret' }],
  );
  return refusals.length > 0 ? answer({ kind: 'refused', refusals }) : outbox.addMany(to, secrets);
}

/** Counts what became of entries. One that is not here any more went with its environment, by the person's own word. */
export function outcomeOf(rows: Pick<EntryRows, 'byId'>, entryIds: readonly EntryId[]): ImportOutcome {
  const outcome = { arrived: 0, needYou: 0, discarded: 0, open: 0 };
  for (const id of entryIds) {
    switch (rows.byId(id)?.state.kind) {
      case 'delivered':
        outcome.arrived += 1;
        break;
      case 'needs-attention':
        outcome.needYou += 1;
        break;
      case 'discarded':
      case undefined:
        outcome.discarded += 1;
        break;
      default:
        outcome.open += 1;
    }
  }
  return outcome;
}
