import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import { choicesFor, type EntryId } from '../../shared/entry.ts';

let bench: ReturnType<typeof openTestOutbox>;
let id: EntryId;
beforeEach(() => {
  bench = openTestOutbox();
  const given = bench.outbox.add(bench.to, 'demosecret', 'old value and new value');
  if (!given.ok) throw new Error(given.code);
  id = given.value.entryId;
});
afterEach(() => bench.close());

const begin = () => {
  const entry = bench.outbox.rows.byId(id);
  return entry === null ? null : bench.outbox.attempts.begin(entry, 1_000, 0);
};
const state = () => bench.outbox.rows.byId(id)?.state;

/** As a disk does that acknowledged a write and never made it: a part of the value is that of an older one. */
const goStale = (): void => {
  bench.db.prepare('UPDATE entries SET value = ? WHERE id = ?').run(Buffer.from('old value and old value'), id);
};

test('a mixture of two values is not sent: it needs the person, and no attempt is recorded', () => {
  goStale();
  expect(begin()).toBeNull();
  expect(state()).toMatchObject({ kind: 'needs-attention', reason: { kind: 'value-damaged' } });
  expect(bench.db.prepare('SELECT count(*) FROM attempts').pluck().get()).toBe(0);
  expect(choicesFor('create', { kind: 'value-damaged' })).toEqual(['change-value', 'discard']);
});

test('typed once more, it goes', () => {
  goStale();
  begin();
  expect(bench.outbox.changeValue(id, 'typed once more').ok).toBe(true);
  expect(state()).toEqual({ kind: 'waiting', nextTryAt: null });
  expect(Buffer.from(begin()?.value?.exposeSecretBytes() ?? []).toString()).toBe('typed once more');
});

test('a changed value, a follow-up and a delete are whole', () => {
  bench.outbox.changeValue(id, 'changed before any attempt');
  const begun = begin();
  expect(begun).not.toBeNull();
  if (begun === null) return;
  bench.outbox.attempts.becomeUncertain(begun.entry, 'answer-lost', 'answer-lost', null);
  bench.outbox.changeValue(id, 'newer');
  const uncertain = bench.outbox.rows.byId(id);
  if (uncertain === null) throw new Error('gone');
  bench.outbox.attempts.deliver(uncertain, { proof: 'read-back', as: 'ana', revision: 1, found: null });
  const [followUp] = bench.outbox.rows.open();
  const next = followUp === undefined ? null : bench.outbox.attempts.begin(followUp, 1_000, 0);
  expect(Buffer.from(next?.value?.exposeSecretBytes() ?? []).toString()).toBe('newer');
  expect(bench.db.prepare('SELECT value_check FROM entries WHERE id = ?').pluck().get(id)).toBeNull();
});
