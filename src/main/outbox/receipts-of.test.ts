import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { Receipt, Receipts } from '../system/receipts.ts';
import { missingEntries } from './missing-entries.ts';
import type { Outbox } from './outbox.ts';
import { withReceipts } from './receipts-of.ts';

let bench: ReturnType<typeof openTestOutbox>;
let outbox: Outbox;
let held: Map<string, Receipt>;
beforeEach(() => {
  bench = openTestOutbox();
  held = new Map();
  const receipts: Receipts = {
    given: (id, at) => void held.set(id, { id, at }),
    settled: (id) => void held.delete(id),
    outstanding: () => [...held.values()],
    keepOnly: () => undefined,
  };
  outbox = withReceipts(bench.outbox, receipts, () => bench.clock.now());
});
afterEach(() => bench.close());

function add(name: string): EntryId {
  const given = outbox.add(bench.to, name, 'value');
  if (!given.ok) throw new Error(given.code);
  return given.value.entryId;
}

const seen = { created: 'c', updated: 'u', updatedBy: 'b' };

test('every acknowledged entry has a receipt until it ends', () => {
  const id = add('a');
  outbox.replace(bench.to, 'b', 'value', seen);
  outbox.delete(bench.to, 'c', seen);
  expect(held.size).toBe(3);
  outbox.discard(id, true);
  expect(held.has(id)).toBe(false);
  expect(held.size).toBe(2);
});

test('a refusal gives none', () => {
  add('a');
  expect(outbox.add(bench.to, 'a', 'value').ok).toBe(false);
  expect(held.size).toBe(1);
});

test('a refused discard settles nothing', () => {
  const id = add('a');
  const [waiting] = bench.outbox.rows.open();
  if (waiting === undefined || outbox.attempts.begin(waiting, 1000, 0) === null) throw new Error('not begun');
  expect(outbox.discard(id, true).ok).toBe(false);
  expect(held.has(id)).toBe(true);
});

test('a newer value that follows a delivery has a receipt of its own', () => {
  const id = add('a');
  const [waiting] = bench.outbox.rows.open();
  const begun = waiting === undefined ? null : outbox.attempts.begin(waiting, 1000, 0);
  if (begun === null) throw new Error('not begun');
  outbox.attempts.becomeUncertain(begun.entry, 'answer-lost', 'answer-lost', null);
  outbox.changeValue(id, 'newer');
  const uncertain = bench.outbox.rows.byId(id);
  if (uncertain === null) throw new Error('gone');
  outbox.attempts.deliver(uncertain, { proof: 'read-back', as: 'ana', revision: 1, found: null });
  const [followUp] = bench.outbox.rows.open();
  expect([...held.keys()]).toEqual([followUp?.id]);
});

test('nothing is missing as long as the database knows it, ended or not', () => {
  const ended = add('a');
  add('b');
  outbox.discard(ended, true);
  const all = [{ id: ended, at: 1 }, ...held.values()];
  expect(missingEntries(bench.db, all, new Set())).toBeNull();
});

test('what the database does not know is counted, with its first and last time', () => {
  const outstanding = [{ id: 'x', at: 30 }, { id: 'y', at: 10 }, { id: 'z', at: 20 }, { id: add('a'), at: 5 }];
  expect(missingEntries(bench.db, outstanding, new Set(['z']))).toEqual({ kind: 'missing', count: 2, since: 10, until: 30 });
});
