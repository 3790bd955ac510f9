import { answer, done, refuse, type Answer } from '../../shared/answer.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { Environment } from '../../shared/environment.ts';
import { moreWaits } from '../outbox/discard-shown.ts';
import type { OpenProfile } from './handlers.ts';

/**
 * Removes an environment with what the person was shown of its outbox, in one commit. What was added meanwhile keeps
 * it, and is not lost: then the person is asked anew.
 */
export async function removeEnvironment(
  profile: OpenProfile,
  environment: Environment,
  shown: readonly EntryId[],
): Promise<Answer<Record<string, never>>> {
  const { id: environmentId } = environment;
  const { outbox, auth } = profile;
  const asked = { environmentId, shown };
  // Looked at before anything that is under way is broken off for it.
  if (moreWaits(outbox.rows, asked)) return refuse(shown.length === 0 ? 'environment-has-entries' : 'more-waits');
  await profile.sync.leave(environmentId);
  const tellIssuer = auth.beforeRemoval(environmentId);
  const removed = outbox.discardShown(asked, () => profile.environments.remove(environmentId));
  if (!removed.ok) {
    stay(profile, environment);
    return removed;
  }
  profile.erased();
  profile.changed(environmentId);
  // It is gone here, whatever becomes of this; nobody waits for a platform that may not answer.
  void tellIssuer();
  return done;
}

/** Signs out. `shown`: what this account's entries were when the person agreed to discard them; null keeps them. */
export async function signOut(
  profile: OpenProfile,
  environment: Environment,
  shown: readonly EntryId[] | null,
): Promise<Answer<{ readonly reached: boolean }>> {
  const { id: environmentId } = environment;
  const { auth } = profile;
  const account = auth.account(environmentId);
  if (shown !== null && account !== null) {
    const discarded = await discardOwn(profile, environment, account.id, shown);
    if (!discarded.ok) return discarded;
  }
  return answer(await auth.signOut(environmentId));
}

/** Discards what an account added and still waits, as far as it was shown. What others added stays. */
async function discardOwn(
  profile: OpenProfile,
  environment: Environment,
  accountId: number,
  shown: readonly EntryId[],
): Promise<Answer<unknown>> {
  const { id: environmentId } = environment;
  const asked = { environmentId, accountId, shown };
  if (moreWaits(profile.outbox.rows, asked)) return refuse('more-waits');
  await profile.sync.leave(environmentId);
  // Who signed in meanwhile was not asked.
  const isSame = profile.auth.account(environmentId)?.id === accountId;
  const discarded = isSame ? profile.outbox.discardShown(asked) : refuse('another-account');
  if (discarded.ok) profile.erased();
  stay(profile, environment);
  profile.changed(environmentId);
  return discarded;
}

/** It is sent to again, unless it was removed meanwhile. */
function stay(profile: OpenProfile, environment: Environment): void {
  if (profile.environments.get(environment.id) !== null) profile.attend(environment);
}
