import type { Announcements } from '../../shared/ipc/announcements.ts';
import { openEntries } from '../../shared/sync-status.ts';
import type { OpenProfile } from '../ipc/handlers.ts';

/**
 * What quitting leaves on this computer, over all environments. While nothing is open nobody can know of entries; the
 * page is asked all the same, for a locked window may hold a form with something typed.
 */
export function whatStays(profile: OpenProfile | null): Announcements['quit-asked'] {
  if (profile === null) return { openEntries: 0, needAttention: 0, sending: 0 };
  const all = profile.environments.list().map(({ id }) => profile.outbox.rows.counts(id));
  return {
    openEntries: all.reduce((sum, counts) => sum + openEntries(counts), 0),
    needAttention: all.reduce((sum, counts) => sum + counts.needsAttention, 0),
    sending: all.reduce((sum, counts) => sum + counts.sending, 0),
  };
}
