import { expect, test } from 'vitest';
import type { EntryId, EntryState, EntryView } from '../entry.ts';
import type { EnvironmentId } from '../environment.ts';
import { entryCodesText } from './entry-codes.ts';

const at = Date.UTC(2026, 10, 24, 12);
const found = { created: null, createdBy: 'tapir', updated: null, updatedBy: 'tapir' };

function entry(state: EntryState): EntryView {
  return {
    id: '0b7d8a4e' as EntryId, environmentId: 'plant-a' as EnvironmentId, intent: 'create', name: 'axolotl', state,
    owner: { kind: 'account', account: 'wombat', somebodyElseIsSignedIn: true }, heldAt: at, addedAt: at, attempts: 2,
    lastOutcome: 'server-trouble', valueBytes: 4, valueLines: 1, behindAnother: true, deliveredAs: 'wombat',
  };
}

test.each<[string, EntryState]>([
  ['next try: 2026-11-24T12:00:00.000Z', { kind: 'waiting', nextTryAt: at }],
  ['attempt: 2', { kind: 'sending', attempt: 2, startedAt: at }],
  ['sent: 2026-11-24T12:00:00.000Z', { kind: 'uncertain', sentAt: at, nextLookAt: null }],
  ['http status: 422', { kind: 'needs-attention', since: at, reason: { kind: 'refused', status: 422, platformWords: 'dugong' } }],
  ['because: not-listed', { kind: 'needs-attention', since: at, reason: { kind: 'cannot-tell', because: 'not-listed', found } }],
  ['reason: conflict', { kind: 'needs-attention', since: at, reason: { kind: 'conflict', found } }],
  ['proof: read-back', { kind: 'delivered', proof: 'read-back', at }],
  ['state: discarded', { kind: 'discarded', at }],
])('it tells “%s”, and no name, account or words of the platform', (line, state) => {
  const text = entryCodesText(entry(state));
  expect(text.split('\n')).toContain(line);
  expect(text).not.toMatch(/axolotl|wombat|tapir|dugong|plant-a/);
});
