import { expect, test } from 'vitest';
import type { JournalEntry, SecretView } from '../../../sandbox/control-client.ts';
import type { EntryId, EntryState, EntryView, Intent } from '../../../src/shared/entry.ts';
import type { EnvironmentId } from '../../../src/shared/environment.ts';
import { gatherEvidence, type Evidence, type OwnDeed, type Spells } from './evidence.ts';
import { openBench, type FindingKind } from './finding.ts';
import { judgeEntries } from './judge-entries.ts';
import { judgeFinalValues } from './judge-final.ts';
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
    seenCreated: 'then', decisions: [], discardedAt: null, follows: null, forgotten: false, restored: false, salvaged: false, endedAt: null, ...given,
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
  /** What is there in the end; else what was done last. */
  readonly platform?: readonly SecretView[];
  /** What else was asked for, after it. */
  readonly more?: readonly { readonly intent: Intent; readonly known: Partial<Omit<Known, 'id'>> & { readonly id: EntryId }; readonly state: EntryState }[];
  readonly spells?: Spells;
}

function judged({ intent, known: given, journal = [], deeds = [], state, platform: stands, more = [], spells }: Case): { found: FindingKind[]; untellable: number[] } {
  const ledger = createLedger();
  const known = promise(ledger, intent, given);
  const bench = openBench();
  const evidence = gatherEvidence(journal, deeds, spells);
  const platform = stands ?? leftBy(evidence);
  const others = more.map((one) => promise(ledger, one.intent, one.known));
  const views = [...(state === null ? [] : [view(intent, state)]), ...more.map((one) => ({ ...view(one.intent, one.state), id: one.known.id }))];
  judgeWrites(ledger, evidence, began, bench);
  judgeEntries([known, ...others], ledger, { entries: views, history: [] }, evidence, platform, bench);
  judgeFinalValues([known, ...others], ledger, { entries: [], history: views }, evidence, platform, bench);
  for (const one of views) judgeReason(one, ledger, evidence, bench);
  const { findings, untellable } = bench.verdict();
  return { found: findings.map(({ kind }) => kind), untellable: untellable.map(({ number }) => number) };
}

function there(valueHmac: string, created = 'now'): SecretView {
  return { name: 'a', created, created_by: '', updated: 'then', updated_by: '', valueHmac, valueBytes: 1 };
}

function leftBy({ effects }: Evidence): readonly SecretView[] {
  const last = effects.at(-1);
  return last === undefined || last.valueHmac === null ? [] : [there(last.valueHmac)];
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
  expect(judged({ intent: 'delete', state: delivered('read-back'), platform: [there('', 'then')] }).found).toEqual(['lost']);
});

test('a write that nobody asked for, or that the person had discarded, is found', () => {
  const journal = [asked(8, 'create', 'a')];
  expect(judged({ intent: 'create', known: { values: [] }, journal, state: { kind: 'discarded', at: began } }).found).toContain('unasked');
  expect(judged({ intent: 'create', known: { discardedAt: began }, journal, state: { kind: 'discarded', at: began } }).found).toEqual(['unasked']);
});

test('a newer value that was never sent is lost', () => {
  const values = [{ hmac: 'mine', at: began, acknowledged: true }, { hmac: 'newer', at: began + 1, acknowledged: true }];
  expect(judged({ intent: 'create', known: { values }, journal: [asked(1, 'create', 'a')], state: delivered('answer') }).found).toContain('lost');
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

const other = (intent: Intent, second: number, given: Partial<Omit<Known, 'id'>> = {}): NonNullable<Case['more']>[number] => {
  const id = 'other' as EntryId;
  return { intent, known: { id, label: 'other', values: [{ hmac: 'second', at: began, acknowledged: true }], ...given }, state: delivered('answer', second) };
};

test('what stands in the end is the newest value of what was delivered last, unless somebody else put theirs there since', () => {
  const first: Case = { intent: 'create', journal: [asked(1, 'create', 'a'), asked(12, 'update', 'a', { valueHmac: 'second' })], state: delivered('answer', 2) };
  const more = [other('replace', 13)];
  expect(judged({ ...first, more })).toEqual(nothing);
  expect(judged({ ...first, more, platform: [there('mine')] }).found).toEqual(['lost']);
  expect(judged({ ...first, more, platform: [] }).found).toEqual(['lost']);
  expect(judged({ ...first, more, deeds: [somebody(14, 'delete', 'a')], platform: [] })).toEqual(nothing);
});

test('an older write of ours that lands over a newer one is lost work, and not to be told when it landed late', () => {
  const landed = (late: boolean): Case => ({
    intent: 'replace',
    journal: [asked(12, 'update', 'a', { valueHmac: 'second' }), asked(20, 'update', 'a', { fault: late ? 'commit-late' : null })],
    state: { kind: 'discarded', at: began }, known: { discardedAt: began + 19_000 }, more: [other('replace', 13)],
  });
  expect(judged(landed(false)).found).toEqual(['lost']);
  expect(judged(landed(true))).toEqual({ found: [], untellable: [6] });
});

test('what another entry of ours made is not claimed, unless an old backup took that entry from the app', () => {
  const claim = (forgotten: boolean): Case => ({
    intent: 'replace', journal: [asked(1, 'update', 'a'), asked(2, 'update', 'a', { valueHmac: 'second' }), asked(6, 'list', 'a')],
    state: delivered('read-back'), more: [other('replace', 3, { forgotten })],
  });
  expect(judged(claim(false)).found).toContain('untrue');
  expect(judged(claim(true)).found).not.toContain('untrue');
});

test('a conflict with ourselves is only excused where the platform’s clock was set in that entry’s own life', () => {
  const state: EntryState = { kind: 'needs-attention', since: began + 9_000, reason: { kind: 'conflict', found: { created: null, createdBy: null, updated: null, updatedBy: null } } };
  const conflict = (clockSet: number): Case => ({
    intent: 'create', known: { askedAt: began + 3_000 }, state, spells: { clockSet: [began + clockSet * 1000], listHid: [] },
    journal: [asked(2, 'list', 'b'), asked(4, 'create', 'a')],
  });
  expect(judged(conflict(5))).toEqual({ found: [], untellable: [2] });
  expect(judged(conflict(2.5))).toEqual({ found: [], untellable: [2] });
  expect(judged(conflict(1)).found).toEqual(['untrue']);
  expect(judged(conflict(10)).found).toEqual(['untrue']);
});

test('only a list that hides a secret for longer than the app waits makes “gone” of it', () => {
  const gone = (since: number, hidFrom: number): Case => ({
    intent: 'replace', journal: [asked(1, 'create', 'a', { valueHmac: 'second' })], more: [other('create', 2)],
    state: { kind: 'needs-attention', since: began + since * 1000, reason: { kind: 'gone' } },
    spells: { clockSet: [], listHid: [{ from: began + hidFrom * 1000, to: Number.POSITIVE_INFINITY }] },
  });
  expect(judged(gone(22, 0))).toEqual({ found: [], untellable: [7] });
  expect(judged(gone(11, 0)).found).toEqual(['untrue']);
  expect(judged(gone(22, 5)).found).toEqual(['untrue']);
});
