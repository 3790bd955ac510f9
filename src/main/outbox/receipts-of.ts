import type { EntryId } from '../../shared/entry.ts';
import type { Receipt, Receipts } from '../system/receipts.ts';
import type { AttemptLog } from './attempt-log.ts';
import type { Outbox } from './outbox.ts';
import type { Entry } from './stored-entry.ts';

/**
 * The same outbox, which gives a receipt after the commit: for each entry, for each change that the person makes of
 * it, and for its end.
 */
export function withReceipts(outbox: Outbox, receipts: Receipts, now: () => number): Outbox {
  const given = <T extends ReturnType<Outbox['add']>>(answer: T): T => {
    if (answer.ok) receipts.given(answer.value.entryId, now());
    return answer;
  };
  const changed = <T extends ReturnType<Outbox['hold']>>(id: EntryId, answer: T): T => {
    const entry = answer.ok ? outbox.rows.byId(id) : null;
    if (entry !== null) receipts.changed(id, entry.changes, now());
    return answer;
  };
  const settled = <T extends ReturnType<Outbox['discard']>>(id: EntryId, answer: T): T => {
    if (answer.ok) receipts.settled(id, now());
    return answer;
  };
  /** A newer value goes on as an entry of its own. */
  const delivered = (entry: Entry): void => {
    receipts.settled(entry.id, now());
    const next = outbox.rows.anyOpen(entry.environmentId, entry.name);
    if (next !== null && next.addedAt === entry.addedAt) receipts.given(next.id, now());
  };
  const deliver: AttemptLog['deliver'] = (entry, how) => {
    const isDelivered = outbox.attempts.deliver(entry, how);
    if (isDelivered) delivered(entry);
    return isDelivered;
  };
  return {
    ...outbox,
    attempts: { ...outbox.attempts, deliver },
    add: (to, name, value) => given(outbox.add(to, name, value)),
    addMany(to, secrets) {
      const answer = outbox.addMany(to, secrets);
      if (answer.ok && answer.value.kind === 'added') receipts.allGiven(answer.value.entryIds, now());
      return answer;
    },
    replace: (to, name, value, seen) => given(outbox.replace(to, name, value, seen)),
    delete: (to, name, seen) => given(outbox.delete(to, name, seen)),
    changeValue: (id, value) => changed(id, outbox.changeValue(id, value)),
    rename: (id, name) => changed(id, outbox.rename(id, name)),
    hold: (id, held) => changed(id, outbox.hold(id, held)),
    discard: (id, confirmed) => settled(id, outbox.discard(id, confirmed)),
    discardShown(asked, also) {
      const answer = outbox.discardShown(asked, also);
      if (answer.ok) for (const id of answer.value.discarded) receipts.settled(id, now());
      return answer;
    },
    writeMany(to, secrets, value) {
      const answer = outbox.writeMany(to, secrets, value);
      receipts.allGiven(answer.added, now());
      return answer;
    },
    changeMany(ids, change, confirmed) {
      const answer = outbox.changeMany(ids, change, confirmed);
      for (const id of answer.changed) {
        if (change === 'discard') receipts.settled(id, now());
        // A change of what was settled: it is open again.
        else receipts.changed(id, outbox.rows.byId(id)?.changes ?? 0, now());
      }
      return answer;
    },
    resolve(id, choice, as) {
      const answer = outbox.resolve(id, choice, as);
      if (choice === 'delete-and-create' && answer.ok) {
        const entry = outbox.rows.byId(id);
        const create = entry === null ? null : outbox.rows.openCreate(entry.environmentId, entry.name);
        if (create !== null) receipts.given(create.id, create.addedAt);
      }
      if (choice !== 'it-is-the-one') return changed(id, answer);
      const entry = answer.ok ? outbox.rows.byId(id) : null;
      if (entry !== null) delivered(entry);
      return answer;
    },
  };
}

/** What ended is remembered for so long, ms: an older copy of the database may come back with it, still open. */
const endsKeptMs = 30 * 24 * 60 * 60_000;

/**
 * The receipts as they are from now on: of everything that is open, and of what ended lately. The times of changes are
 * those that the old receipts know; a change without one was made before `now`.
 */
export function receiptsToKeep(open: readonly Entry[], old: readonly Receipt[], now: number): Receipt[] {
  const known = new Map(old.map((receipt) => [receipt.id, receipt]));
  const ofOpen = open.map(({ id, addedAt, changes: count }): Receipt => {
    const changes = known.get(id)?.changes ?? [];
    const isComplete = count === 0 || changes.some((change) => change.count >= count);
    known.delete(id);
    return { id, at: addedAt, changes: isComplete ? changes : [...changes, { count, at: now }], settledAt: null };
  });
  const ended = [...known.values()].filter(({ settledAt }) => settledAt !== null && settledAt > now - endsKeptMs);
  return [...ended, ...ofOpen];
}
