import { inLine, needsPerson, type OpenOverview, type Overview, type WhyClosed } from '../overview.ts';
import type { Density, DesktopAbilities, Theme } from '../desktop.ts';
import { amount, counted, verb } from './counts.ts';
import { waitingWords } from './gates.ts';
import { nothingIsWaiting } from './lists.ts';

/** What stands where no name of the app's own is at hand. */
export const appName = 'Kelvin Secrets';

/** The one line that the tray tells. Counts only: whoever stands beside the screen reads it too. */
export function trayState(overview: Overview): string {
  if (overview.kind === 'closed') return closedWords[overview.why];
  const { counts, signIns, worksOffline } = overview;
  const parts = [
    worksOffline ? 'Working offline' : null,
    signIns.length > 0 ? 'Sign in to send' : null,
    ...waitingWords(counts),
  ].filter((words) => words !== null);
  if (inLine(overview) + counts.held + counts.needsAttention === 0) parts.push(nothingIsWaiting);
  return parts.join(' · ');
}

const closedWords: Readonly<Record<WhyClosed, string>> = {
  starting: 'Starting',
  locked: 'Locked',
  'needs-you': 'Open the window to go on',
};

/** What the tray shows beside the pointer. */
export function trayTip(overview: Overview): string {
  return `${appName}: ${trayState(overview)}`;
}

/** Told with the mark on the task bar, to who cannot see it. */
export function badgeWords(count: number): string {
  return `${amount(count)} ${verb(count, 'needs', 'need')} you`;
}

export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** The notification that somebody is needed. */
export function neededNotice(overview: OpenOverview): Notice {
  const { counts, signIns, worksOffline, sendable } = overview;
  const entries = counts.needsAttention;
  // Of what is on hold, or of others, that is not so.
  const allGoes = counts.held === 0 && sendable > 0 && sendable === counts.waiting + counts.uncertain;
  const goOn = allGoes && signIns.length === 0 && !worksOffline ? ' What else waits goes on by itself.' : '';
  if (entries === 0) return { title: 'Sign in to send', body: 'What waits stays encrypted on this computer until you sign in.' };
  const alsoSignIn = signIns.length > 0 ? ' Sign in to send the rest.' : '';
  const title = `${counted(entries, 'entry', 'entries')} ${verb(entries, 'needs', 'need')} you`;
  return { title, body: `${verb(entries, 'It does', 'They do')} not go on without you.${alsoSignIn}${goOn}` };
}

/** The notification that nothing is on its way any more. `delivered`: since it began. */
export function drainedNotice(overview: OpenOverview, delivered: number): Notice {
  const { held } = overview.counts;
  const need = needsPerson(overview);
  const rest = [
    held > 0 ? `${amount(held)} ${verb(held, 'is', 'are')} on hold.` : null,
    need > 0 ? `${amount(need)} ${verb(need, 'needs', 'need')} you.` : null,
  ].filter((words) => words !== null);
  return {
    title: rest.length === 0 ? 'Everything arrived' : 'Nothing is on its way any more',
    body: [`The platform has confirmed ${counted(delivered, 'entry', 'entries')}.`, ...rest].join(' '),
  };
}

export const themeNames: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' };
export const densityNames: Readonly<Record<Density, string>> = { compact: 'Compact', comfortable: 'Comfortable' };

/** The part of the settings that is about this desktop. */
export const desktopSettings = {
  appearance: 'Appearance',
  theme: 'Theme',
  density: 'Rows in lists',
  contrast: 'Contrast, motion and text size follow this computer’s own settings. Zoom is in the View menu.',
  background: 'In the background',
  closeToTray: 'Closing the window leaves the app running',
  notify: 'Notify me when I am not looking',
  notifyMore: 'Once when everything has arrived, and once when you are needed. Only counts, never a name or a value.',
  noNotifications: 'This system shows no notifications.',
} as const;

/** What closing to the tray does, or why it cannot be had here. */
export function closeToTrayWords({ tray }: DesktopAbilities): string {
  return tray
    ? 'It goes on sending behind its icon in the tray. Quit from there, or with the Quit command. Opening the app again brings the window back.'
    : 'This desktop has no tray that the app could stay in, so closing the window quits. Some desktops need an extension for it.';
}

export const trayMenu = {
  open: `Open ${appName}`,
  quit: 'Quit',
} as const;

/** In the question at quitting, where the app can stay behind its tray icon. */
export const keepInTray = 'Keep running in tray';
