import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import type { EntryId } from '../../shared/entry.ts';
import { createReceipts } from '../system/receipts.ts';
import { missingEntries } from './missing-entries.ts';
import { withReceipts } from './receipts-of.ts';

// Taking back the discard of what was never sent: what the discard took is kept for it, and for nothing longer.

let bench: ReturnType<typeof openTestOutbox>;
beforeEach(() => {
  bench = openTestOutbox();
});
afterEach(() => bench.close());

const seen = { created: '2026-01-01T00:00:00.000000Z', updated: '2026-01-01T00:00:00.000000Z', updatedBy: 'krn:user:ana' };

function idOf(given: ReturnType<typeof bench.outbox.add>): EntryId {
  if (!given.ok) throw new Error(given.code);
  return given.value.entryId;
}

const add = (name: string, value = 'the value'): EntryId => idOf(bench.outbox.add(bench.to, name, value));
const discard = (...ids: EntryId[]) => bench.outbox.changeMany(ids, 'discard', false);
const undo = (...ids: EntryId[]) => bench.outbox.changeMany(ids, 'undo-discard', false);
const kept = (): unknown[] => bench.db.prepare('SELECT value FROM kept_discards').all();

function sendOnce(id: EntryId): void {
  const entry = bench.outbox.rows.byId(id);
  const begun = entry === null ? null : bench.outbox.attempts.begin(entry, 30_000, 0);
  if (begun === null) throw new Error('not begun');
  bench.outbox.attempts.backToWaiting(begun.entry, 'no-network', 'no-network', { at: null, setback: false });
}

describe('a discard that is taken back', () => {
  it('leaves the entry as it was: its value byte for byte, its place, on hold where it was', () => {
    const value = 'line\r\nand a last newline\n';
    const [first, held] = [add('first', value), add('held')];
    bench.outbox.hold(held, true);
    const before = [first, held].map((id) => bench.outbox.rows.byId(id));
    expect(discard(first, held)).toEqual({ changed: [first, held], undoable: [first, held], refused: [] });
    expect(bench.outbox.rows.byId(first)?.state.kind).toBe('discarded');
    expect(bench.db.prepare('SELECT value FROM entries').all()).toEqual([{ value: null }, { value: null }]);

    bench.clock.pass(5_000);
    expect(undo(first, held).changed).toEqual([first, held]);
    const after = [first, held].map((id) => bench.outbox.rows.byId(id));
    expect(after).toEqual(before.map((entry) => ({ ...entry, changes: (entry?.changes ?? 0) + 2 })));
    expect(kept()).toEqual([]);
    const entry = bench.outbox.rows.byId(first);
    const begun = entry === null ? null : bench.outbox.attempts.begin(entry, 30_000, 0);
    expect(Buffer.from(begun?.value?.exposeSecretBytes() ?? []).toString()).toBe(value);
  });

  it('is possible for a delete too, which has no value', () => {
    const id = idOf(bench.outbox.delete(bench.to, 'there', seen));
    discard(id);
    expect(undo(id).changed).toEqual([id]);
    expect(bench.outbox.rows.byId(id)).toMatchObject({ intent: 'delete', seen, state: { kind: 'waiting' } });
  });

  it('is sent no second time after it was taken back twice', () => {
    const id = add('once');
    discard(id);
    undo(id);
    expect(undo(id).refused).toEqual([{ entryId: id, code: 'undo-too-late' }]);
  });
});

describe('a discard is not taken back', () => {
  it('once what it took is forgotten: of these entries or of all', () => {
    const [one, other] = [add('one'), add('other')];
    discard(one, other);
    expect(bench.outbox.forgetDiscards([one])).toBe(1);
    expect(undo(one).refused).toEqual([{ entryId: one, code: 'undo-too-late' }]);
    expect(bench.outbox.forgetDiscards()).toBe(1);
    expect(undo(other).changed).toEqual([]);
    expect(kept()).toEqual([]);
  });

  it('where anything of it was ever sent: its value is gone at once, and only after the confirmation', () => {
    const id = add('was-sent');
    sendOnce(id);
    expect(discard(id).refused).toEqual([{ entryId: id, code: 'needs-confirmation' }]);
    expect(bench.outbox.changeMany([id], 'discard', true)).toMatchObject({ changed: [id], undoable: [] });
    expect(kept()).toEqual([]);
    expect(undo(id).refused).toEqual([{ entryId: id, code: 'undo-too-late' }]);
  });

  it('where its name was taken meanwhile', () => {
    const id = add('taken');
    discard(id);
    add('taken', 'of the second one');
    expect(undo(id).refused).toEqual([{ entryId: id, code: 'name-already-waits' }]);
    expect(bench.outbox.rows.byId(id)?.state.kind).toBe('discarded');
  });

  it('where a delete of its name was added meanwhile: the create would go before it', () => {
    const id = add('renewed');
    discard(id);
    idOf(bench.outbox.delete(bench.to, 'renewed', seen));
    expect(undo(id).refused).toEqual([{ entryId: id, code: 'name-already-waits' }]);
  });

  it('behind a delete it goes back to its place', () => {
    idOf(bench.outbox.delete(bench.to, 'renewed', seen));
    const id = add('renewed');
    discard(id);
    expect(undo(id).changed).toEqual([id]);
  });

  it('once the environment is removed', () => {
    const id = add('gone');
    discard(id);
    bench.db.exec('DELETE FROM entries');
    expect(kept()).toEqual([]);
    expect(undo(id).refused).toEqual([{ entryId: id, code: 'unknown-entry' }]);
  });
});

it('many are changed in one commit: what cannot be is told, the rest is done', () => {
  const [one, two, sending] = [add('one'), add('two'), add('sending')];
  const entry = bench.outbox.rows.byId(sending);
  if (entry !== null) bench.outbox.attempts.begin(entry, 30_000, 0);
  const nobody = 'nobody' as EntryId;
  expect(bench.outbox.changeMany([one, sending, nobody, two, one], 'hold', false)).toEqual({
    changed: [one, two],
    undoable: [],
    refused: [
      { entryId: sending, code: 'entry-is-sending' },
      { entryId: nobody, code: 'unknown-entry' },
    ],
  });
  expect(bench.outbox.rows.byId(two)?.heldAt).not.toBeNull();
  expect(bench.outbox.changeMany([two], 'release', false).changed).toEqual([two]);
  expect(bench.outbox.rows.byId(two)?.heldAt).toBeNull();
});

it('one value for several, and several deletes: what cannot be recorded is told by its name', () => {
  add('waits');
  const secrets = ['a', 'waits', 'b'].map((name) => ({ name, seen }));
  const replaced = bench.outbox.writeMany(bench.to, secrets, 'the same for all');
  expect(replaced.added).toHaveLength(2);
  expect(replaced.refused).toEqual([{ name: 'waits', code: 'name-already-waits' }]);
  expect(bench.outbox.rows.open().map(({ intent, name }) => `${intent} ${name}`)).toEqual(['create waits', 'replace a', 'replace b']);
  expect(bench.outbox.writeMany(bench.to, secrets, '').refused).toHaveLength(3);
  expect(bench.outbox.writeMany(bench.to, [{ name: 'c', seen }], null).added).toHaveLength(1);
});

it('receipts follow: a discard that was taken back is no loss at the next start, and is missed when it is lost', () => {
  const receipts = createReceipts(join(temporaryFolder(), 'receipts.txt'));
  const outbox = withReceipts(bench.outbox, receipts, () => bench.clock.now());
  const id = idOf(outbox.add(bench.to, 'back-again', 'value'));
  outbox.changeMany([id], 'discard', false);
  expect(receipts.all()[0]?.settledAt).not.toBeNull();
  outbox.changeMany([id], 'undo-discard', false);
  expect(missingEntries(bench.db, receipts.all(), new Set())).toBeNull();
  outbox.changeMany([id], 'hold', false);
  bench.db.exec('UPDATE entries SET changes = 0, held_at = NULL');
  expect(missingEntries(bench.db, receipts.all(), new Set())?.behind).toEqual([{ id, changes: 3 }]);
});
