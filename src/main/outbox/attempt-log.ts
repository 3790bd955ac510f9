import type { Database } from 'better-sqlite3';
import type { AttentionReason, Intent, LastOutcome, Proof, Sighting } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { SecretValue } from '../../shared/secret-value.ts';
import { isWhole } from '../storage/value-check.ts';
import type { Clock } from '../system/clock.ts';
import { createEntryRows } from './entry-rows.ts';
import { createMove } from './move.ts';
import { entryColumns, parseEntry, type Entry, type StoredEntry } from './stored-entry.ts';

/** One try to write, as it was recorded before anything was sent. */
export interface Attempt {
  readonly id: string;
  readonly intent: Intent;
  readonly name: string;
  readonly revision: number;
  /** Wall clock, ms. */
  readonly startedAt: number;
  /** When it ended, or must have ended: start + time-out for an app that was stopped. */
  readonly endedAt: number;
  /** The platform's clock minus ours when it started, in ms; null where it was not known. */
  readonly clockOffsetMs: number | null;
  readonly outcome: AttemptOutcome | null;
}

/** How a delivery is known. */
export interface Delivery {
  readonly proof: Proof;
  readonly as: string | null;
  /** The value's revision that was delivered. */
  readonly revision: number;
  readonly found: Sighting | null;
  /** The attempt that was found to have made what is there: nothing of it can land later. */
  readonly foundAttemptId?: string;
}

/** An attempt of which something may land beside, or after, what is sent now. */
export interface OtherAttempt extends Attempt {
  readonly isOfThisEntry: boolean;
  readonly accountId: number | null;
}

/** How an attempt ended, as history keeps it. `exists` is a 409. */
export type AttemptOutcome = LastOutcome | 'done' | 'exists' | 'refused';

export interface BegunAttempt {
  readonly id: string;
  /** The entry as it stands now: sending. */
  readonly entry: Entry;
  /** Null for a delete. */
  readonly value: SecretValue | null;
}

/**
 * The outbox as sync uses it: what is due, and one commit before and after each request that writes. Every
 * function that records an outcome answers false, and records nothing, when the entry moved on meanwhile.
 */
export interface AttemptLog {
  /** Entries that can be worked on now, oldest first, without those that stand behind another of their name. */
  due(environmentId: EnvironmentId, accountId: number, now: number, limit: number): readonly Entry[];
  /** Wall clock time of the next entry that becomes due by waiting, or null. */
  nextDueAt(environmentId: EnvironmentId, accountId: number, now: number): number | null;
  /**
   * Records the attempt and moves to sending, or answers null: the entry is no longer what `entry` says, or the disk
   * gave back another value than it was given (then it needs the person).
   */
  begin(entry: Entry, timeoutMs: number, clockOffsetMs: number | null): BegunAttempt | null;
  /** The attempts that could have made what is there: same name, same intent, oldest first. */
  attempts(entry: Entry): readonly Attempt[];
  /**
   * Every other attempt under this name in this environment, of whatever entry and account: also this entry's own of
   * another intent or an older value.
   */
  othersUnderName(entry: Entry): readonly OtherAttempt[];
  becomeUncertain(entry: Entry, outcome: AttemptOutcome, because: LastOutcome, nextLookAt: number | null): boolean;
  backToWaiting(
    entry: Entry,
    outcome: AttemptOutcome,
    because: LastOutcome,
    next: { readonly at: number | null; readonly setback: boolean },
  ): boolean;
  needAttention(entry: Entry, outcome: AttemptOutcome | null, reason: AttentionReason): boolean;
  /** Looking found nothing that decides: look once more at `nextLookAt`. */
  lookAgain(entry: Entry, nextLookAt: number): boolean;
  /**
   * Erases the value and keeps the rest as history. Where an older revision is what was delivered, a replace
   * with the newer value follows in the same transaction, on the condition of what was seen.
   */
  deliver(entry: Entry, how: Delivery): boolean;
  /** It could not be looked for: tried again at `nextAt`, and later each time. */
  postpone(entry: Entry, nextAt: number): boolean;
  /**
   * Ends what a stopped process left in sending: uncertain, its attempt ended at start + time-out. A start is a
   * new start: delays are forgotten too, since the clock they were reckoned by may have been wrong.
   */
  recover(): number;
  /**
   * The clock of this computer was set back by so many ms: the attempts that began by the old one are told in the new
   * one, so that none lies in the future and none is waited for without end. Their windows on the platform's clock stay.
   */
  clockSetBack(environmentId: EnvironmentId, byMs: number): void;
  /** Whatever went wrong after an attempt began, its entry must not stay in sending. */
  leaveUncertain(sequence: number): boolean;
  /**
   * Forgets delays: Send now, a link that came up, a wake, a sign-in. The second look after a settle delay stays
   * a second look: it comes in `settleMs` at the latest, and never at once.
   */
  forgetDelays(environmentId: EnvironmentId, settleMs: number): void;
}

interface AttemptRow {
  readonly id: string;
  readonly intent: Intent;
  readonly name: string;
  readonly revision: number;
  readonly started_at: number;
  readonly timeout_ms: number;
  readonly clock_offset_ms: number | null;
  readonly ended_at: number | null;
  readonly outcome: AttemptOutcome | null;
}

// An entry is due when it waits (and is not on hold) or is uncertain (reading back sends nothing, so a hold
// does not stop it), its time has come, and nothing of its name stands before it.
const workable = `
  entries.environment_id = @environmentId AND entries.account_id = @accountId
  AND entries.state NOT IN ('delivered', 'discarded')
  AND (entries.state = 'uncertain' OR (entries.state = 'waiting' AND entries.held_at IS NULL))
  AND NOT EXISTS (
    SELECT 1 FROM entries AS first
    WHERE first.environment_id = entries.environment_id AND first.name = entries.name
      AND first.sequence < entries.sequence AND first.state NOT IN ('delivered', 'discarded'))`;

export interface OutboxPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  /**
   * Runs inside the transaction that records a delivery, so that what else is written of it costs no commit of its
   * own, and neither is on the disk without the other.
   */
  readonly delivering?: (entry: Entry, found: Sighting | null) => void;
}

export function createAttemptLog(options: OutboxPorts): AttemptLog {
  const { db, clock, newId } = options;
  const rows = createEntryRows(db);
  const move = createMove(db, () => clock.now());

  const due = db.prepare<unknown[], StoredEntry & { started_at: number | null }>(`
    SELECT ${entryColumns}, attempts.started_at FROM entries
    LEFT JOIN attempts ON attempts.id = entries.attempt_id
    WHERE ${workable} AND (entries.next_at IS NULL OR entries.next_at <= @now)
    ORDER BY entries.sequence LIMIT @limit`);
  const nextDue = db.prepare<unknown[], { at: number | null }>(
    `SELECT MIN(entries.next_at) AS at FROM entries WHERE ${workable} AND entries.next_at > @now`,
  );
  const insertAttempt = db.prepare(`
    INSERT INTO attempts (id, entry_sequence, number, intent, name, revision, started_at, started_monotonic,
                          timeout_ms, clock_offset_ms)
    VALUES (@id, @sequence, @number, @intent, @name, @revision, @startedAt, @startedMonotonic, @timeoutMs, @offset)`);
  // Reckoned by the monotonic clock: whoever sets the other one meanwhile must not move the attempt's window.
  const endAttempt = db.prepare(`UPDATE attempts
    SET ended_at = started_at + MAX(0, CAST(ROUND(@monotonic - started_monotonic) AS INTEGER)), outcome = @outcome
    WHERE id = @id AND ended_at IS NULL`);
  const endStopped = db.prepare(`UPDATE attempts SET ended_at = started_at + timeout_ms, outcome = 'app-was-stopped'
    WHERE id = @id AND ended_at IS NULL`);
  const attemptsOf = db.prepare<[number, string, Intent], AttemptRow>(
    'SELECT * FROM attempts WHERE entry_sequence = ? AND name = ? AND intent = ? ORDER BY number',
  );
  const othersOf = db.prepare<unknown[], AttemptRow & { readonly account_id: number | null; readonly entry_sequence: number }>(`
    SELECT attempts.*, entries.account_id
    FROM attempts JOIN entries ON entries.sequence = attempts.entry_sequence
    WHERE attempts.name = @name AND entries.environment_id = @environmentId
      AND NOT (attempts.entry_sequence = @sequence AND attempts.intent = @intent AND attempts.revision = @revision)
    ORDER BY attempts.started_at`);
  const foundDone = db.prepare(`UPDATE attempts SET outcome = 'done', ended_at = COALESCE(ended_at, started_at + timeout_ms)
    WHERE id = ?`);
  const shiftTimes = db.prepare(`UPDATE attempts SET started_at = started_at - @by, ended_at = ended_at - @by,
      clock_offset_ms = clock_offset_ms + @by
    WHERE started_at > @now
      AND (SELECT environment_id FROM entries WHERE sequence = entry_sequence) = @environmentId`);
  const newestInFuture = db.prepare<[number], { environment_id: string; at: number }>(`
    SELECT entries.environment_id, MAX(attempts.started_at) AS at
    FROM attempts CROSS JOIN entries ON entries.sequence = attempts.entry_sequence
    WHERE attempts.started_at > ? GROUP BY entries.environment_id`);
  const valueOf = db.prepare<[number], { value: Buffer | null; value_check: Buffer | null }>(
    'SELECT value, value_check FROM entries WHERE sequence = ?',
  );
  const looked = db.prepare(`UPDATE entries SET looks = looks + 1, next_at = @nextAt
    WHERE sequence = @sequence AND state = @state AND attempt_id IS @attemptId`);
  const insertFollowUp = db.prepare(`
    INSERT INTO entries (id, environment_id, origin, account_id, intent, name, value, value_check, value_bytes, value_lines,
                         seen_created, seen_updated, seen_updated_by, state, held_at, added_at, moved_at)
    SELECT @id, environment_id, origin, account_id, 'replace', name, value, value_check, value_bytes, value_lines,
           @created, @updated, @updatedBy, 'waiting', held_at, added_at, @at
    FROM entries WHERE sequence = @sequence`);
  const forgetDelays = db.prepare(`UPDATE entries SET setbacks = 0,
      next_at = CASE WHEN looks > 0 THEN MIN(next_at, @settled) ELSE NULL END
    WHERE environment_id = @environmentId AND next_at IS NOT NULL AND state NOT IN ('delivered', 'discarded')`);
  const forgetAllDelays = db.prepare(`UPDATE entries SET next_at = NULL, setbacks = 0
    WHERE next_at IS NOT NULL AND state NOT IN ('delivered', 'discarded')`);
  const postponed = db.prepare(`UPDATE entries SET setbacks = setbacks + 1, next_at = @nextAt
    WHERE sequence = @sequence AND state = @state AND attempt_id IS @attemptId`);

  const end = (entry: Entry, outcome: AttemptOutcome): void => {
    if (entry.state.kind === 'sending') endAttempt.run({ id: entry.attemptId, monotonic: clock.monotonic(), outcome });
  };
  const together = <A extends unknown[], R>(run: (...given: A) => R): ((...given: A) => R) =>
    db.transaction(run).immediate as unknown as (...given: A) => R;

  return {
    due: (environmentId, accountId, now, limit) =>
      due.all({ environmentId, accountId, now, limit }).map((row) => parseEntry(row, row.started_at)),
    nextDueAt: (environmentId, accountId, now) => nextDue.get({ environmentId, accountId, now })?.at ?? null,

    begin: together((entry: Entry, timeoutMs: number, clockOffsetMs: number | null): BegunAttempt | null => {
      const current = rows.bySequence(entry.sequence);
      if (current === null || !isAsSeen(current, entry) || current.heldAt !== null) return null;
      const stored = valueOf.get(entry.sequence);
      const value = stored?.value ?? null;
      if (value !== null && !isWhole(value, stored?.value_check ?? null)) {
        move(current, { to: 'needs-attention', reason: { kind: 'value-damaged' } });
        return null;
      }
      const id = newId();
      insertAttempt.run({
        id,
        sequence: entry.sequence,
        number: current.attempts + 1,
        intent: current.intent,
        name: current.name,
        revision: current.revision,
        startedAt: clock.now(),
        startedMonotonic: clock.monotonic(),
        timeoutMs,
        offset: clockOffsetMs,
      });
      if (!move(current, { to: 'sending', attemptId: id })) return null;
      const sending = rows.bySequence(entry.sequence);
      if (sending === null) return null;
      return { id, entry: sending, value: value === null ? null : new SecretValue(value) };
    }),

    attempts: (entry) => attemptsOf.all(entry.sequence, entry.name, entry.intent).map(parseAttempt),

    othersUnderName: ({ environmentId, sequence, name, intent, revision }) =>
      othersOf.all({ environmentId, sequence, name, intent, revision }).map((row) => ({
        ...parseAttempt(row),
        isOfThisEntry: row.entry_sequence === sequence,
        accountId: row.account_id,
      })),

    becomeUncertain: together((entry: Entry, outcome: AttemptOutcome, because: LastOutcome, nextAt: number | null) => {
      end(entry, outcome);
      return move(entry, { to: 'uncertain', nextAt, because });
    }),

    backToWaiting: together((entry: Entry, outcome: AttemptOutcome, because: LastOutcome, next: { at: number | null; setback: boolean }) => {
      end(entry, outcome);
      return move(entry, { to: 'waiting', nextAt: next.at, because, backoff: next.setback ? 'setback' : 'same' });
    }),

    needAttention: together((entry: Entry, outcome: AttemptOutcome | null, reason: AttentionReason) => {
      if (outcome !== null) end(entry, outcome);
      return move(entry, { to: 'needs-attention', reason });
    }),

    lookAgain: (entry, nextAt) =>
      looked.run({ sequence: entry.sequence, state: entry.state.kind, attemptId: entry.attemptId, nextAt }).changes === 1,

    deliver: together((entry: Entry, how: Delivery) => {
      const current = rows.bySequence(entry.sequence);
      if (current === null || current.state.kind !== entry.state.kind || current.attemptId !== entry.attemptId) return false;
      end(entry, 'done');
      if (how.foundAttemptId !== undefined) foundDone.run(how.foundAttemptId);
      if (current.intent !== 'delete' && how.revision < current.revision) {
        insertFollowUp.run({
          id: newId(),
          sequence: entry.sequence,
          created: how.found?.created ?? null,
          updated: how.found?.updated ?? null,
          updatedBy: how.found?.updatedBy ?? null,
          at: clock.now(),
        });
      }
      options.delivering?.(current, how.found);
      return move(current, { to: 'delivered', proof: how.proof, as: how.as });
    }),

    postpone: (entry, nextAt) =>
      postponed.run({ sequence: entry.sequence, state: entry.state.kind, attemptId: entry.attemptId, nextAt }).changes === 1,

    leaveUncertain: together((sequence: number) => {
      const entry = rows.bySequence(sequence);
      if (entry?.state.kind !== 'sending') return false;
      end(entry, 'answer-lost');
      return move(entry, { to: 'uncertain', nextAt: null, because: 'answer-lost' });
    }),

    recover: together(() => {
      forgetAllDelays.run();
      // The clock was set back while the app was closed: by how much nobody knows, but no attempt began later than now.
      const now = clock.now();
      for (const { environment_id: environmentId, at } of newestInFuture.all(now)) {
        shiftTimes.run({ environmentId, by: at - now, now });
      }
      const left = db
        .prepare<[], { sequence: number; id: string }>(
          `SELECT entries.sequence, attempts.id FROM entries JOIN attempts ON attempts.id = entries.attempt_id
           WHERE entries.state = 'sending'`,
        )
        .all();
      for (const { sequence, id } of left) {
        endStopped.run({ id });
        const entry = rows.bySequence(sequence);
        if (entry !== null) move(entry, { to: 'uncertain', nextAt: null, because: 'app-was-stopped' });
      }
      return left.length;
    }),

    clockSetBack: (environmentId, byMs) => {
      shiftTimes.run({ environmentId, by: byMs, now: clock.now() });
    },

    forgetDelays: (environmentId, settleMs) => {
      forgetDelays.run({ environmentId, settled: clock.now() + settleMs });
    },
  };
}

/** Nothing of what was decided upon changed between looking at the platform and sending. */
function isAsSeen(current: Entry, entry: Entry): boolean {
  return (
    current.state.kind === 'waiting' &&
    current.intent === entry.intent &&
    current.name === entry.name &&
    current.revision === entry.revision &&
    // A value that was changed in place keeps its revision; its time-out goes by its size.
    current.valueBytes === entry.valueBytes &&
    current.accountId === entry.accountId &&
    current.seen.created === entry.seen.created &&
    current.seen.updated === entry.seen.updated
  );
}

function parseAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id,
    intent: row.intent,
    name: row.name,
    revision: row.revision,
    startedAt: row.started_at,
    endedAt: row.ended_at ?? row.started_at + row.timeout_ms,
    clockOffsetMs: row.clock_offset_ms,
    outcome: row.outcome,
  };
}
