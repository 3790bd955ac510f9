import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import type { EntryId } from '../../shared/entry.ts';
import type { AttemptLog, BegunAttempt } from './attempt-log.ts';
import type { Entry } from './stored-entry.ts';

let bench: ReturnType<typeof openTestOutbox>;
let attempts: AttemptLog;
beforeEach(() => {
  bench = openTestOutbox();
  attempts = bench.outbox.attempts;
});
afterEach(() => bench.close());

const seen = { created: '2026-11-01T10:00:00Z', updated: '2026-11-02T10:00:00Z', updatedBy: 'krn:user:joao' };

function replace(): EntryId {
  const given = bench.outbox.replace(bench.to, 'plc-key', 'value', seen);
  if (!given.ok) throw new Error(given.code);
  return given.value.entryId;
}
function entry(id: EntryId): Entry {
  const found = bench.outbox.rows.byId(id);
  if (found === null) throw new Error('no such entry');
  return found;
}
function begin(id: EntryId): BegunAttempt {
  const begun = attempts.begin(entry(id), 30_000, 0);
  if (begun === null) throw new Error('not begun');
  return begun;
}

it.each([
  ['was put on hold', (id: EntryId) => bench.outbox.hold(id, true)],
  ['got another value', (id: EntryId) => bench.outbox.changeValue(id, 'a longer one')],
  ['was discarded', (id: EntryId) => bench.outbox.discard(id, true)],
  ['was begun already', (id: EntryId) => begin(id)],
])('does not begin an entry that %s since it was looked at', (_, meanwhile) => {
  const id = replace();
  const before = entry(id);
  meanwhile(id);
  const now = entry(id);
  expect(attempts.begin(before, 30_000, 0)).toBeNull();
  expect(entry(id)).toEqual(now);
});

it('ends an attempt once: who comes later does not make its window longer', () => {
  const id = replace();
  const { entry: sending } = begin(id);
  const endedAt = bench.clock.now();
  attempts.leaveUncertain(sending.sequence);
  bench.clock.pass(60_000);
  expect(attempts.becomeUncertain(sending, 'exists', 'name-is-there', null)).toBe(false);
  expect(attempts.attempts(entry(id))).toMatchObject([{ endedAt, outcome: 'answer-lost' }]);
});

it('ends an attempt by the time that passed: who sets the clock meanwhile does not move its window', () => {
  const id = replace();
  const startedAt = bench.clock.now();
  const { entry: sending } = begin(id);
  bench.clock.pass(4_000);
  bench.clock.setWall(startedAt + 86_400_000);
  attempts.becomeUncertain(sending, 'answer-lost', 'answer-lost', null);
  expect(attempts.attempts(entry(id))).toMatchObject([{ startedAt, endedAt: startedAt + 4_000 }]);
});

it('counts only the attempts under its own name: under another it made something else', () => {
  const given = bench.outbox.add(bench.to, 'old-name', 'value');
  if (!given.ok) throw new Error(given.code);
  const id = given.value.entryId;
  attempts.backToWaiting(begin(id).entry, 'answer-lost', 'not-there-after-all', { at: null, setback: true });
  bench.outbox.rename(id, 'new-name');
  expect(attempts.attempts(entry(id))).toEqual([]);
});

it('keeps a second look a second look when delays are forgotten: in the settle delay at the latest, never at once', () => {
  const id = replace();
  attempts.becomeUncertain(begin(id).entry, 'answer-lost', 'answer-lost', null);
  attempts.lookAgain(entry(id), bench.clock.now() + 60_000);
  attempts.forgetDelays(bench.environmentId, 5_000);
  expect(entry(id).state).toMatchObject({ kind: 'uncertain', nextLookAt: bench.clock.now() + 5_000 });
});

it('leaves nothing in sending, whatever went wrong', () => {
  const id = replace();
  const { sequence } = begin(id).entry;
  expect(attempts.leaveUncertain(sequence)).toBe(true);
  expect(entry(id)).toMatchObject({ state: { kind: 'uncertain' }, lastOutcome: 'answer-lost' });
  expect(attempts.leaveUncertain(sequence)).toBe(false);
});
