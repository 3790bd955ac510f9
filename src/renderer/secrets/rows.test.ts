import { describe, expect, it } from 'vitest';
import type { EntryId, EntryView } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Sorting } from '../../shared/list-look.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import { merged } from './listed-secrets.ts';
import { entryRows, matcher, orderOf, placesInLine, secretRows, type KeyedRow } from './rows.ts';

function secret(name: string, change: Partial<PlatformSecret> = {}): PlatformSecret {
  const time = '2025-11-24T07:05:46.789693Z';
  return { name, created: time, createdBy: 'krn:user:joao@x', updated: time, updatedBy: 'krn:user:joao@x', ...change };
}

let next = 0;
function entry(name: string, change: Partial<EntryView> = {}): EntryView {
  next += 1;
  return {
    id: `x${String(next)}` as EntryId,
    environmentId: 'e1' as EnvironmentId,
    intent: 'create',
    name,
    state: { kind: 'waiting', nextTryAt: null },
    owner: { kind: 'me' },
    heldAt: null,
    addedAt: next,
    attempts: 0,
    lastOutcome: null,
    valueBytes: 1,
    valueLines: 1,
    behindAnother: false,
    deliveredAs: null,
    ...change,
  };
}

const byName: Sorting = { column: 'name', descending: false };
const names = (rows: readonly KeyedRow[]): string[] => rows.map(({ row }) => row.name);

describe('the rows of the Secrets list', () => {
  it('show an open entry with what the platform has under its name', () => {
    const rows = entryRows([entry('b', { intent: 'replace' }), entry('c')], [secret('a'), secret('b')], byName);
    expect(rows.map(({ row }) => [row.name, row.secret?.name ?? null])).toEqual([['b', 'b'], ['c', null]]);
  });

  it('stand the other way round where that is asked for', () => {
    expect(names(secretRows([secret('a'), secret('b')], { ...byName, descending: true }))).toEqual(['b', 'a']);
  });
});

describe('sorting', () => {
  it('puts what needs the person first by state, and what has arrived last', () => {
    const byState: Sorting = { column: 'state', descending: false };
    const open = [entry('waiting'), entry('attention', { state: { kind: 'needs-attention', reason: { kind: 'gone' }, since: 0 } })];
    const rows = merged(secretRows([secret('arrived')], byState), entryRows(open, [], byState), orderOf(byState));
    expect(names(rows)).toEqual(['attention', 'waiting', 'arrived']);
  });

  it('sorts by time, not by its text, and falls back to the name', () => {
    const secrets = [
      secret('a', { created: '2025-11-24T09:00:00+02:00' }),
      secret('b', { created: '2025-11-24T09:00:00+02:00' }),
      secret('late', { created: '2025-11-24T10:00:00Z' }),
    ];
    expect(names(secretRows(secrets, { column: 'created', descending: false }))).toEqual(['a', 'b', 'late']);
    expect(names(secretRows(secrets, { column: 'created', descending: true }))).toEqual(['late', 'a', 'b']);
  });
});

describe('searching', () => {
  it('finds a part of a name in any case, or in the very case', () => {
    const finds = (text: string, matchCase: boolean) => matcher({ text, matchCase })?.('boiler-7-Key');
    expect(['ER-7', ' key ', 'x'].map((text) => finds(text, false))).toEqual([true, true, false]);
    expect(['Key', 'key'].map((text) => finds(text, true))).toEqual([true, false]);
  });

  it('is no search where nothing is looked for', () => {
    expect(matcher({ text: '  ', matchCase: true })).toBeNull();
  });
});

describe('the place in line', () => {
  it('counts within an environment, in the order of adding, and skips what will not be sent', () => {
    const first = entry('first');
    const held = entry('held', { heldAt: 1 });
    const second = entry('second');
    const elsewhere = entry('elsewhere', { environmentId: 'e2' as EnvironmentId });
    const places = placesInLine([second, elsewhere, held, first]);
    expect([first, second, elsewhere].map((one) => places.get(one.id))).toEqual([1, 2, 1]);
    expect(places.has(held.id)).toBe(false);
  });
});
