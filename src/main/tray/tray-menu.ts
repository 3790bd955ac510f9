import type { MenuItemConstructorOptions } from 'electron';
import type { Overview } from '../../shared/overview.ts';
import { trayMenu as words, trayState } from '../../shared/words/desktop.ts';
import { menu } from '../../shared/words/menu.ts';
import type { ShellActions } from '../windows/shell-actions.ts';

/** What the tray offers. It tells counts and no name, since it opens over whatever else is on the screen. */
export function trayTemplate(overview: Overview, mayBeSent: boolean, actions: ShellActions): readonly MenuItemConstructorOptions[] {
  const open = overview.kind === 'open';
  const line = { type: 'separator' } as const;
  return [
    { label: trayState(overview), enabled: false },
    line,
    { label: words.open, click: () => actions.show() },
    {
      label: menu.add,
      enabled: open && overview.environments.length > 0,
      click: () => actions.command({ kind: 'add' }),
    },
    line,
    { label: menu.sendNow, enabled: mayBeSent, click: () => actions.sendNow() },
    {
      type: 'checkbox',
      label: menu.workOffline,
      enabled: open,
      checked: open && overview.worksOffline,
      click: () => actions.workOffline(!(open && overview.worksOffline)),
    },
    line,
    { label: menu.lock, enabled: open, click: () => actions.lock() },
    { label: words.quit, click: () => actions.quit() },
  ];
}
