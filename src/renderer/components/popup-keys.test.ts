import { expect, it } from 'vitest';
import { menuKey } from './popup-keys.ts';

const labels = ['Details', 'Replace value…', 'Delete…', 'Copy reference'];
const press = (key: string, active: number, more = {}) =>
  menuKey({ key, ctrlKey: false, metaKey: false, altKey: false, ...more }, active, labels);

it('arrows go round, and begin at the first or the last', () => {
  expect(press('ArrowDown', -1)).toEqual({ kind: 'move', to: 0 });
  expect(press('ArrowUp', -1)).toEqual({ kind: 'move', to: 3 });
  expect(press('ArrowDown', 3)).toEqual({ kind: 'move', to: 0 });
  expect(press('ArrowUp', 0)).toEqual({ kind: 'move', to: 3 });
  expect(press('Home', 2)).toEqual({ kind: 'move', to: 0 });
  expect(press('End', 0)).toEqual({ kind: 'move', to: 3 });
});

it('a letter goes to the next item that begins with it', () => {
  expect(press('d', -1)).toEqual({ kind: 'move', to: 0 });
  expect(press('D', 0)).toEqual({ kind: 'move', to: 2 });
  expect(press('d', 2)).toEqual({ kind: 'move', to: 0 });
  expect(press('x', 0)).toBeNull();
});

it('Escape closes and stays, Tab closes and goes on', () => {
  expect(press('Escape', 1)).toEqual({ kind: 'close', stay: true });
  expect(press('Tab', 1)).toEqual({ kind: 'close', stay: false });
});

it('leaves Space, Enter and shortcuts to what has the focus', () => {
  expect(press(' ', 1)).toBeNull();
  expect(press('Enter', 1)).toBeNull();
  expect(press('d', 1, { ctrlKey: true })).toBeNull();
});
