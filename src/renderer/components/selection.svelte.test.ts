import { beforeEach, describe, expect, it } from 'vitest';
import { Selection } from './selection.svelte.ts';

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const row = (key: string) => ({ key });

let rows: readonly { key: string }[];
let active: { key: string } | null;
let selection: Selection<{ key: string }>;
beforeEach(() => {
  rows = ['a', 'b', 'c', 'd', 'e'].map(row);
  active = row('b');
  selection = new Selection(() => rows, () => active);
});

const chosen = (): string => rows.map(({ key }) => key).filter((key) => selection.has(key)).join('');

describe('rows are chosen together', () => {
  it('by Ctrl and clicks, together with the one that was clicked before', () => {
    selection.click(row('a'), plain);
    expect(chosen()).toBe('');
    selection.click(row('c'), { ...plain, ctrlKey: true });
    expect(chosen()).toBe('ac');
    selection.click(row('a'), { ...plain, metaKey: true });
    expect(chosen()).toBe('c');
  });

  it('by Shift, from where the stretch began, in both directions', () => {
    selection.click(row('c'), plain);
    selection.click(row('e'), { ...plain, shiftKey: true });
    expect(chosen()).toBe('cde');
    selection.click(row('a'), { ...plain, shiftKey: true });
    expect(chosen()).toBe('abc');
  });

  it('by Shift, where the row the stretch began at has gone: from the active row, else from the row itself', () => {
    selection.click(row('c'), plain);
    rows = ['a', 'b', 'd', 'e', 'f'].map(row);
    active = row('d');
    selection.extendTo(row('f'));
    expect(chosen()).toBe('def');
    rows = ['a', 'b', 'e', 'f'].map(row);
    active = null;
    selection.extendTo(row('e'));
    expect(chosen()).toBe('e');
    selection.extendTo(row('b'));
    expect(chosen()).toBe('be');
  });

  it('by the keyboard: from the active row, all, one, none', () => {
    selection.extendTo(row('d'));
    expect(chosen()).toBe('bcd');
    selection.press({ ...plain, key: ' ' });
    expect(chosen()).toBe('cd');
    expect(selection.press({ ...plain, ctrlKey: true, key: 'a' })).toBe(true);
    expect(chosen()).toBe('abcde');
    expect(selection.press({ ...plain, key: 'Escape' })).toBe(true);
    expect(chosen()).toBe('');
    expect(selection.press({ ...plain, key: 'Escape' })).toBe(false);
    expect(selection.press({ ...plain, ctrlKey: true, key: 'f' })).toBe(false);
  });

  it('and what is gone, or is not shown, is not among them', () => {
    selection.press({ ...plain, ctrlKey: true, key: 'a' });
    rows = [row('a'), row('e')];
    const again = new Selection(() => rows, () => active);
    again.all();
    expect(again.rows).toEqual(rows);
  });
});
