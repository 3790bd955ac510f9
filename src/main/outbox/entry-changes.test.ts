import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { Entry } from './stored-entry.ts';

let bench: ReturnType<typeof openTestOutbox>;
beforeEach(() => {
  bench = openTestOutbox();
});
afterEach(() => bench.close());

function added(name: string): EntryId {
  const given = bench.outbox.add(bench.to, name, 'v');
  if (!given.ok) throw new Error(given.code);
  return given.value.entryId;
}
const entry = (id: EntryId): Entry => bench.outbox.rows.byId(id) as Entry;
const namesSince = (mark: string) => bench.outbox.changes.since(mark)?.map(({ name }) => name);

it('tells what was added and what moved since the mark, once each, in their new state', () => {
  const [first] = [added('a'), added('b')];
  const mark = bench.outbox.changes.mark();
  expect(namesSince(mark)).toEqual([]);
  bench.outbox.attempts.begin(entry(first), 30_000, 0);
  bench.outbox.attempts.deliver(entry(first), { proof: 'answer', as: 'ana', revision: 1, found: null });
  added('c');
  expect(bench.outbox.changes.since(mark)).toMatchObject([
    { name: 'a', state: { kind: 'delivered' } },
    { name: 'c', state: { kind: 'waiting' } },
  ]);
  expect(namesSince(bench.outbox.changes.mark())).toEqual([]);
});

it('tells of an entry that changed twice after the newer mark too', () => {
  const id = added('a');
  bench.outbox.hold(id, true);
  const mark = bench.outbox.changes.mark();
  bench.outbox.hold(id, false);
  expect(namesSince(mark)).toEqual(['a']);
});

it('tells of who stood behind an entry that ended or was renamed', () => {
  const seen = { created: 'c', updated: 'u', updatedBy: 'w' };
  bench.outbox.delete(bench.to, 'a', seen);
  const behind = added('a');
  const mark = bench.outbox.changes.mark();
  const [first] = bench.outbox.rows.open();
  bench.outbox.discard((first as Entry).id, true);
  expect(bench.outbox.changes.since(mark)).toMatchObject([{ state: { kind: 'discarded' } }, { id: behind }]);
  const later = bench.outbox.changes.mark();
  bench.outbox.rename(behind, 'b');
  expect(namesSince(later)).toEqual(['b']);
});

it('forgets what was rolled back', () => {
  const mark = bench.outbox.changes.mark();
  const rolledBack = bench.db.transaction(() => {
    added('a');
    throw new Error('rolled back');
  });
  expect(rolledBack).toThrow('rolled back');
  expect(namesSince(mark)).toEqual([]);
});

it('answers nothing for a mark of another opening of the database: then all is read', () => {
  const mark = bench.outbox.changes.mark();
  bench.reopen();
  bench.outbox = bench.open();
  expect(bench.outbox.changes.since(mark)).toBeNull();
  expect(bench.outbox.changes.since('nonsense')).toBeNull();
});
