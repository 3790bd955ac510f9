import type { MenuItemConstructorOptions } from 'electron';
import { beforeEach, expect, it } from 'vitest';
import { shownMenu } from './shown-menu.ts';

let put: MenuItemConstructorOptions[][];
let done: string[];
let menu: ReturnType<typeof shownMenu>;
beforeEach(() => {
  put = [];
  done = [];
  menu = shownMenu((items) => void put.push(items));
});

const items = (checked: boolean): MenuItemConstructorOptions[] => [
  { label: 'Outbox', submenu: [
    { label: 'Send Now', click: () => void done.push('sent') },
    { type: 'checkbox', label: 'Work Offline', checked, click: () => void done.push('asked') },
  ] },
];

function click(label: string): void {
  const submenu = put.at(-1)?.[0]?.submenu as MenuItemConstructorOptions[];
  (submenu.find((item) => item.label === label)?.click as (() => void) | undefined)?.();
}

it('leaves a menu alone that says the same', () => {
  menu.show(items(false));
  menu.show(items(false));
  expect(put).toHaveLength(1);
  menu.show(items(true));
  expect(put).toHaveLength(2);
});

it('puts the mark back after a click that was refused, and leaves others alone', () => {
  menu.show(items(false));
  click('Send Now');
  expect(put).toHaveLength(1);
  click('Work Offline');
  expect(done).toEqual(['sent', 'asked']);
  expect(put).toHaveLength(2);
  click('Work Offline'); // and so the one that was put up again
  expect(put).toHaveLength(3);
});

it('shows what a click has led to, not what was there before it', () => {
  const asked: MenuItemConstructorOptions = { type: 'checkbox', label: 'Work Offline', checked: false, click: () => menu.show([{ ...asked, checked: true }]) };
  menu.show([asked]);
  (put[0]?.[0]?.click as () => void)();
  expect(put.at(-1)).toMatchObject([{ checked: true }]);
});
