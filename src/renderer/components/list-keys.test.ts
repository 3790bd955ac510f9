import { describe, expect, it } from 'vitest';
import { listKey } from './list-keys.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key: string, active: number, count = 5) => listKey({ ...plain, key }, active, count, 3);

describe('the keys of a list', () => {
  it('move within its ends', () => {
    expect(press('ArrowDown', 0)).toEqual({ kind: 'move', to: 1 });
    expect(press('ArrowDown', 4)).toEqual({ kind: 'move', to: 4 });
    expect(press('ArrowUp', 0)).toEqual({ kind: 'move', to: 0 });
    expect(press('Home', 3)).toEqual({ kind: 'move', to: 0 });
    expect(press('End', 0)).toEqual({ kind: 'move', to: 4 });
    expect(press('PageDown', 0)).toEqual({ kind: 'move', to: 3 });
    expect(press('PageUp', 4)).toEqual({ kind: 'move', to: 1 });
  });

  it('begin at the first row, or at the last going up', () => {
    expect(press('ArrowDown', -1)).toEqual({ kind: 'move', to: 0 });
    expect(press('ArrowUp', -1)).toEqual({ kind: 'move', to: 4 });
  });

  it('open, remove, show the menu and find', () => {
    expect(press('Enter', 0)).toEqual({ kind: 'open' });
    expect(press('F2', 0)).toEqual({ kind: 'open' });
    expect(press('Delete', 0)).toEqual({ kind: 'remove' });
    expect(press('ContextMenu', 0)).toEqual({ kind: 'menu' });
    expect(listKey({ ...plain, shiftKey: true, key: 'F10' }, 0, 5, 3)).toEqual({ kind: 'menu' });
    expect(press('b', 0)).toEqual({ kind: 'find', letter: 'b' });
  });

  it('remove with the key that a Mac labels delete, and only there', () => {
    expect(listKey({ ...plain, key: 'Backspace' }, 0, 5, 3, true)).toEqual({ kind: 'remove' });
    expect(listKey({ ...plain, key: 'Backspace' }, 0, 5, 3, false)).toBeNull();
  });

  it('leave the shortcuts of the window and the tab key alone', () => {
    expect(listKey({ ...plain, ctrlKey: true, key: 'f' }, 0, 5, 3)).toBeNull();
    expect(press('Tab', 0)).toBeNull();
    expect(press('ArrowDown', -1, 0)).toBeNull();
  });
});
