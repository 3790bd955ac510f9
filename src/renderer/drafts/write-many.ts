import type { EnvironmentId } from '../../shared/environment.ts';
import { maxManyEntries, type ManySecretsAnswer, type SeenByName } from '../../shared/many-entries.ts';
import type { Reply } from '../../shared/reply.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import { ask } from '../client.svelte.ts';

/**
 * Records a replace (with one value for all) or a delete (`value` null) of many secrets, each on the condition of what
 * is shown of it now. More than one commit holds are recorded in turns; what was refused in between stays undone. Where
 * nothing at all was recorded it is refused as a whole, with the reason of the first.
 */
export async function writeMany(
  environmentId: EnvironmentId,
  secrets: readonly PlatformSecret[],
  value: string | null,
): Promise<Reply<ManySecretsAnswer>> {
  const added: ManySecretsAnswer['added'][number][] = [];
  const refused: ManySecretsAnswer['refused'][number][] = [];
  for (let from = 0; from < secrets.length; from += maxManyEntries) {
    const part = secrets.slice(from, from + maxManyEntries).map(seenByName);
    const reply = value === null
      ? await ask('outbox.delete-many', { environmentId, secrets: part })
      : await ask('outbox.replace-many', { environmentId, secrets: part, value });
    if (!reply.ok) return added.length === 0 ? reply : { ok: true, value: { added, refused: [...refused, ...notAsked(secrets.slice(from), reply.code)] } };
    added.push(...reply.value.added);
    refused.push(...reply.value.refused);
  }
  const [first] = refused;
  if (added.length === 0 && first !== undefined) return { ok: false, code: first.code, message: 'None of them was recorded' };
  return { ok: true, value: { added, refused } };
}

function seenByName({ name, created, updated, updatedBy }: PlatformSecret): SeenByName {
  return { name, seen: { created, updated, updatedBy } };
}

function notAsked(secrets: readonly PlatformSecret[], code: ManySecretsAnswer['refused'][number]['code']): ManySecretsAnswer['refused'] {
  return secrets.map(({ name }) => ({ name, code }));
}
