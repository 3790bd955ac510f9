import { expect, test } from 'vitest';
import type { JournalEntry, SecretView } from '../../../sandbox/control-client.ts';
import type { EntryId, EntryState, EntryView, Intent } from '../../../src/shared/entry.ts';
import type { EnvironmentId } from '../../../src/shared/environment.ts';
import { gatherEvidence, type OwnDeed } from './evidence.ts';
import { openBench, type FindingKind } from './finding.ts';
import { judgeEntries } from './judge-entries.ts';
import { judgeReason } from './judge-reasons.ts';
import { judgeWrites } from './judge-writes.ts';
import { createLedger, type Known, type Ledger } from './ledger.ts';

// The judge is what the campaign believes, so it is tried with what must never be.

const began = Date.parse('2026-01-01T00:00:00Z');
let seq = 0;

function asked(second: number, operation: JournalEntry['operation'], name: string, given: Partial<JournalEntry> = {}): JournalEntry {
  seq += 1;
  return {
    seq, time: new Date(began + second * 1000).toISOString(), method: operation === 'list' ? 'GET' : 'POST', target: 'api', operation,
    path: operation === 'list' ? `/api/v4/secrets/list?search=${name}` : '/', connection: seq, reused: false, user: 'demo',
    names: operation === 'list' ? [] : [name], valueHmac: operation === 'delete' || operation === 'list' ? null : 'mine', valueBytes: 1,
    committed: operation !== 'list', status: 200, fault: null, ...given,
  };
}

function somebody(second: number, does: OwnDeed['does'], name: string, by: OwnDeed['by'] = 'colleague'): OwnDeed {
  return { at: began + second * 1000, by, does, name, valueHmac: does === 'delete' ? null : 'theirs' };
}

function promise(ledger: Ledger, intent: Intent, given: Partial<Known> = {}): Known {
  return ledger.record({
    label: 'e', id: 'id' as EntryId, acknowledged: true, intent, askedAt: began, names: ['a'],
    values: intent === 'delete' ? [] : [{ hmac: 'mine', at: began, acknowledged: true }], seenAt: intent === 'create' ? 0 : began,
    seenCreated: 'then', decisions: [], discardedAt: null, follows: null, forgotten: false, restored: false, endedAt: null, ...given,
  });
}

function view(intent: Intent, state: EntryState): EntryView {
  return {
    id: 'id' as EntryId, environmentId: 'env' as EnvironmentId, intent, name: 'a', state, owner: { kind: 'me' }, heldAt: null, addedAt: began,
    attempts: 1, lastOutcome: null, valueBytes: 1, valueLines: 1, behindAnother: false, deliveredAs: null,
  };
}

function delivered(proof: 'answer' | 'read-back' | 'person', second = 9): EntryState {
  return { kind: 'delivered', proof, at: began + second * 1000 };
}

interface Case {
  readonly intent: Intent;
  readonly known?: Partial<Known>;
  readonly journal?: readonly JournalEntry[];
  readonly deeds?: readonly OwnDeed[];
  /** Null: the app has it no more. */
  readonly state: EntryState | null;
  readonly platform?: readonly SecretView[];
}

function judged({ intent, known: given, journal = [], deeds = [], state, platform = [] }: Case): { found: FindingKind[]; untellable: number[] } {
  const ledger = createLedger();
  const known = promise(ledger, intent, given);
  const bench = openBench();
  const evidence = gatherEvidence(journal, deeds);
  const views = state === null ? [] : [view(intent, state)];
  judgeWrites(ledger, evidence, began, bench);
  judgeEntries([known], ledger, { entries: views, history: [] }, evidence, platform, bench);
  for (const one of views) judgeReason(one, ledger, evidence, false, bench);
  const { findings, untellable } = bench.verdict();
  return { found: findings.map(({ kind }) => kind), untellable: untellable.map(({ number }) => number) };
}

const nothing = { found: [], untellable: [] };

test('a secret that was created once and is said to be delivered is as it should be', () => {
  expect(judged({ intent: 'create', journal: [asked(1, 'create', 'a')], state: delivered('answer') })).toEqual(nothing);
});

test('a promise that the app forgot is lost', () => {
  expect(judged({ intent: 'create', state: null }).found).toEqual(['lost']);
});

test('what was never promised may be missing', () => {
  expect(judged({ intent: 'create', known: { acknowledged: false }, state: null })).toEqual(nothing);
});

test('a delivery of which nothing was carried out is lost, unless we ourselves made it elsewhere', () => {
  const refused = [asked(1, 'create', 'a', { committed: false, status: 409 })];
  const claim: Case = { intent: 'create', journal: refused, state: delivered('read-back') };
  expect(judged({ ...claim, deeds: [somebody(0.5, 'create', 'a')] }).found).toEqual(['lost']);
  expect(judged({ ...claim, deeds: [somebody(0.5, 'create', 'a', 'self-elsewhere')] })).toEqual({ found: [], untellable: [1] });
});

test('a secret that was created twice is a duplicate, unless somebody deleted it in between', () => {
  const journal = [asked(1, 'create', 'a'), asked(5, 'create', 'a')];
  expect(judged({ intent: 'create', journal, state: delivered('answer') }).found).toEqual(['duplicated']);
  expect(judged({ intent: 'create', journal, deeds: [somebody(3, 'delete', 'a')], state: delivered('answer') })).toEqual({ found: [], untellable: [4] });
});

test('a replace over what a colleague changed is an overwrite, unless the person was asked or nobody could see it', () => {
  const overwrites = (look: number, known: Partial<Known> = {}) =>
    judged({ intent: 'replace', known, journal: [asked(look, 'list', 'a'), asked(5, 'update', 'a')], deeds: [somebody(3, 'update', 'a')], state: delivered('answer') });
  expect(overwrites(4).found).toEqual(['overwritten']);
  expect(overwrites(2)).toEqual({ found: [], untellable: [5] });
  expect(overwrites(4, { decisions: [{ at: began + 3_500, choice: 'replace-there' }] })).toEqual(nothing);
});

test('a delete that is done twice is a duplicate, and one that lands late is not to be told', () => {
  const both = (late: boolean) => [asked(1, 'delete', 'a', { fault: late ? 'commit-late' : null }), asked(5, 'delete', 'a')];
  expect(judged({ intent: 'delete', journal: both(false), state: delivered('answer') }).found).toEqual(['duplicated']);
  expect(judged({ intent: 'delete', journal: both(true), state: delivered('answer') })).toEqual({ found: [], untellable: [6] });
});

test('a delete whose secret still stands is lost', () => {
  const stands = { name: 'a', created: 'then', created_by: '', updated: 'then', updated_by: '', valueHmac: '', valueBytes: 1 };
  expect(judged({ intent: 'delete', state: delivered('read-back'), platform: [stands] }).found).toEqual(['lost']);
});

test('a write that nobody asked for, or that the person had discarded, is found', () => {
  const journal = [asked(8, 'create', 'a')];
  expect(judged({ intent: 'create', known: { values: [] }, journal, state: { kind: 'discarded', at: began } }).found).toContain('unasked');
  expect(judged({ intent: 'create', known: { discardedAt: began }, journal, state: { kind: 'discarded', at: began } }).found).toEqual(['unasked']);
});

test('a newer value that was never sent is lost', () => {
  const values = [{ hmac: 'mine', at: began, acknowledged: true }, { hmac: 'newer', at: began + 1, acknowledged: true }];
  expect(judged({ intent: 'create', known: { values }, journal: [asked(1, 'create', 'a')], state: delivered('answer') }).found).toEqual(['lost']);
});

test('what the app discarded by itself is lost', () => {
  expect(judged({ intent: 'create', state: { kind: 'discarded', at: began } }).found).toEqual(['lost']);
});

test('what a colleague made and the app calls ours is untrue', () => {
  const journal = [asked(1, 'create', 'a'), asked(6, 'list', 'a')];
  const deeds = [somebody(2, 'delete', 'a'), somebody(3, 'create', 'a')];
  expect(judged({ intent: 'create', journal, deeds, state: delivered('read-back') }).found).toEqual(['untrue']);
});

test('a reason that did not happen is untrue', () => {
  const conflict: EntryState = { kind: 'needs-attention', since: began, reason: { kind: 'conflict', found: { created: null, createdBy: null, updated: null, updatedBy: null } } };
  expect(judged({ intent: 'create', journal: [asked(1, 'create', 'a')], state: conflict }).found).toEqual(['untrue']);
  expect(judged({ intent: 'create', deeds: [somebody(0, 'create', 'a')], state: conflict })).toEqual(nothing);
});
