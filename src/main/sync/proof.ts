import type { Intent, Sighting } from '../../shared/entry.ts';
import type { Account } from '../auth/access.ts';
import type { Attempt, OtherAttempt } from '../outbox/attempt-log.ts';
import type { Entry, Seen } from '../outbox/stored-entry.ts';

/**
 * How far the platform's clock may be off what its `Date` header told: whole seconds, maybe a gateway's, so
 * ±2 s at best (design §3.2).
 */
export const clockSkewMs = 2_000;

/** How long after an attempt's end its commit may still land on the platform (design §3.6). */
export const lateCommitMs = 2 * 60_000;

/** How far off a platform's clock that was never heard may be: hours; no computer's is a whole day off by mistake. */
const unknownClockMs = 24 * 60 * 60_000;

/**
 * The attempt that made what is there, or null when nothing proves that it was ours: the secret was created
 * (create) or updated (replace) by our own account inside that attempt's own window, and nobody touched it since.
 *
 * @param offsetMs the platform's clock minus ours, for attempts that were started without knowing it
 */
export function attemptThatMade(
  found: Sighting,
  attempts: readonly Attempt[],
  account: Account,
  offsetMs: number | null,
): Attempt | null {
  return (
    attempts.find((attempt) => {
      if (!mayHaveArrived(attempt)) return false;
      const by = attempt.intent === 'create' ? found.createdBy : found.updatedBy;
      const at = attempt.intent === 'create' ? found.created : found.updated;
      if (!isOurAccount(by, account) || at === null) return false;
      if (attempt.intent === 'create' && (found.updated !== found.created || found.updatedBy !== found.createdBy)) {
        return false;
      }
      return isInside(Date.parse(at), attempt, attempt.clockOffsetMs ?? offsetMs ?? 0);
    }) ?? null
  );
}

/**
 * Whether what is there may be what another entry of ours made: added twice within seconds, or discarded after it was
 * sent and added anew. Then its value may be the other one's, and it is nobody's proof.
 *
 * @param offsetsMs what is known of the platform's clock minus ours: by the look, and by the attempt that claims it
 */
export function mayBeAnothers(
  entry: Entry,
  found: Sighting,
  others: readonly OtherAttempt[],
  offsetsMs: readonly (number | null)[],
): boolean {
  const at = Date.parse((entry.intent === 'create' ? found.created : found.updated) ?? '');
  // The platform's clock may have been set since it began, or not been known then: by any reckoning it may be its work.
  // A replace that was answered is what the person saw when they decided on the next one, which goes only if nothing
  // changed since.
  return others.some(
    (other) =>
      !other.isOfThisEntry && other.accountId === entry.accountId && other.intent === entry.intent && mayHaveArrived(other) &&
      !(other.intent === 'replace' && other.outcome === 'done') &&
      ((other.clockOffsetMs === null && Math.abs(at - other.startedAt) <= unknownClockMs) ||
        [other.clockOffsetMs, ...offsetsMs].some((offset) => isInside(at, other, offset ?? 0, other.outcome === 'done' ? 0 : lateCommitMs))),
  );
}

/** Whether the platform's clock is needed to tell and was never heard, so that the windows of attempts are not known. */
export function isWindowUnknown(attempts: readonly Attempt[], offsetMs: number | null): boolean {
  return offsetMs === null && attempts.some((attempt) => attempt.clockOffsetMs === null && mayHaveArrived(attempt));
}

/** What lands late under the same name would undo this: a create is refused where the name is taken, and so on. */
const undoneBy: Readonly<Record<Intent, readonly Intent[]>> = {
  create: ['replace', 'delete'],
  replace: ['replace', 'delete'],
  delete: ['create'],
};

/**
 * Until when (wall clock, ms) something that we sent under this name earlier, and that was not seen to be done, may
 * still land and undo what is to be sent now. Nothing is sent before: no answer could tell of it. Twice the skew on top,
 * so that what was landed last by the one is not taken for the other's when it is read back.
 */
export function mayBeUndoneUntil({ intent }: Entry, others: readonly OtherAttempt[]): number {
  const pending = others.filter((other) => undoneBy[intent].includes(other.intent) && mayStillLand(other));
  return Math.max(0, ...pending.map(({ endedAt }) => endedAt + lateCommitMs + 2 * clockSkewMs));
}

/** Whether the platform could not say enough for any proof: no creator, or no time. */
export function provesNothing(found: Sighting, what: 'created' | 'updated'): boolean {
  return what === 'created'
    ? found.created === null || found.createdBy === null
    : found.updated === null || found.updatedBy === null;
}

/** Whether the secret is still as it was when the person decided. */
export function isAsSeen(found: Sighting, seen: Seen): boolean {
  return found.created === seen.created && found.updated === seen.updated && found.updatedBy === seen.updatedBy;
}

/**
 * Whether a KRN is our own account: what an earlier 201 of this session showed; before the first one, a user or
 * service account of one of the names that the token and /users/me gave.
 */
export function isOurAccount(krn: string | null, account: Account): boolean {
  if (krn === null) return false;
  if (account.krn !== null) return krn === account.krn;
  const actor = /^krn:(?:user|srv-acc):(.+)$/.exec(krn)?.[1]?.toLowerCase();
  return actor !== undefined && account.names.some((name) => name.toLowerCase() === actor);
}

/** An attempt of which it is certain that nothing was done cannot have made anything. */
function mayHaveArrived(attempt: Attempt): boolean {
  switch (attempt.outcome) {
    case 'no-network':
    case 'signed-out':
    case 'certificate':
    case 'refused':
      return false;
    default:
      return true;
  }
}

/** What was answered, or found, landed when it did; it does not land once more. */
function mayStillLand(attempt: Attempt): boolean {
  return mayHaveArrived(attempt) && attempt.outcome !== 'done' && attempt.outcome !== 'exists';
}

function isInside(at: number, attempt: Attempt, offsetMs: number, lateMs = lateCommitMs): boolean {
  return at >= attempt.startedAt + offsetMs - clockSkewMs && at <= attempt.endedAt + offsetMs + lateMs + clockSkewMs;
}
