import type { Announcements } from '../../shared/ipc/announcements.ts';
import { openEntries } from '../../shared/sync-status.ts';
import type { OpenProfile } from '../ipc/handlers.ts';

/** What quitting leaves on this computer, over all environments; null while nobody can know. */
export function whatStays(profile: OpenProfile | null): Announcements['quit-asked'] | null {
  if (profile === null) return null;
  const all = profile.environments.list().map(({ id }) => profile.outbox.rows.counts(id));
  return {
    openEntries: all.reduce((sum, counts) => sum + openEntries(counts), 0),
    needAttention: all.reduce((sum, counts) => sum + counts.needsAttention, 0),
    sending: all.reduce((sum, counts) => sum + counts.sending, 0),
  };
}
