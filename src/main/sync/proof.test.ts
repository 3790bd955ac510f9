import { describe, expect, it } from 'vitest';
import type { Account } from '../auth/access.ts';
import type { Intent } from '../../shared/entry.ts';
import type { Attempt, OtherAttempt } from '../outbox/attempt-log.ts';
import type { Entry } from '../outbox/stored-entry.ts';
import { attemptThatMade, clockSkewMs, isOurAccount, lateCommitMs, mayBeAnothers, mayBeUndoneUntil } from './proof.ts';

const startedAt = Date.UTC(2026, 10, 24, 9, 0, 0);
const endedAt = startedAt + 30_000;
const hour = 3_600_000;

const attempt: Attempt = {
  id: 'a', intent: 'create', name: 'key', revision: 1, startedAt, endedAt, clockOffsetMs: 0, outcome: 'answer-lost',
};
const account: Account = { id: 1, issuer: '', subject: 's', name: 'Ana', names: ['ana', 'ana@plant.example'], krn: 'krn:user:ana' };

function foundAt(created: number, change = {}) {
  const time = new Date(created).toISOString();
  return { created: time, createdBy: 'krn:user:ana', updated: time, updatedBy: 'krn:user:ana', ...change };
}

describe('a secret was made by an attempt', () => {
  it.each([
    ['from the skew of the clocks before it began', startedAt - clockSkewMs],
    ['when it ended', endedAt],
    ['to the skew of the clocks after the latest time at which it may land', endedAt + lateCommitMs + clockSkewMs],
  ])('%s', (_, created) => {
    expect(attemptThatMade(foundAt(created), [attempt], account, null)).toBe(attempt);
  });

  it('by the platform’s clock, as it was known when the attempt began', () => {
    const ahead = { ...attempt, clockOffsetMs: 5 * hour };
    expect(attemptThatMade(foundAt(startedAt + 5 * hour), [ahead], account, 0)).toBe(ahead);
    expect(attemptThatMade(foundAt(startedAt), [ahead], account, 0)).toBeNull();
  });

  it('by the platform’s clock as it is now, where it was not known then', () => {
    const blind = { ...attempt, clockOffsetMs: null };
    expect(attemptThatMade(foundAt(startedAt + 5 * hour), [blind], account, 5 * hour)).toBe(blind);
  });

  it('of several by the one whose own window it is: what lies between two windows is nobody’s', () => {
    const later = { ...attempt, id: 'b', startedAt: startedAt + hour, endedAt: endedAt + hour };
    expect(attemptThatMade(foundAt(startedAt + hour), [attempt, later], account, null)).toBe(later);
    expect(attemptThatMade(foundAt(startedAt + hour / 2), [attempt, later], account, null)).toBeNull();
  });

  it('of a replace by who updated it, and when', () => {
    const replace: Attempt = { ...attempt, intent: 'replace' };
    const updated = foundAt(startedAt - hour, { createdBy: 'krn:user:joao', updated: new Date(startedAt).toISOString() });
    expect(attemptThatMade(updated, [replace], account, null)).toBe(replace);
    expect(attemptThatMade({ ...updated, updatedBy: 'krn:user:joao' }, [replace], account, null)).toBeNull();
  });
});

describe('a secret was not made by an attempt', () => {
  it.each([
    ['that began after it', foundAt(startedAt - clockSkewMs - 1)],
    ['that could not land any more', foundAt(endedAt + lateCommitMs + clockSkewMs + 1)],
    ['of ours when somebody else created it', foundAt(startedAt, { createdBy: 'krn:user:joao', updatedBy: 'krn:user:joao' })],
    ['when it was changed since', foundAt(startedAt, { updated: new Date(startedAt + 1).toISOString() })],
    ['when somebody else touched it', foundAt(startedAt, { updatedBy: 'krn:user:joao' })],
    ['when nobody says who created it', foundAt(startedAt, { createdBy: null, updatedBy: null })],
    ['when nobody says when', foundAt(startedAt, { created: null, updated: null })],
  ])('%s', (_, found) => {
    expect(attemptThatMade(found, [attempt], account, null)).toBeNull();
  });

  it.each(['no-network', 'signed-out', 'certificate', 'refused'] as const)('of which it is certain that nothing was done: %s', (outcome) => {
    expect(attemptThatMade(foundAt(startedAt), [{ ...attempt, outcome }], account, null)).toBeNull();
  });
});

describe('an account is ours', () => {
  const unknown = { ...account, krn: null };

  it.each([
    ['by the KRN that an earlier answer showed', account, 'krn:user:ana', true],
    ['by no other, once that is known', account, 'krn:user:ana@plant.example', false],
    ['before that by any name of the token, however it is written', unknown, 'krn:user:Ana@Plant.example', true],
    ['as a service account too', unknown, 'krn:srv-acc:ana', true],
    ['not by a part of a name', unknown, 'krn:user:xana', false],
    ['not by another kind of KRN', unknown, 'krn:group:ana', false],
    ['not where there is none', unknown, null, false],
  ])('%s', (_, whose, krn, expected) => {
    expect(isOurAccount(krn, whose)).toBe(expected);
  });
});

describe('what an earlier entry of ours may have made', () => {
  const entry = { intent: 'create', accountId: 1 } as Entry;
  const done: OtherAttempt = { ...attempt, intent: 'create', outcome: 'done', isOfThisEntry: false, accountId: 1 };
  const half = 30 * 60_000;

  it('is told by its window where it knew the platform\'s clock', () => {
    expect(mayBeAnothers(entry, foundAt(endedAt), [{ ...done, clockOffsetMs: 0 }], [0])).toBe(true);
    expect(mayBeAnothers(entry, foundAt(endedAt + half), [{ ...done, clockOffsetMs: 0 }], [0])).toBe(false);
  });

  it('is whatever our account made that day where it did not', () => {
    expect(mayBeAnothers(entry, foundAt(endedAt + half), [{ ...done, clockOffsetMs: null }], [0])).toBe(true);
    expect(mayBeAnothers(entry, foundAt(endedAt + 50 * half), [{ ...done, clockOffsetMs: null }], [0])).toBe(false);
    // Told since by another exchange: our own clock is days off.
    expect(mayBeAnothers(entry, foundAt(endedAt + 50 * half), [{ ...done, clockOffsetMs: null }], [50 * half])).toBe(true);
  });
});

describe('what we sent earlier may land and undo what is sent now', () => {
  const other: OtherAttempt = { ...attempt, isOfThisEntry: false, accountId: 1 };
  const sentNow = (intent: Intent): Entry => ({ intent }) as Entry;
  const until = endedAt + lateCommitMs + 2 * clockSkewMs;

  it.each<[Intent, Record<Intent, number>]>([
    ['create', { create: 0, replace: until, delete: until }],
    ['replace', { create: 0, replace: until, delete: until }],
    ['delete', { create: until, replace: 0, delete: 0 }],
  ])('%s', (intent, earlier) => {
    for (const [before, expected] of Object.entries(earlier)) {
      expect(mayBeUndoneUntil(sentNow(intent), [{ ...other, intent: before as Intent }]), before).toBe(expected);
    }
  });

  it('until it is too late for the last of them', () => {
    const second: OtherAttempt = { ...other, intent: 'delete', endedAt: endedAt + 1_000 };
    expect(mayBeUndoneUntil(sentNow('create'), [second, { ...other, intent: 'delete' }])).toBe(until + 1_000);
  });

  it.each(['no-network', 'signed-out', 'certificate', 'refused', 'done', 'exists'] as const)('never after an answer that settles it: %s', (outcome) => {
    expect(mayBeUndoneUntil(sentNow('create'), [{ ...other, intent: 'delete', outcome }])).toBe(0);
  });

  it.each([null, 'answer-lost', 'server-trouble', 'app-was-stopped', 'throttled'] as const)('as long as nothing settled it: %s', (outcome) => {
    expect(mayBeUndoneUntil(sentNow('create'), [{ ...other, intent: 'delete', outcome }])).toBe(until);
  });
});
