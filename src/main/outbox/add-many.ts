import type { Database } from 'better-sqlite3';
import { answer, refuse, type Answer } from '../../shared/answer.ts';
import type { EntryId } from '../../shared/entry.ts';
import { maxImportBytes, maxImportCount } from '../../shared/import/import-line.ts';
import type { ImportAnswer, ImportedSecret, ImportRefusal } from '../../shared/import/import-request.ts';
import type { RefusalCode } from '../../shared/reply.ts';
import type { ValueMeasure } from '../../shared/value-measure.ts';

/** A secret that was looked at, with its value measured once. */
export interface MeasuredSecret extends ImportedSecret {
  readonly measure: ValueMeasure;
}

/** How one of many is judged and recorded: the same way as one alone. */
export interface OneOfMany {
  measure(value: string): ValueMeasure;
  /** Why it cannot be added, whatever else is; null: it can. It must look at the outbox within the transaction. */
  refusal(secret: MeasuredSecret): RefusalCode | null;
  record(secret: MeasuredSecret): EntryId;
}

/**
 * Adds many in one transaction, in their order: all of them, or none and why. `too-large` refuses what is more than an
 * import holds.
 */
export function addMany(db: Database, secrets: readonly ImportedSecret[], one: OneOfMany): Answer<ImportAnswer> {
  const measured = secrets.map((secret) => ({ ...secret, measure: one.measure(secret.value) }));
  const bytes = measured.reduce((sum, { measure }) => sum + measure.bytes, 0);
  if (measured.length > maxImportCount || bytes > maxImportBytes) return refuse('too-large');
  return db.transaction((): Answer<ImportAnswer> => {
    const names = new Set<string>();
    const refusals: ImportRefusal[] = [];
    for (const [index, secret] of measured.entries()) {
      // The first of a name is not in the outbox yet when the second is looked at.
      const code = names.has(secret.name) ? 'name-already-waits' : one.refusal(secret);
      if (code !== null) refusals.push({ index, code });
      names.add(secret.name);
    }
    if (refusals.length > 0) return answer({ kind: 'refused', refusals });
    return answer({ kind: 'added', entryIds: measured.map((secret) => one.record(secret)) });
  }).immediate();
}
