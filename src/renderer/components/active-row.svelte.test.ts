import { describe, expect, it } from 'vitest';
import { ActiveRow } from './active-row.svelte.ts';

const keys = (...names: string[]) => names.map((key) => ({ key }));

describe('the active row of a list', () => {
  it('is none until the list has the focus, then the first', () => {
    const active = new ActiveRow(() => keys('a', 'b'));
    expect(active.key).toBeNull();
    active.begin();
    expect(active.key).toBe('a');
  });

  it('moves with its row', () => {
    let rows = $state.raw(keys('a', 'b', 'c'));
    const active = new ActiveRow(() => rows);
    active.choose({ key: 'b' });
    rows = keys('new', 'a', 'b', 'c');
    expect(active.index).toBe(2);
  });

  it('passes to the row that took the place of one that has gone', () => {
    let rows = $state.raw(keys('a', 'b', 'c'));
    const active = new ActiveRow(() => rows);
    active.choose({ key: 'b' });
    rows = keys('a', 'c');
    expect(active.key).toBe('c');
    rows = keys('a');
    expect(active.key).toBe('a');
    rows = [];
    expect(active.key).toBeNull();
  });

  it('passes to the row beside it also where rows above had left before', () => {
    let rows = $state.raw(keys('a', 'b', 'c', 'd', 'e', 'f'));
    const active = new ActiveRow(() => rows);
    active.choose({ key: 'c' });
    rows = keys('c', 'd', 'e', 'f');
    expect(active.index).toBe(0);
    rows = keys('d', 'e', 'f');
    expect(active.key).toBe('d');
  });
});
