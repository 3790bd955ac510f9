import { expect, it } from 'vitest';
import type { EntryId, EntryView } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { canTry, hasToSend } from './send-now.ts';

const here = 'a' as EnvironmentId;
const waiting: EntryView = {
  id: 'x' as EntryId, environmentId: here, intent: 'create', name: 'key', state: { kind: 'waiting', nextTryAt: null }, owner: { kind: 'me' },
  heldAt: null, addedAt: 0, attempts: 0, lastOutcome: null, valueBytes: 1, valueLines: 1, behindAnother: false, deliveredAs: null,
};
const has = (change: Partial<EntryView>): boolean => hasToSend([{ ...waiting, ...change }], here);

it('offers to send what would go by it, and nothing else', () => {
  expect([has({}), has({ state: { kind: 'uncertain', sentAt: 0, nextLookAt: null } })]).toEqual([true, true]);
  expect(has({ environmentId: 'b' as EnvironmentId })).toBe(false);
  expect([has({ heldAt: 1 }), has({ heldAt: 1, state: { kind: 'uncertain', sentAt: 0, nextLookAt: null } })]).toEqual([false, false]);
  expect(has({ owner: { kind: 'nobody-yet' } })).toBe(false);
  expect(has({ owner: { kind: 'account', account: 'joao', somebodyElseIsSignedIn: true } })).toBe(false);
  expect(has({ state: { kind: 'sending', attempt: 1, startedAt: 0 } })).toBe(false);
});

it('asks where it would try something', () => {
  const offline = { kind: 'offline', since: 0, nextProbeAt: null } as const;
  expect([canTry({ kind: 'open' }), canTry({ ...offline, because: 'no-link' })]).toEqual([true, true]);
  expect([canTry({ kind: 'sign-in', because: 'expired' }), canTry({ ...offline, because: 'switched-off' })]).toEqual([false, false]);
});
