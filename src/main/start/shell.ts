import type { DesktopAbilities, DesktopChoices } from '../../shared/desktop.ts';
import { needsPerson, type Overview } from '../../shared/overview.ts';
import { trayTip } from '../../shared/words/desktop.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { trayMark } from '../tray/tray-mark.ts';
import { trayTemplate } from '../tray/tray-menu.ts';
import { openTray, type AppTray } from '../tray/tray.ts';
import { createApplicationMenu } from '../windows/application-menu.ts';
import { showBadge } from '../windows/badge.ts';
import { canSend } from '../windows/menu-template.ts';
import type { ShellActions } from '../windows/shell-actions.ts';

export interface ShellParts {
  readonly platform: NodeJS.Platform;
  readonly development: boolean;
  /** Where the pictures of tray and badge lie. */
  readonly pictures: string;
  readonly choices: () => DesktopChoices;
  /** Asked anew each time: a desktop's tray comes and goes. */
  readonly hasTray: () => Promise<boolean>;
  readonly notifications: boolean;
  readonly notifier: Notifier;
  readonly actions: ShellActions;
}

/** What surrounds the window: menu, tray, badge, notifications. It shows what it is told and holds nothing of it. */
export interface Shell {
  show(overview: Overview): void;
  abilities(): Promise<DesktopAbilities>;
  /** Whether there is an icon in a tray now, behind which the app can stay. */
  hasTray(): boolean;
}

export function createShell(parts: ShellParts): Shell {
  const { platform, development, pictures, choices, notifier, actions } = parts;
  const menu = createApplicationMenu();
  let tray: AppTray | null = null;
  let last: Overview = { kind: 'closed', why: 'starting' };

  const showTray = (): void =>
    tray?.show({ mark: trayMark(last), tip: trayTip(last), items: trayTemplate(last, canSend(last), actions) });

  /** Opens the icon where the desktop has a place for it, and lets it go where that is gone. */
  async function lookForTray(): Promise<boolean> {
    const there = await parts.hasTray();
    if (there && tray === null) {
      tray = openTray(pictures, actions.show);
      showTray();
    } else if (!there) {
      tray?.close();
      tray = null;
    }
    return tray !== null;
  }

  const shell: Shell = {
    show(overview) {
      last = overview;
      menu.show({ platform, development, overview, choices: choices(), actions });
      showTray();
      showBadge(overview.kind === 'open' ? needsPerson(overview) : 0, `${pictures}/badge-16.png`);
      notifier.see(overview);
    },
    abilities: async () => ({ tray: await lookForTray(), notifications: parts.notifications }),
    hasTray: () => tray !== null,
  };
  shell.show(last);
  return shell;
}
