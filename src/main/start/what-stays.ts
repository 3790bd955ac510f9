import type { Announcements } from '../../shared/ipc/announcements.ts';
import { openEntries } from '../../shared/sync-status.ts';
import type { OpenProfile } from '../ipc/handlers.ts';
import { inLineOf, type InLineParts } from './in-line.ts';

type Profile = InLineParts & {
  readonly environments: Pick<OpenProfile['environments'], 'list'>;
  readonly outbox: { readonly rows: Pick<OpenProfile['outbox']['rows'], 'counts'> };
  readonly auth: Pick<OpenProfile['auth'], 'isSignedIn'>;
  readonly sync: Pick<OpenProfile['sync'], 'status'>;
  readonly workOffline: Pick<OpenProfile['workOffline'], 'isOff'>;
};

/**
 * What quitting leaves on this computer, over all environments. While nothing is open nobody can know of entries; the
 * page is asked all the same, for a locked window may hold a form with something typed.
 */
export function whatStays(profile: Profile | null): Announcements['quit-asked'] {
  if (profile === null) return { openEntries: 0, needAttention: 0, sending: 0 };
  const all = profile.environments.list().map(({ id }) => {
    const counts = profile.outbox.rows.counts(id);
    const line = inLineOf(profile, id);
    // While working offline the gate does not say it.
    const signIn = profile.sync.status(id).gate.kind === 'sign-in' || !profile.auth.isSignedIn(id);
    return {
      openEntries: openEntries(counts),
      needAttention: counts.needsAttention,
      sending: counts.sending,
      held: counts.held,
      waitForSignIn: signIn ? line.own + line.unclaimed : 0,
      unclaimed: signIn ? 0 : line.unclaimed,
      foreign: line.foreign,
    };
  });
  const sum = (field: keyof (typeof all)[number]): number => all.reduce((total, one) => total + one[field], 0);
  const some = <Field extends 'held' | 'waitForSignIn' | 'unclaimed' | 'foreign'>(field: Field) =>
    sum(field) > 0 ? ({ [field]: sum(field) } as { readonly [Key in Field]: number }) : {};
  return {
    openEntries: sum('openEntries'),
    needAttention: sum('needAttention'),
    sending: sum('sending'),
    ...some('held'),
    ...some('waitForSignIn'),
    ...some('unclaimed'),
    ...some('foreign'),
    ...(profile.workOffline.isOff ? { worksOffline: true } : {}),
  };
}
