import { Menu } from 'electron';
import { menuTemplate, type MenuOf } from './menu-template.ts';

/** Puts the menu up as it is true now; called again whenever something of it changed. */
export function setApplicationMenu(of: MenuOf): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate([...menuTemplate(of)]));
}
