import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { testNativeBinding } from '../../../tests/support/test-database.ts';
import type { EntryId } from '../../shared/entry.ts';
import { openDatabase } from '../storage/database.ts';
import { createReceipts, type Receipts } from '../system/receipts.ts';
import { holdBehind, missingEntries, type Missing } from './missing-entries.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { receiptsToKeep, withReceipts } from './receipts-of.ts';
import type { Entry } from './stored-entry.ts';

let bench: ReturnType<typeof openTestOutbox>;
let outbox: Outbox;
let receipts: Receipts;
beforeEach(() => {
  bench = openTestOutbox();
  receipts = createReceipts(join(temporaryFolder(), 'receipts.txt'));
  outbox = withReceipts(bench.outbox, receipts, () => bench.clock.now());
});
afterEach(() => bench.close());

const outstanding = (): string[] => receipts.all().flatMap(({ id, settledAt }) => (settledAt === null ? [id] : []));

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
  expect(outstanding()).toHaveLength(3);
  outbox.discard(id, true);
  expect(outstanding()).not.toContain(id);
  expect(outstanding()).toHaveLength(2);
});

test('a refusal gives none', () => {
  add('a');
  expect(outbox.add(bench.to, 'a', 'value').ok).toBe(false);
  expect(receipts.all()).toHaveLength(1);
});

function entry(id: EntryId): Entry {
  const found = bench.outbox.rows.byId(id);
  if (found === null) throw new Error('gone');
  return found;
}

/** Sent, with an answer that was lost. */
function uncertain(name: string): EntryId {
  const id = add(name);
  const begun = outbox.attempts.begin(entry(id), 1000, 0);
  if (begun === null) throw new Error('not begun');
  outbox.attempts.becomeUncertain(begun.entry, 'answer-lost', 'answer-lost', null);
  return id;
}

test('a refused discard settles nothing', () => {
  const id = add('a');
  if (outbox.attempts.begin(entry(id), 1000, 0) === null) throw new Error('not begun');
  expect(outbox.discard(id, true).ok).toBe(false);
  expect(outbox.changeValue(id, 'other').ok).toBe(false);
  expect(receipts.all()).toMatchObject([{ id, changes: [], settledAt: null }]);
});

test('every change of the person has a receipt with the entry’s own count, and a refused one has none', () => {
  const id = add('a');
  const at = bench.clock.now();
  outbox.changeValue(id, 'newer');
  bench.clock.pass(10);
  outbox.rename(id, 'b');
  outbox.rename(id, 'Not Valid');
  outbox.hold(id, true);
  expect(receipts.all()).toMatchObject([{ changes: [{ count: 1, at }, { count: 2, at: at + 10 }, { count: 3, at: at + 10 }] }]);
  expect(entry(id).changes).toBe(3);
});

test('what the person decides is a change too, and what is done of it by the app is none', () => {
  const id = uncertain('a');
  outbox.attempts.needAttention(entry(id), null, { kind: 'cannot-tell', because: 'no-proof', found: null });
  expect(outbox.resolve(id, 'try-again', null).ok).toBe(true);
  expect(receipts.all()).toMatchObject([{ changes: [{ count: 1 }], settledAt: null }]);
});

test('a newer value that follows a delivery has a receipt of its own', () => {
  const id = uncertain('a');
  outbox.changeValue(id, 'newer');
  outbox.attempts.deliver(entry(id), { proof: 'read-back', as: 'ana', revision: 1, found: null });
  const [followUp] = bench.outbox.rows.open();
  expect(outstanding()).toEqual([followUp?.id]);
});

test('a newer value that follows “it is the one” has a receipt of its own', () => {
  const id = uncertain('a');
  outbox.changeValue(id, 'newer');
  const found = { created: 'c', createdBy: 'x', updated: 'u', updatedBy: 'x' };
  outbox.attempts.needAttention(entry(id), null, { kind: 'conflict', found });
  expect(outbox.resolve(id, 'it-is-the-one', 'ana').ok).toBe(true);
  const [followUp] = bench.outbox.rows.open();
  expect(followUp?.id).not.toBe(id);
  expect(outstanding()).toEqual([followUp?.id]);
});

test('nothing is missing as long as the database knows it, ended or not', () => {
  const ended = add('a');
  const changed = add('b');
  outbox.changeValue(changed, 'newer');
  const before = receipts.all();
  outbox.discard(ended, true);
  expect(missingEntries(bench.db, before, new Set())).toBeNull();
  expect(missingEntries(bench.db, receipts.all(), new Set())).toBeNull();
});

test('what the database does not know is counted, with its first and last time', () => {
  const given = (id: string, at: number) => ({ id, at, changes: [], settledAt: null });
  const all = [given('x', 30), given('y', 10), given('z', 20), given(add('a'), 5), { ...given('ended', 1), settledAt: 2 }];
  expect(missingEntries(bench.db, all, new Set(['z']))).toEqual({
    incident: { kind: 'missing', count: 2, since: 10, until: 30, gone: 2, onHold: 0 },
    behind: [],
  });
});

test('two hundred thousand that are missing are counted like two', () => {
  const all = Array.from({ length: 200_000 }, (_, at) => ({ id: `id-${at}`, at, changes: [], settledAt: null }));
  expect(missingEntries(bench.db, all, new Set())?.incident).toMatchObject({ count: 200_000, since: 0, until: 199_999 });
});

describe('a disk that lost its last writes', () => {
  /** The outbox as the disk has it after `lost` was acknowledged, what a start finds missing, and what it holds back. */
  function afterLosing(lost: () => void): { readonly old: Outbox; missing(): Missing | null } {
    bench.db.pragma('wal_checkpoint(TRUNCATE)');
    const file = join(temporaryFolder(), 'secrets.db');
    copyFileSync(bench.file, file);
    lost();
    const opened = openDatabase({ file, dataKey: bench.dataKey, nativeBinding: testNativeBinding });
    if (opened.kind !== 'open') throw new Error(opened.kind);
    close = () => opened.close();
    const find = (): Missing | null => missingEntries(opened.db, receipts.all(), new Set());
    const plain = createOutbox({ db: opened.db, clock: bench.clock, newId: () => 'new' });
    const old = withReceipts(plain, receipts, () => bench.clock.now());
    const missing = (): Missing | null => {
      const found = find();
      if (found !== null) holdBehind(opened.db, found.behind, bench.clock.now());
      receipts.keepOnly(receiptsToKeep(old.rows.open(), receipts.all(), bench.clock.now()));
      expect(find(), 'is told once').toBeNull();
      return found;
    };
    return { old, missing };
  }
  let close: (() => void) | null = null;
  afterEach(() => close?.());

  const due = (of: Outbox): string[] =>
    of.attempts.due(bench.environmentId, bench.accountId, bench.clock.now(), 9).map(({ name }) => name);

  test('sends neither an old value nor what was discarded by itself, and tells how many changes are gone', () => {
    const changed = add('changed');
    const discarded = add('discarded');
    add('untouched');
    const at = bench.clock.now();
    const { old, missing } = afterLosing(() => {
      outbox.changeValue(changed, 'newer');
      outbox.changeValue(changed, 'newest');
      bench.clock.pass(50);
      outbox.discard(discarded, true);
      add('added');
    });
    expect(missing()?.incident).toEqual({ kind: 'missing', count: 4, since: at, until: at + 50, gone: 1, onHold: 2 });
    expect(due(old)).toEqual(['untouched']);
    expect(old.rows.byId(changed)).toMatchObject({ heldAt: at + 50, changes: 2 });
  });

  test.each([
    ['a name', (id: EntryId) => outbox.rename(id, 'other')],
    ['a hold', (id: EntryId) => outbox.hold(id, true)],
    ['a delivery', (id: EntryId) => {
      const begun = outbox.attempts.begin(entry(id), 1000, 0);
      if (begun !== null) outbox.attempts.deliver(begun.entry, { proof: 'answer', as: 'ana', revision: 1, found: null });
    }],
  ])('holds back an entry that lost %s', (_, lose) => {
    const id = add('a');
    const { old, missing } = afterLosing(() => void lose(id));
    expect(missing()?.incident).toMatchObject({ count: 1, gone: 0, onHold: 1 });
    expect(due(old)).toEqual([]);
  });

  test('is not told again after the person let the entry go on, nor mistaken where it is lost once more', () => {
    const id = add('a');
    const { old, missing } = afterLosing(() => void outbox.changeValue(id, 'newer'));
    missing();
    old.hold(id, false);
    expect(missing()).toBeNull();
    expect(due(old)).toEqual(['a']);
    expect(old.rows.byId(id)?.changes).toBe(2);
  });

  test('is noticed at a later start too: the counts outlive the file being written anew', () => {
    const id = add('a');
    const { missing } = afterLosing(() => {
      outbox.changeValue(id, 'newer');
      receipts.keepOnly(receiptsToKeep(bench.outbox.rows.open(), receipts.all(), bench.clock.now()));
    });
    expect(missing()?.incident).toMatchObject({ count: 1, onHold: 1 });
  });

  test('is noticed at a later start too where it lost an end, for a month', () => {
    const id = add('a');
    const day = 24 * 60 * 60_000;
    const { old, missing } = afterLosing(() => {
      outbox.discard(id, true);
      receipts.keepOnly(receiptsToKeep([], receipts.all(), bench.clock.now() + 29 * day));
    });
    expect(receiptsToKeep([], receipts.all(), bench.clock.now() + 30 * day)).toEqual([]);
    expect(missing()?.incident).toMatchObject({ count: 1, onHold: 1 });
    expect(due(old)).toEqual([]);
  });
});

test('receipts that were lost themselves begin anew with what the database says', () => {
  const id = add('a');
  outbox.changeValue(id, 'newer');
  const anew = receiptsToKeep(bench.outbox.rows.open(), [], 77);
  expect(anew).toEqual([{ id, at: entry(id).addedAt, changes: [{ count: 1, at: 77 }], settledAt: null }]);
});
