import type { AttentionReason, EntryId, EntryState, Intent, LastOutcome, Proof, SeenSecret } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';

/** A row of `entries` as SQLite gives it, without the value. */
export interface StoredEntry {
  readonly sequence: number;
  readonly id: string;
  readonly environment_id: string;
  readonly origin: string;
  readonly account_id: number | null;
  readonly intent: Intent;
  readonly name: string;
  readonly value_bytes: number | null;
  readonly value_lines: number | null;
  readonly revision: number;
  readonly seen_created: string | null;
  readonly seen_updated: string | null;
  readonly seen_updated_by: string | null;
  readonly state: EntryState['kind'];
  readonly held_at: number | null;
  readonly added_at: number;
  readonly moved_at: number;
  readonly next_at: number | null;
  readonly attempts: number;
  readonly setbacks: number;
  readonly looks: number;
  readonly attempt_id: string | null;
  readonly last_outcome: LastOutcome | null;
  readonly reason: string | null;
  readonly proof: Proof | null;
  readonly delivered_as: string | null;
  readonly changes: number;
}

/** Every column but the value: what is read unless the value itself is to be sent. */
export const entryColumns = [
  'sequence', 'id', 'environment_id', 'origin', 'account_id', 'intent', 'name', 'value_bytes', 'value_lines',
  'revision', 'seen_created', 'seen_updated', 'seen_updated_by', 'state', 'held_at', 'added_at', 'moved_at',
  'next_at', 'attempts', 'setbacks', 'looks', 'attempt_id', 'last_outcome', 'reason', 'proof', 'delivered_as', 'changes',
]
  .map((column) => `entries.${column}`)
  .join(', ');

export type { SeenSecret as Seen } from '../../shared/entry.ts';

/** One entry as main works with it. */
export interface Entry {
  readonly sequence: number;
  readonly id: EntryId;
  readonly environmentId: EnvironmentId;
  readonly origin: string;
  readonly accountId: number | null;
  readonly intent: Intent;
  readonly name: string;
  readonly valueBytes: number | null;
  readonly valueLines: number | null;
  readonly revision: number;
  readonly seen: SeenSecret;
  readonly state: EntryState;
  readonly heldAt: number | null;
  readonly addedAt: number;
  readonly attempts: number;
  /** How often in a row it was not done: the exponent of its own backoff. */
  readonly setbacks: number;
  /** How often in a row reading back found nothing. */
  readonly looks: number;
  /** The attempt that is running (sending) or whose answer is unknown (uncertain). */
  readonly attemptId: string | null;
  readonly lastOutcome: LastOutcome | null;
  readonly deliveredAs: string | null;
  /** How often the person changed it: what its receipts count too. */
  readonly changes: number;
}

/** Reads a row into the union. The CHECK constraints of the schema make the rest impossible. */
export function parseEntry(row: StoredEntry, startedAt: number | null): Entry {
  return {
    sequence: row.sequence,
    id: row.id as EntryId,
    environmentId: row.environment_id as EnvironmentId,
    origin: row.origin,
    accountId: row.account_id,
    intent: row.intent,
    name: row.name,
    valueBytes: row.value_bytes,
    valueLines: row.value_lines,
    revision: row.revision,
    seen: { created: row.seen_created, updated: row.seen_updated, updatedBy: row.seen_updated_by },
    state: parseState(row, startedAt),
    heldAt: row.held_at,
    addedAt: row.added_at,
    attempts: row.attempts,
    setbacks: row.setbacks,
    looks: row.looks,
    attemptId: row.attempt_id,
    lastOutcome: row.last_outcome,
    deliveredAs: row.delivered_as,
    changes: row.changes,
  };
}

function parseState(row: StoredEntry, startedAt: number | null): EntryState {
  switch (row.state) {
    case 'waiting':
      return { kind: 'waiting', nextTryAt: row.next_at };
    case 'sending':
      return { kind: 'sending', attempt: row.attempts, startedAt: startedAt ?? row.moved_at };
    case 'uncertain':
      return { kind: 'uncertain', sentAt: startedAt ?? row.moved_at, nextLookAt: row.next_at };
    case 'needs-attention':
      return { kind: 'needs-attention', reason: parseReason(row.reason), since: row.moved_at };
    case 'delivered':
      return { kind: 'delivered', proof: row.proof ?? 'person', at: row.moved_at };
    case 'discarded':
      return { kind: 'discarded', at: row.moved_at };
  }
}

function parseReason(text: string | null): AttentionReason {
  return JSON.parse(text ?? 'null') as AttentionReason;
}
