import type { DesktopChoices } from '../../shared/desktop.ts';
import type { MenuCommand } from '../../shared/menu-command.ts';

/** What menus, tray and notifications can do. Each leads to the page, or to one call in main. */
export interface ShellActions {
  /** The window to the front. */
  show(): void;
  /** The window to the front, and the page does it. */
  command(command: MenuCommand): void;
  /** In all environments. */
  sendNow(): void;
  workOffline(offline: boolean): void;
  lock(): void;
  quit(): void;
  choose(change: Partial<DesktopChoices>): void;
}
