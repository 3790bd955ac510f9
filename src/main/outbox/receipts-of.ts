import type { Receipts } from '../system/receipts.ts';
import type { AttemptLog } from './attempt-log.ts';
import type { Outbox } from './outbox.ts';

/** The same outbox, which gives a receipt for each entry after its commit and settles it when the entry ends. */
export function withReceipts(outbox: Outbox, receipts: Receipts, now: () => number): Outbox {
  const given = <T extends ReturnType<Outbox['add']>>(answer: T): T => {
    if (answer.ok) receipts.given(answer.value.entryId, now());
    return answer;
  };
  const settled = <T extends ReturnType<Outbox['discard']>>(id: string, answer: T): T => {
    if (answer.ok) receipts.settled(id);
    return answer;
  };
  /** A newer value goes on as an entry of its own. */
  const followUp: AttemptLog['deliver'] = (entry, how) => {
    if (!outbox.attempts.deliver(entry, how)) return false;
    receipts.settled(entry.id);
    const next = outbox.rows.anyOpen(entry.environmentId, entry.name);
    if (next !== null && next.addedAt === entry.addedAt) receipts.given(next.id, now());
    return true;
  };
  return {
    ...outbox,
    attempts: { ...outbox.attempts, deliver: followUp },
    add: (to, name, value) => given(outbox.add(to, name, value)),
    replace: (to, name, value, seen) => given(outbox.replace(to, name, value, seen)),
    delete: (to, name, seen) => given(outbox.delete(to, name, seen)),
    discard: (id, confirmed) => settled(id, outbox.discard(id, confirmed)),
    resolve: (id, choice, as) =>
      choice === 'it-is-the-one' ? settled(id, outbox.resolve(id, choice, as)) : outbox.resolve(id, choice, as),
  };
}
