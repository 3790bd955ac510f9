import type { EnvironmentId } from '../../shared/environment.ts';
import { ask } from '../client.svelte.ts';
import type { Toasts } from '../components/toasts.svelte.ts';

/** Tries at once what waits in these environments. What comes of it is announced; only a refusal is told here. */
export async function sendNow(environments: readonly EnvironmentId[], toasts: Toasts): Promise<void> {
  const replies = await Promise.all(environments.map((environmentId) => ask('outbox.send-now', { environmentId })));
  const refused = replies.find((reply) => !reply.ok);
  if (refused !== undefined && !refused.ok) toasts.refuse(refused.code);
}
