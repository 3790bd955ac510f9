import type { EntryView } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { ask } from '../client.svelte.ts';
import type { Toasts } from '../components/toasts.svelte.ts';

/** Tries at once what waits in these environments. What comes of it is announced; only a refusal is told here. */
export async function sendNow(environments: readonly EnvironmentId[], toasts: Toasts): Promise<void> {
  const replies = await Promise.all(environments.map((environmentId) => ask('outbox.send-now', { environmentId })));
  const refused = replies.find((reply) => !reply.ok);
  if (refused !== undefined && !refused.ok) toasts.refuse(refused.code);
}

/** Whether anything of this environment goes sooner by being asked to: not what is on hold, nor what is of somebody else. */
export function hasToSend(entries: readonly EntryView[], environmentId: EnvironmentId): boolean {
  return entries.some((entry) =>
    entry.environmentId === environmentId && entry.owner.kind === 'me' &&
    (entry.state.kind === 'uncertain' || (entry.state.kind === 'waiting' && entry.heldAt === null)));
}
