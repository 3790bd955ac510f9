import { Menu } from 'electron';
import { shownMenu } from '../system/shown-menu.ts';
import { menuTemplate, type MenuOf } from './menu-template.ts';

/** The menu of the whole app: told whenever something of it may have changed, it shows what is true now. */
export function createApplicationMenu(): { show(of: MenuOf): void } {
  const menu = shownMenu((items) => Menu.setApplicationMenu(Menu.buildFromTemplate(items)));
  return { show: (of) => menu.show(menuTemplate(of)) };
}
