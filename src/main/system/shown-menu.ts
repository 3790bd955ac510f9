import type { MenuItemConstructorOptions } from 'electron';

type Items = readonly MenuItemConstructorOptions[];

/**
 * Puts a menu up only where it says something else than the one that is up: a menu that is put up anew closes in the
 * person's hand, and while many entries drain there is news several times a second. After a click on a mark it is put
 * up in any case: the system has moved the mark by itself, also where what it stands for was refused.
 */
export function shownMenu(putUp: (items: MenuItemConstructorOptions[]) => void): { show(items: Items): void } {
  let up = '';
  let last: Items = [];

  function show(items: Items): void {
    last = items;
    const says = JSON.stringify(items); // what an item does is no part of it: two that say the same do the same
    if (says === up) return;
    up = says;
    putUp(items.map(markedTruly));
  }

  function markedTruly(item: MenuItemConstructorOptions): MenuItemConstructorOptions {
    const { click, submenu } = item;
    if (Array.isArray(submenu)) return { ...item, submenu: submenu.map(markedTruly) };
    if (click === undefined || (item.type !== 'radio' && item.type !== 'checkbox')) return item;
    return {
      ...item,
      click: (...clicked) => {
        click(...clicked);
        up = '';
        show(last);
      },
    };
  }

  return { show };
}
