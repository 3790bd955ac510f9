import type { MenuItemConstructorOptions } from 'electron';
import { densities, themes, type DesktopChoices } from '../../shared/desktop.ts';
import type { MenuCommand } from '../../shared/menu-command.ts';
import type { Overview } from '../../shared/overview.ts';
import { densityNames, themeNames } from '../../shared/words/desktop.ts';
import { menu as words } from '../../shared/words/menu.ts';
import type { ShellActions } from './shell-actions.ts';

type Item = MenuItemConstructorOptions;

export interface MenuOf {
  readonly platform: NodeJS.Platform;
  readonly development: boolean;
  readonly overview: Overview;
  readonly choices: DesktopChoices;
  readonly actions: ShellActions;
}

const line: Item = { type: 'separator' };

/** So many environments have a key of their own. */
const withKey = 9;

/**
 * The whole application menu. An item is enabled exactly where the page, or main, would do what it says: nothing of
 * the open app while it is locked, nothing about a secret without an environment. The page keeps the keys that it
 * handles itself from coming here; what comes here all the same says the same thing.
 */
export function menuTemplate({ platform, development, overview, choices, actions }: MenuOf): readonly Item[] {
  const isMac = platform === 'darwin';
  const open = overview.kind === 'open';
  const environments = open ? overview.environments : [];
  const somewhere = environments.length > 0;
  const item = (label: string, command: MenuCommand, enabled: boolean, more: Item = {}): Item => ({
    label,
    enabled,
    click: () => actions.command(command),
    ...more,
  });
  const settings = item(words.settings, { kind: 'settings' }, open, { accelerator: 'CmdOrCtrl+,' });
  const about = item(words.about, { kind: 'about' }, true);
  const quit: Item = { label: words.quit, accelerator: 'CmdOrCtrl+Q', click: () => actions.quit() };

  const appMenu: Item = {
    role: 'appMenu',
    submenu: [about, line, settings, line, { role: 'services' }, line, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, line, quit],
  };
  const file: Item = {
    label: words.file,
    submenu: [
      item(words.add, { kind: 'add' }, somewhere, { accelerator: 'CmdOrCtrl+N' }),
      item(words.import, { kind: 'import' }, somewhere, { accelerator: 'CmdOrCtrl+I' }),
      line,
      ...(isMac ? [] : [settings]),
      { label: words.lock, accelerator: 'CmdOrCtrl+L', enabled: open, click: () => actions.lock() },
      line,
      { role: 'close', label: words.close },
      ...(isMac ? [] : [quit]),
    ],
  };
  const view: Item = {
    label: words.view,
    submenu: [
      item(words.secrets, { kind: 'secrets' }, somewhere),
      item(words.outbox, { kind: 'outbox' }, somewhere),
      item(words.search, { kind: 'search' }, somewhere, { accelerator: 'CmdOrCtrl+F' }),
      item(words.columns, { kind: 'columns' }, somewhere),
      line,
      {
        label: words.theme,
        submenu: themes.map((theme): Item => ({
          type: 'radio',
          label: themeNames[theme],
          checked: theme === choices.theme,
          click: () => actions.choose({ theme }),
        })),
      },
      {
        label: words.density,
        submenu: densities.map((density): Item => ({
          type: 'radio',
          label: densityNames[density],
          checked: density === choices.density,
          click: () => actions.choose({ density }),
        })),
      },
      line,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      line,
      { role: 'togglefullscreen' },
      // For development: a reload drops what is typed.
      ...(development ? [line, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
    ],
  };
  const environment: Item = {
    label: words.environment,
    submenu: [
      ...environments.map(({ id, label }, index): Item => ({
        type: 'radio',
        id, // two environments can have one label
        // An ampersand of the label's own would be taken for the key that Windows underlines.
        label: label.replaceAll('&', '&&'),
        checked: open && id === overview.chosen,
        ...(index < withKey ? { accelerator: `CmdOrCtrl+${String(index + 1)}` } : {}),
        click: () => actions.command({ kind: 'choose', environmentId: id }),
      })),
      ...(somewhere ? [] : [{ label: words.noEnvironment, enabled: false }]),
      line,
      item(words.manage, { kind: 'environments' }, somewhere),
    ],
  };
  const outbox: Item = {
    label: words.outbox,
    submenu: [
      { label: words.sendNow, enabled: canSend(overview), click: () => actions.sendNow() },
      {
        type: 'checkbox',
        label: words.workOffline,
        enabled: open,
        checked: open && overview.worksOffline,
        click: () => actions.workOffline(!(open && overview.worksOffline)),
      },
    ],
  };
  const help: Item = {
    role: 'help',
    label: words.help,
    submenu: [
      item(words.shortcuts, { kind: 'shortcuts' }, open),
      item(words.report, { kind: 'report' }, true),
      ...(isMac ? [] : [line, about]),
    ],
  };
  return [
    ...(isMac ? [appMenu] : []),
    file,
    { role: 'editMenu', label: words.edit },
    view,
    environment,
    outbox,
    ...(isMac ? [{ role: 'windowMenu', label: words.window } as const] : []),
    help,
  ];
}

/** There is something that goes sooner by being asked to, and nothing that keeps everybody from sending. */
export function canSend(overview: Overview): boolean {
  return overview.kind === 'open' && !overview.worksOffline && overview.sendable > 0;
}
