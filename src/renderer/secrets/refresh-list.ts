import type { EnvironmentId } from '../../shared/environment.ts';
import { refresh as words } from '../../shared/words/window.ts';
import { ask } from '../client.svelte.ts';
import type { Toasts } from '../components/toasts.svelte.ts';

/** Has the platform's list read anew, by the person's hand, and says how that ended. */
export async function refreshList(environmentId: EnvironmentId, toasts: Toasts): Promise<void> {
  const reply = await ask('secrets.refresh', { environmentId });
  if (!reply.ok) toasts.refuse(reply.code);
  else toasts.say(words.ends[reply.value.end]);
}
