import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { Answer } from '../../shared/answer.ts';
import type { AttentionReason, EntryId } from '../../shared/entry.ts';
import { createOutbox } from './outbox.ts';
import type { Entry } from './stored-entry.ts';

const seen = { created: '2026-11-01T10:00:00.000000Z', updated: '2026-11-02T10:00:00.000000Z', updatedBy: 'krn:user:joao' };
const found = { created: seen.created, createdBy: 'krn:user:joao', updated: seen.updated, updatedBy: seen.updatedBy };

let bench: ReturnType<typeof openTestOutbox>;
beforeEach(() => {
  bench = openTestOutbox();
});
afterEach(() => bench.close());

function added(name = 'demosecret', value = 'This is a really big secret!'): EntryId {
  return value_(bench.outbox.add(bench.to, name, value)).entryId;
}
function value_<T>(given: Answer<T>): T {
  if (!given.ok) throw new Error(`refused: ${given.code}`);
  return given.value;
}
function code(given: Answer<unknown>): string {
  return given.ok ? 'ok' : given.code;
}
function entry(id: EntryId): Entry {
  const row = bench.outbox.rows.byId(id);
  if (row === null) throw new Error('no such entry');
  return row;
}
function storedValue(id: EntryId): Buffer | null {
  const row = bench.db.prepare('SELECT value FROM entries WHERE id = ?').get(id) as { value: Buffer | null };
  return row.value;
}
/** Sends it, as far as the disk knows. */
function begun(id: EntryId): Entry {
  const attempt = bench.outbox.attempts.begin(entry(id), 30_000, 0);
  if (attempt === null) throw new Error('not begun');
  return attempt.entry;
}
function uncertain(id: EntryId): Entry {
  bench.outbox.attempts.becomeUncertain(begun(id), 'answer-lost', 'answer-lost', null);
  return entry(id);
}
function needingAttention(id: EntryId, reason: AttentionReason): Entry {
  bench.outbox.attempts.needAttention(uncertain(id), null, reason);
  return entry(id);
}

describe('adding', () => {
  it('is on the disk before it is answered, with the bytes as they were typed', () => {
    const id = added('plc-key', 'first\r\nsecond\n \u{1F511}');
    bench.reopen();
    bench.outbox = bench.open();
    expect(entry(id).state).toEqual({ kind: 'waiting', nextTryAt: null });
    expect(storedValue(id)?.toString('utf8')).toBe('first\r\nsecond\n \u{1F511}');
    expect(entry(id).valueBytes).toBe(Buffer.byteLength('first\r\nsecond\n \u{1F511}'));
  });

  it.each([
    ['', 'x', 'bad-name'],
    ['Has-Capitals', 'x', 'bad-name'],
    ['under_score', 'x', 'bad-name'],
    ['fine', '', 'empty-value'],
    ['fine', 'a\ud800b', 'lone-surrogate'],
    ['fine', 'x'.repeat(1024 * 1024 + 1), 'value-too-large'],
  ])('refuses the name %j with such a value by a code, and keeps nothing', (name, value, refusal) => {
    expect(code(bench.outbox.add(bench.to, name, value))).toBe(refusal);
    expect(bench.outbox.rows.open()).toEqual([]);
  });

  it('takes 1 MiB to the byte', () => {
    expect(code(bench.outbox.add(bench.to, 'large', 'x'.repeat(1024 * 1024)))).toBe('ok');
  });

  it('refuses a second create for a name that still waits, and takes it once the first is gone', () => {
    const first = added();
    expect(code(bench.outbox.add(bench.to, 'demosecret', 'other'))).toBe('name-already-waits');
    bench.outbox.discard(first, false);
    expect(code(bench.outbox.add(bench.to, 'demosecret', 'other'))).toBe('ok');
  });
});

describe('changing what waits', () => {
  it('changes the value in place while no attempt was made, and as a new revision afterwards', () => {
    const id = added();
    bench.outbox.changeValue(id, 'second');
    expect(entry(id).revision).toBe(1);
    uncertain(id);
    bench.outbox.changeValue(id, 'third');
    expect(entry(id).revision).toBe(2);
    expect(storedValue(id)?.toString()).toBe('third');
    expect(entry(id).state.kind).toBe('uncertain');
  });

  it('locks an entry while it is being sent', () => {
    const id = added();
    begun(id);
    expect(code(bench.outbox.changeValue(id, 'other'))).toBe('entry-is-sending');
    expect(code(bench.outbox.rename(id, 'other'))).toBe('entry-is-sending');
    expect(code(bench.outbox.hold(id, true))).toBe('entry-is-sending');
    expect(code(bench.outbox.discard(id, true))).toBe('entry-is-sending');
  });

  it('renames what waits, but not onto a name that waits already, and not what is uncertain', () => {
    const id = added();
    added('taken');
    expect(code(bench.outbox.rename(id, 'taken'))).toBe('name-already-waits');
    const seen = { created: 'c', updated: 'u', updatedBy: 'b' };
    expect(bench.outbox.replace(bench.to, 'to-replace', 'value', seen).ok && bench.outbox.delete(bench.to, 'to-delete', seen).ok).toBe(true);
    expect(code(bench.outbox.rename(id, 'to-replace')), 'it would go before the replace').toBe('name-already-waits');
    expect(code(bench.outbox.rename(id, 'to-delete')), 'it would go before the delete').toBe('name-already-waits');
    expect(code(bench.outbox.rename(id, 'Not Valid'))).toBe('bad-name');
    expect(code(bench.outbox.rename(id, 'other-name'))).toBe('ok');
    expect(entry(id).name).toBe('other-name');
    uncertain(id);
    expect(code(bench.outbox.rename(id, 'third-name'))).toBe('entry-moved-on');
  });

  it('erases the value of what is discarded, and asks first where it may already be on the platform', () => {
    const id = added();
    uncertain(id);
    expect(code(bench.outbox.discard(id, false))).toBe('needs-confirmation');
    expect(entry(id).state.kind).toBe('uncertain');
    expect(code(bench.outbox.discard(id, true))).toBe('ok');
    expect(entry(id).state.kind).toBe('discarded');
    expect(storedValue(id)).toBeNull();
    expect(code(bench.outbox.discard(id, true))).toBe('entry-moved-on');
  });

  it('holds an entry without forgetting anything of it', () => {
    const id = added();
    bench.outbox.hold(id, true);
    expect(bench.outbox.attempts.due(bench.environmentId, bench.accountId, bench.clock.now(), 10)).toEqual([]);
    expect(bench.outbox.rows.counts(bench.environmentId)).toMatchObject({ waiting: 0, held: 1 });
    bench.outbox.hold(id, false);
    expect(bench.outbox.attempts.due(bench.environmentId, bench.accountId, bench.clock.now(), 10)).toHaveLength(1);
  });
});

describe('what the person decides', () => {
  it('turns a conflicting create into a replace on the condition of what was found', () => {
    const id = added();
    needingAttention(id, { kind: 'conflict', found });
    expect(code(bench.outbox.resolve(id, 'replace-there', 'ana'))).toBe('ok');
    expect(entry(id)).toMatchObject({ intent: 'replace', seen, state: { kind: 'waiting' } });
  });

  it('gives a conflicting create another name and a new start', () => {
    const id = added();
    needingAttention(id, { kind: 'conflict', found });
    bench.outbox.rename(id, 'demosecret-2');
    expect(entry(id)).toMatchObject({ name: 'demosecret-2', intent: 'create', state: { kind: 'waiting' } });
  });

  it('takes the person at their word that it is the one', () => {
    const id = added();
    needingAttention(id, { kind: 'cannot-tell', because: 'not-listed', found: null });
    bench.outbox.resolve(id, 'it-is-the-one', 'ana');
    expect(entry(id).state).toMatchObject({ kind: 'delivered', proof: 'person' });
    expect(storedValue(id)).toBeNull();
  });

  it('turns a replace of what is gone into a create', () => {
    const { entryId } = value_(bench.outbox.replace(bench.to, 'old-key', 'new', seen));
    bench.outbox.attempts.needAttention(entry(entryId), null, { kind: 'gone' });
    bench.outbox.resolve(entryId, 'create-instead', 'ana');
    expect(entry(entryId)).toMatchObject({ intent: 'create', state: { kind: 'waiting' } });
  });

  it('refuses a choice that the reason does not offer', () => {
    const id = added();
    needingAttention(id, { kind: 'forbidden', platformWords: null });
    expect(code(bench.outbox.resolve(id, 'replace-there', 'ana'))).toBe('entry-moved-on');
  });

  it('binds what was added before anybody signed in to whom the person names', () => {
    const nobody = { ...bench.to, accountId: null };
    bench.outbox.add(nobody, 'early', 'x');
    expect(bench.outbox.attempts.due(bench.environmentId, bench.accountId, bench.clock.now(), 10)).toEqual([]);
    expect(bench.outbox.claim(bench.environmentId, bench.accountId)).toBe(1);
    expect(bench.outbox.attempts.due(bench.environmentId, bench.accountId, bench.clock.now(), 10)).toHaveLength(1);
  });

  it('never offers one account the entries of another', () => {
    added();
    const other = bench.account('joao');
    expect(bench.outbox.attempts.due(bench.environmentId, other, bench.clock.now(), 10)).toEqual([]);
  });
});

describe('around an attempt', () => {
  it('records the attempt before anything is sent, and hands out the value once', () => {
    const id = added();
    const attempt = bench.outbox.attempts.begin(entry(id), 45_000, 1_500);
    expect(attempt?.value?.length).toBe(28);
    expect(`${attempt?.value}`).toBe('[secret value]');
    bench.reopen();
    bench.outbox = bench.open();
    expect(entry(id)).toMatchObject({ attempts: 1, state: { kind: 'sending', attempt: 1 } });
    expect(bench.outbox.attempts.attempts(entry(id))).toMatchObject([{ clockOffsetMs: 1_500, revision: 1, outcome: null }]);
  });

  it('does not begin what changed since it was looked at', () => {
    const id = added();
    const before = entry(id);
    bench.outbox.rename(id, 'renamed');
    expect(bench.outbox.attempts.begin(before, 30_000, 0)).toBeNull();
    expect(entry(id).attempts).toBe(0);
  });

  it('lets no late answer overwrite a newer truth', () => {
    const id = added();
    const first = begun(id);
    bench.outbox.attempts.backToWaiting(first, 'no-network', 'no-network', { at: null, setback: false });
    const second = begun(id);
    expect(bench.outbox.attempts.deliver(first, { proof: 'answer', as: 'ana', revision: 1, found: null })).toBe(false);
    expect(bench.outbox.attempts.becomeUncertain(first, 'answer-lost', 'answer-lost', null)).toBe(false);
    expect(entry(id)).toMatchObject({ attemptId: second.attemptId, state: { kind: 'sending' } });
  });

  it('erases the value in the transaction that records the delivery', () => {
    const id = added();
    bench.outbox.attempts.deliver(begun(id), { proof: 'answer', as: 'ana', revision: 1, found: null });
    expect(storedValue(id)).toBeNull();
    expect(entry(id)).toMatchObject({ state: { kind: 'delivered', proof: 'answer' }, deliveredAs: 'ana', valueBytes: 28 });
  });

  it('lets a replace with the newer value follow when an older revision proves delivered', () => {
    const id = added('key', 'old');
    uncertain(id);
    bench.outbox.changeValue(id, 'new');
    bench.outbox.attempts.deliver(entry(id), { proof: 'read-back', as: 'ana', revision: 1, found });
    const [next] = bench.outbox.rows.open();
    expect(next).toMatchObject({ intent: 'replace', name: 'key', seen, state: { kind: 'waiting' } });
    expect(storedValue((next as Entry).id)?.toString()).toBe('new');
    expect(storedValue(id)).toBeNull();
  });

  it('writes what else belongs to a delivery in the same transaction: neither is there without the other', () => {
    const { db, clock } = bench;
    let isDiskFull = true;
    const outbox = createOutbox({
      db,
      clock,
      newId: () => 'attempt',
      delivering: ({ name }) => {
        db.prepare('UPDATE environments SET label = ?').run(name);
        if (isDiskFull) throw new Error('disk full');
      },
    });
    const label = () => (db.prepare('SELECT label FROM environments').get() as { label: string }).label;
    const sending = begun(added());
    const deliver = () => outbox.attempts.deliver(sending, { proof: 'answer', as: 'ana', revision: 1, found });
    expect(deliver).toThrow('disk full');
    expect([entry(sending.id).state.kind, label()]).toEqual(['sending', 'Plant A']);
    isDiskFull = false;
    expect(deliver()).toBe(true);
    expect([entry(sending.id).state.kind, label()]).toEqual(['delivered', 'demosecret']);
  });

  it('ends what a stopped app left in sending at start + time-out, as uncertain', () => {
    const id = added();
    const startedAt = bench.clock.now();
    begun(id);
    bench.clock.pass(5_000);
    bench.reopen();
    bench.outbox = bench.open();
    expect(bench.outbox.attempts.recover()).toBe(1);
    expect(entry(id)).toMatchObject({ state: { kind: 'uncertain' }, lastOutcome: 'app-was-stopped' });
    expect(bench.outbox.attempts.attempts(entry(id))).toMatchObject([{ endedAt: startedAt + 30_000, outcome: 'app-was-stopped' }]);
  });

  it('keeps the order of entries for one name, and lets other names pass', () => {
    const first = added('a');
    const { entryId: other } = value_(bench.outbox.add(bench.to, 'b', 'x'));
    uncertain(first);
    bench.outbox.changeValue(first, 'newer');
    bench.db.prepare("UPDATE entries SET name = 'a', intent = 'replace' WHERE id = ?").run(other);
    const { entryId: third } = value_(bench.outbox.add(bench.to, 'c', 'x'));
    const due = bench.outbox.attempts.due(bench.environmentId, bench.accountId, bench.clock.now(), 10);
    expect(due.map(({ id }) => id)).toEqual([first, third]);
  });

  it('tells when the next delayed entry is due, and forgets delays when asked', () => {
    const id = added();
    const at = bench.clock.now() + 60_000;
    bench.outbox.attempts.backToWaiting(begun(id), 'no-network', 'no-network', { at, setback: true });
    expect(bench.outbox.attempts.due(bench.environmentId, bench.accountId, bench.clock.now(), 10)).toEqual([]);
    expect(bench.outbox.attempts.nextDueAt(bench.environmentId, bench.accountId, bench.clock.now())).toBe(at);
    bench.outbox.attempts.forgetDelays(bench.environmentId, 5_000);
    expect(entry(id).setbacks).toBe(0);
    expect(bench.outbox.attempts.due(bench.environmentId, bench.accountId, bench.clock.now(), 10)).toHaveLength(1);
  });
});

it('counts what is in line by whose it is, without what is on hold, needs somebody or has ended', () => {
  added('own');
  bench.outbox.hold(added('held'), true);
  value_(bench.outbox.discard(added('gone'), false));
  for (const name of ['a', 'b']) value_(bench.outbox.add({ ...bench.to, accountId: null }, name, 'value'));
  expect(bench.outbox.rows.inLineByAccount(bench.environmentId)).toEqual(new Map([[bench.accountId, 1], [null, 2]]));
});
