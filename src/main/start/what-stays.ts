import type { Announcements } from '../../shared/ipc/announcements.ts';
import { openEntries } from '../../shared/sync-status.ts';
import type { OpenProfile } from '../ipc/handlers.ts';

/**
 * What quitting leaves on this computer, over all environments. While nothing is open nobody can know of entries; the
 * page is asked all the same, for a locked window may hold a form with something typed.
 */
export function whatStays(profile: OpenProfile | null): Announcements['quit-asked'] {
  if (profile === null) return { openEntries: 0, needAttention: 0, sending: 0 };
  const ids = profile.environments.list().map(({ id }) => id);
  const all = ids.map((id) => profile.outbox.rows.counts(id));
  const held = all.reduce((sum, counts) => sum + counts.held, 0);
  const waitForSignIn = ids.reduce((sum, id, index) => {
    const counts = all[index];
    return counts === undefined || profile.sync.status(id).gate.kind !== 'sign-in' ? sum : sum + counts.waiting + counts.uncertain;
  }, 0);
  return {
    openEntries: all.reduce((sum, counts) => sum + openEntries(counts), 0),
    needAttention: all.reduce((sum, counts) => sum + counts.needsAttention, 0),
    sending: all.reduce((sum, counts) => sum + counts.sending, 0),
    ...(held > 0 ? { held } : {}),
    ...(waitForSignIn > 0 ? { waitForSignIn } : {}),
  };
}
