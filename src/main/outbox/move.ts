import type { Database } from 'better-sqlite3';
import type { AttentionReason, LastOutcome, Proof } from '../../shared/entry.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { assertLegal } from './moves.ts';
import type { Entry } from './stored-entry.ts';

/** Where an entry goes, with everything the new state needs. */
export type Destination =
  /** `setback`: it was tried and not done, so its own backoff grows. `fresh`: the person gave it a new start. */
  | { readonly to: 'waiting'; readonly nextAt: number | null; readonly because: LastOutcome | null; readonly backoff: 'setback' | 'fresh' | 'same' }
  | { readonly to: 'sending'; readonly attemptId: string }
  | { readonly to: 'uncertain'; readonly nextAt: number | null; readonly because: LastOutcome }
  | { readonly to: 'needs-attention'; readonly reason: AttentionReason }
  /** Erases the value in the same statement. */
  | { readonly to: 'delivered'; readonly proof: Proof; readonly as: string | null }
  /** Erases the value in the same statement. */
  | { readonly to: 'discarded' };

/**
 * The one statement that moves an entry. It names the state and the attempt that the caller saw, so a late
 * answer cannot overwrite a newer truth: then nothing happens and the answer is false.
 */
export type Move = (entry: Entry, destination: Destination) => boolean;

export function createMove(db: Database, now: () => number): Move {
  const statement = db.prepare(`
    WITH kept AS (SELECT held_at, value, value_check FROM kept_discards WHERE entry_sequence = @sequence)
    UPDATE entries SET
      state = @to, moved_at = @at, next_at = @nextAt, attempt_id = @newAttemptId,
      attempts = attempts + @isSending,
      setbacks = CASE @backoff WHEN 'setback' THEN setbacks + 1 WHEN 'fresh' THEN 0 ELSE setbacks END,
      looks = 0,
      last_outcome = CASE WHEN @keepOutcome THEN last_outcome ELSE @because END,
      reason = @reason, proof = @proof,
      delivered_as = COALESCE(@as, delivered_as),
      held_at = CASE WHEN @ends THEN NULL WHEN @isTakenBack THEN (SELECT held_at FROM kept) ELSE held_at END,
      value = CASE WHEN @ends THEN NULL WHEN @isTakenBack THEN (SELECT value FROM kept) ELSE value END,
      value_check = CASE WHEN @ends THEN NULL WHEN @isTakenBack THEN (SELECT value_check FROM kept) ELSE value_check END
    WHERE sequence = @sequence AND state = @from AND attempt_id IS @attemptId`);

  return (entry, destination) => {
    assertLegal(entry.state.kind, destination.to);
    const result = statement.run({
      ...columns(destination, entry),
      to: destination.to,
      from: entry.state.kind,
      // What a discard took comes back with it.
      isTakenBack: entry.state.kind === 'discarded' ? 1 : 0,
      at: now(),
      sequence: entry.sequence,
      attemptId: entry.attemptId,
    });
    return result.changes === 1;
  };
}

interface Columns {
  readonly nextAt: number | null;
  readonly newAttemptId: string | null;
  readonly isSending: 0 | 1;
  readonly backoff: 'setback' | 'fresh' | 'same';
  readonly keepOutcome: 0 | 1;
  readonly because: LastOutcome | null;
  readonly reason: string | null;
  readonly proof: Proof | null;
  readonly as: string | null;
  readonly ends: 0 | 1;
}

const plain: Columns = {
  nextAt: null,
  newAttemptId: null,
  isSending: 0,
  backoff: 'same',
  keepOutcome: 1,
  because: null,
  reason: null,
  proof: null,
  as: null,
  ends: 0,
};

function columns(destination: Destination, entry: Entry): Columns {
  switch (destination.to) {
    case 'waiting':
      return {
        ...plain,
        nextAt: destination.nextAt,
        backoff: destination.backoff,
        keepOutcome: 0,
        because: destination.because,
      };
    case 'sending':
      return { ...plain, newAttemptId: destination.attemptId, isSending: 1 };
    case 'uncertain':
      // The attempt stays named: reading back answers for this very attempt.
      return {
        ...plain,
        nextAt: destination.nextAt,
        newAttemptId: entry.attemptId,
        keepOutcome: 0,
        because: destination.because,
      };
    case 'needs-attention':
      return { ...plain, reason: JSON.stringify(destination.reason) };
    case 'delivered':
      return { ...plain, proof: destination.proof, as: destination.as, ends: 1 };
    case 'discarded':
      return { ...plain, ends: 1 };
    default:
      return assertNever(destination);
  }
}
