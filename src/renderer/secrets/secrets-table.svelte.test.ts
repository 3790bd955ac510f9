import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { EntryId, EntryView } from '../../shared/entry.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import { everyColumn } from '../../shared/list-look.ts';
import { columnsOf } from '../../shared/secret-columns.ts';
import { Workspace } from '../workspace.svelte.ts';
import { ListLook } from './list-look.svelte.ts';
import { listedAfter } from './listed-secrets.ts';
import { SecretsTable } from './secrets-table.svelte.ts';

const plant: Environment = {
  id: 'e1' as EnvironmentId, origin: 'https://plant.example', label: 'Plant', kind: 'production', colour: 'plum', addedAt: 0,
};

function entry(name: string, state: EntryView['state'] = { kind: 'waiting', nextTryAt: null }): EntryView {
  return {
    id: name as EntryId, environmentId: plant.id, intent: 'create', name, state, owner: { kind: 'me' }, heldAt: null, addedAt: 0,
    attempts: 0, lastOutcome: null, valueBytes: 1, valueLines: 1, behindAnother: false, deliveredAs: null,
  };
}

function open(names: readonly string[], entries: readonly EntryView[], refreshedAt: number | null = 1) {
  const workspace = new Workspace();
  workspace.environments = [plant];
  workspace.chosenId = plant.id;
  workspace.entries = entries;
  const secrets = names.map((name) => ({ name, created: null, createdBy: null, updated: null, updatedBy: null }));
  workspace.secrets = listedAfter(null, {
    mark: '1', whole: true, secrets: columnsOf(secrets), gone: [], refreshedAt, reading: null, brokeOff: null,
    listRefused: false, deliveredSince: 0, me: [],
  });
  const table = new SecretsTable(workspace);
  const shown = (): string[] => {
    flushSync();
    return table.rows.map(({ name, kind }) => (kind === 'entry' ? `${name}*` : name));
  };
  return { workspace, table, shown };
}

const needsYou = { kind: 'needs-attention', reason: { kind: 'gone' }, since: 0 } as const;

describe('the list of secrets', () => {
  it('shows each name once: as its open entry where it has one', () => {
    const { table, shown } = open(['a', 'b'], [entry('b'), entry('c')]);
    expect(shown()).toEqual(['a', 'b*', 'c*']);
    expect(table.facts).toEqual({ isEmpty: false, onPlatform: 2, open: 2 });
    expect([table.count('all'), table.count('outbox'), table.count('attention')]).toEqual([3, 2, 0]);
  });

  it('shows the part that was asked for, in the case that was asked for', () => {
    const { table, shown } = open(['Boiler', 'boiler-2', 'mqtt'], [entry('boiler-3', needsYou)]);
    table.look.search = 'boiler';
    expect(shown()).toEqual(['Boiler', 'boiler-2', 'boiler-3*']);
    table.look.matchCase = true;
    expect(shown()).toEqual(['boiler-2', 'boiler-3*']);
    table.look.segment = 'attention';
    expect(shown()).toEqual(['boiler-3*']);
  });

  it('claims no count of a platform whose list was never read whole', () => {
    expect(open(['a'], [], null).table.facts).toEqual({ isEmpty: false, onPlatform: null, open: 0 });
  });

  it('expects a reading to find as many as there were, and knows nothing where none was there', () => {
    expect(open(['a', 'b'], []).table.expected).toBe(2);
    expect(open([], []).table.expected).toBeNull();
    expect(open(['a'], [], null).table.expected).toBeNull();
  });

  it('keeps no order of rows that were looked for before: a search that is cleared leaves its matches where they belong', () => {
    const { table, shown } = open(['a', 'b', 'c'], []);
    table.sortBy('state');
    table.look.search = 'a';
    expect(shown()).toEqual(['a']);
    table.keepOrder();
    table.look.search = '';
    expect(shown()).toEqual(['a', 'b', 'c']);
  });

  it('keeps its order under the pointer, what is new first', () => {
    const { workspace, table, shown } = open(['a', 'b'], [entry('c')]);
    table.sortBy('state');
    expect(shown()).toEqual(['c*', 'a', 'b']);
    table.keepOrder();
    workspace.entries = [entry('d', needsYou)];
    expect(shown()).toEqual(['d*', 'a', 'b']);
  });
});

describe('the columns', () => {
  it('are chosen, but for the name and the state; what is not shown sorts nothing', () => {
    const look = new ListLook();
    look.sorting = { column: 'updated', descending: true };
    for (const column of everyColumn.filter((one) => one !== 'created')) look.toggle(column);
    expect(look.columns).toEqual(['name', 'state', 'created']);
    expect(look.sorting).toEqual({ column: 'name', descending: false });
    look.toggle('updatedBy');
    expect(look.columns).toEqual(['name', 'state', 'created', 'updatedBy']);
  });
});
