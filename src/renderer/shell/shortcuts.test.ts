import { describe, expect, it } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null };

describe('the shortcuts of the window', () => {
  it('are Ctrl with a key, and ⌘ on a Mac', () => {
    expect(shortcutOf({ ...plain, ctrlKey: true, key: 'n' }, false)).toEqual({ kind: 'add' });
    expect(shortcutOf({ ...plain, ctrlKey: true, key: 'n' }, true)).toBeNull();
    expect(shortcutOf({ ...plain, metaKey: true, key: 'F' }, true)).toEqual({ kind: 'search' });
  });

  it('import many secrets with I', () => {
    expect(shortcutOf({ ...plain, ctrlKey: true, key: 'i' }, false)).toEqual({ kind: 'import' });
    expect(shortcutOf({ ...plain, metaKey: true, key: 'i' }, true)).toEqual({ kind: 'import' });
  });

  it('lock the app and open its settings', () => {
    expect(shortcutOf({ ...plain, ctrlKey: true, key: 'l' }, false)).toEqual({ kind: 'lock' });
    expect(shortcutOf({ ...plain, metaKey: true, key: ',' }, true)).toEqual({ kind: 'settings' });
    expect(shortcutOf({ ...plain, key: 'l' }, false)).toBeNull();
  });

  it('choose environments by their number', () => {
    expect(shortcutOf({ ...plain, ctrlKey: true, key: '3' }, false)).toEqual({ kind: 'choose', index: 2 });
    expect(shortcutOf({ ...plain, ctrlKey: true, key: '0' }, false)).toBeNull();
  });

  it('leave combinations with Alt and Shift to the system', () => {
    expect(shortcutOf({ ...plain, ctrlKey: true, altKey: true, key: 'n' }, false)).toBeNull();
    expect(shortcutOf({ ...plain, ctrlKey: true, shiftKey: true, key: 'n' }, false)).toBeNull();
  });
});
