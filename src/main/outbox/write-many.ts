import type { Database } from 'better-sqlite3';
import type { Answer } from '../../shared/answer.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { ManySecretsAnswer, SeenByName } from '../../shared/many-entries.ts';

/** Records one of many: the same way as one alone. */
type One = (secret: SeenByName) => Answer<{ readonly entryId: EntryId }>;

/** Replaces or deletes many in one transaction: what can be recorded is, and what cannot is told by its name. */
export function writeMany(db: Database, secrets: readonly SeenByName[], one: One): ManySecretsAnswer {
  return db.transaction((): ManySecretsAnswer => {
    const added: EntryId[] = [];
    const refused: ManySecretsAnswer['refused'][number][] = [];
    for (const secret of secrets) {
      const given = one(secret);
      if (given.ok) added.push(given.value.entryId);
      else refused.push({ name: secret.name, code: given.code });
    }
    return { added, refused };
  }).immediate();
}
