import { describe, expect, it } from 'vitest';
import type { EntryId, EntryView } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { PlatformSecret, SecretsList } from '../../shared/secrets-list.ts';
import { matches, placesInLine, rowsOf, sortRows } from './rows.ts';

const me = 'krn:user:ana@x';

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

function list(secrets: readonly PlatformSecret[], delivered: readonly EntryView[] = []): SecretsList {
  return { secrets, delivered, refreshedAt: 1, refreshing: false, listRefused: false, me: [me] };
}

const names = (rows: readonly { readonly name: string }[]): string[] => rows.map((row) => row.name);

describe('the rows of the Secrets list', () => {
  it('show a name once, as its open entry where it has one', () => {
    const facts = rowsOf(list([secret('a'), secret('b')]), [entry('b', { intent: 'replace' }), entry('c')]);
    expect(names(sortRows(facts.rows, { column: 'name', descending: false }))).toEqual(['a', 'b', 'c']);
    expect(facts.rows.find((row) => row.name === 'b')?.kind).toBe('entry');
    expect(facts).toMatchObject({ onPlatform: 2, open: 2 });
  });

  it('show what was delivered since the list was read, with when and by whom', () => {
    const at = Date.UTC(2026, 0, 2);
    const facts = rowsOf(list([], [entry('new', { state: { kind: 'delivered', proof: 'answer', at } })]), []);
    expect(facts.rows).toMatchObject([
      { kind: 'secret', name: 'new', secret: { created: '2026-01-02T00:00:00.000Z', createdBy: me } },
    ]);
    expect(facts).toMatchObject({ onPlatform: 1, open: 0, deliveredSince: 1 });
  });

  it('keep the creation of a secret whose value was replaced since', () => {
    const at = Date.UTC(2026, 0, 2);
    const replaced = entry('a', { intent: 'replace', state: { kind: 'delivered', proof: 'answer', at } });
    const [row] = rowsOf(list([secret('a')], [replaced]), []).rows;
    expect(row?.secret).toMatchObject({ createdBy: 'krn:user:joao@x', updatedBy: me, updated: '2026-01-02T00:00:00.000Z' });
  });

  it('drop a secret that was deleted since the list was read', () => {
    const gone = entry('a', { intent: 'delete', state: { kind: 'delivered', proof: 'answer', at: 2 } });
    expect(rowsOf(list([secret('a')], [gone]), []).rows).toEqual([]);
  });

  it('claim no count of the platform while no list was ever read', () => {
    expect(rowsOf({ ...list([]), refreshedAt: null }, [entry('a')]).onPlatform).toBeNull();
  });
});

describe('sorting', () => {
  it('puts what needs the person first by state, and what has arrived last', () => {
    const rows = rowsOf(
      list([secret('arrived')]),
      [entry('waiting'), entry('attention', { state: { kind: 'needs-attention', reason: { kind: 'gone' }, since: 0 } })],
    ).rows;
    expect(names(sortRows(rows, { column: 'state', descending: false }))).toEqual(['attention', 'waiting', 'arrived']);
  });

  it('sorts by time, not by its text, and falls back to the name', () => {
    const rows = rowsOf(
      list([
        secret('late', { created: '2025-11-24T10:00:00Z' }),
        secret('b', { created: '2025-11-24T09:00:00+02:00' }),
        secret('a', { created: '2025-11-24T09:00:00+02:00' }),
      ]),
      [],
    ).rows;
    expect(names(sortRows(rows, { column: 'created', descending: false }))).toEqual(['a', 'b', 'late']);
    expect(names(sortRows(rows, { column: 'created', descending: true }))).toEqual(['late', 'a', 'b']);
  });
});

describe('searching', () => {
  it('finds a part of a name in any case', () => {
    expect(matches('boiler-7-key', 'ER-7')).toBe(true);
    expect(matches('boiler-7-key', ' key ')).toBe(true);
    expect(matches('boiler-7-key', 'x')).toBe(false);
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
