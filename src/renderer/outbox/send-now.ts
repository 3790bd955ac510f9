import type { EntryView } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Gate } from '../../shared/sync-status.ts';
import { ask } from '../client.svelte.ts';
import type { Toasts } from '../components/toasts.svelte.ts';

/** Tries at once what waits in these environments. What comes of it is announced; only a refusal is told here. */
export async function sendNow(environments: readonly EnvironmentId[], toasts: Toasts): Promise<void> {
  const replies = await Promise.all(environments.map((environmentId) => ask('outbox.send-now', { environmentId })));
  const refused = replies.find((reply) => !reply.ok);
  if (refused !== undefined && !refused.ok) toasts.refuse(refused.code);
}

/** Whether it goes sooner by being asked to: not what is on hold, nor what is of somebody else. */
export function goesByAsking({ owner, heldAt, state }: EntryView): boolean {
  return owner.kind === 'me' && heldAt === null && (state.kind === 'waiting' || state.kind === 'uncertain');
}

/** Whether anything of this environment does. */
export function hasToSend(entries: readonly EntryView[], environmentId: EnvironmentId): boolean {
  return entries.some((entry) => entry.environmentId === environmentId && goesByAsking(entry));
}

/** Whether asking would try anything: not while nobody is signed in, and not while the person works offline. */
export function canTry(gate: Gate | undefined): boolean {
  return gate?.kind === 'offline' ? gate.because !== 'switched-off' : gate?.kind !== 'sign-in';
}
