import type { EntryId } from '../../shared/entry.ts';
import type { Log } from '../logging/log.ts';
import type { AttemptLog } from '../outbox/attempt-log.ts';
import type { Entry } from '../outbox/stored-entry.ts';

/** The same attempt log, with a line in the app's log for each attempt and for what came of it: ids and codes alone. */
export function noteAttempts(attempts: AttemptLog, log: Log): AttemptLog {
  const ended = (entry: Entry, moved: boolean, outcome: Parameters<typeof noteEnd>[2]): boolean => {
    if (moved) noteEnd(log, entry, outcome);
    return moved;
  };
  return {
    ...attempts,
    begin(entry, timeoutMs, clockOffsetMs) {
      const begun = attempts.begin(entry, timeoutMs, clockOffsetMs);
      if (begun !== null) {
        log({ event: 'attempt', entry: begun.entry.id, intent: begun.entry.intent, number: begun.entry.attempts });
      }
      return begun;
    },
    becomeUncertain: (entry, outcome, because, nextLookAt) =>
      ended(entry, attempts.becomeUncertain(entry, outcome, because, nextLookAt), because),
    backToWaiting: (entry, outcome, because, next) =>
      ended(entry, attempts.backToWaiting(entry, outcome, because, next), because),
    needAttention: (entry, outcome, reason) =>
      ended(entry, attempts.needAttention(entry, outcome, reason), reason.kind),
    deliver: (entry, how) => ended(entry, attempts.deliver(entry, how), how.proof),
  };
}

function noteEnd(
  log: Log,
  entry: { readonly id: EntryId; readonly attempts: number },
  outcome: Extract<Parameters<Log>[0], { readonly event: 'attempt-ended' }>['outcome'],
): void {
  log({ event: 'attempt-ended', entry: entry.id, number: entry.attempts, outcome });
}
