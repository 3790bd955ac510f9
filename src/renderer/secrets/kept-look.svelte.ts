import { onDestroy } from 'svelte';
import type { EnvironmentId } from '../../shared/environment.ts';
import { ask } from '../client.svelte.ts';
import type { ListLook } from './list-look.svelte.ts';

/** How long (ms) a look has to stand before it is kept: not each letter of a search is. */
const settled = 500;

/**
 * Takes a list's look up as it was before a restart, and keeps it from then on; called while a page is being made. A look
 * that cannot be kept costs nothing but the memory.
 */
export function rememberLook(environmentId: EnvironmentId, look: ListLook): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unkept = false;
  const keep = (): void => {
    clearTimeout(timer);
    if (unkept) void ask('secrets.keep-look', { environmentId, look: look.kept });
    unkept = false;
  };
  if (!look.isTaken) {
    void ask('secrets.read-look', { environmentId }).then((reply) => {
      // The person may have begun to look meanwhile.
      if (reply.ok && reply.value.look !== null && look.search === '') look.take(reply.value.look);
      look.isTaken = true;
    });
  }
  let known: string | null = null;
  $effect(() => {
    const now = JSON.stringify(look.kept);
    if (!look.isTaken) return;
    unkept ||= known !== null && now !== known;
    known = now;
    clearTimeout(timer);
    timer = setTimeout(keep, settled);
  });
  onDestroy(keep);
}
