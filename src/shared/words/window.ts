import type { ReadingEnd } from '../secrets-list.ts';
import { amount } from './counts.ts';

/** The window's own captions: navigation, headers, buttons, menus. */
export const mainWindow = {
  navigation: 'Main',
  orchestration: 'Orchestration',
  secrets: 'Secrets',
  thisComputer: 'This computer',
  outbox: 'Outbox',
  workOffline: 'Work offline',
  otherEnvironments: 'Other environments',
  status: 'Status',
  notice: 'Notice',
  news: 'News',
  search: 'Search names',
  addSecret: 'Add Secret',
  sendNow: 'Send now',
  show: 'Show',
  close: 'Close',
  closeDetails: 'Close details',
  dismiss: 'Dismiss',
} as const;

export const account = {
  nobody: 'Nobody',
  open: 'Account menu',
  menu: 'Account',
  signIn: 'Sign in…',
  signOut: 'Sign out',
  lock: 'Lock now',
  settings: 'Settings…',
  notTold: 'Signed out on this computer. The platform could not be told.',
  tokenLivesOn: 'Signed out on this computer. The token is forgotten here; elsewhere it works until it runs out.',
} as const;

/** After the page's process died and the page was loaded again. */
export const pageRevived = 'This window stopped and was opened again. What waits in the outbox is safe; what was being typed is gone.';

export const refresh = {
  label: 'Refresh the list',
  again: 'Read it again',
  stop: 'Stop reading the list',
  progress: 'Reading the list',
  ends: {
    read: 'The list is refreshed',
    cancelled: 'Reading the list was stopped',
    'not-read': 'The list could not be read now',
  } satisfies Record<ReadingEnd, string>,
} as const;

export const search = {
  matchCase: 'Match upper and lower case',
  /** A capital and a small letter, as on the button. */
  sign: 'Aa',
  matching: 'Upper and lower case count, as in the platform’s own search',
  ignoring: 'Upper and lower case are the same',
} as const;

export const columnChoice = 'Columns';

export function outboxLabel(open: number, attention: number): string {
  const entries = `Outbox, ${amount(open)} ${open === 1 ? 'entry' : 'entries'}`;
  return attention > 0 ? `${entries}, ${amount(attention)} ${attention === 1 ? 'needs' : 'need'} you` : entries;
}

/** The keys of the main window, `command` being Ctrl or ⌘. */
export function shortcuts(command: string): readonly (readonly [keys: string, words: string])[] {
  return [
    [`${command} N`, 'Add a secret'],
    [`${command} I`, 'Import secrets'],
    [`${command} F`, 'Search names'],
    [`${command} 1 to 9`, 'Switch to an environment'],
    [`${command} Z`, 'Take back a discard while its Undo is shown'],
    [`${command} L`, 'Lock now'],
    [`${command} ,`, 'Settings'],
    ['↑ ↓ Home End', 'Move in a list'],
    ['Shift ↑ ↓, Space', 'Choose several rows'],
    [`${command} A`, 'Choose all rows of a list'],
    ['Enter or F2', 'Open the details of a row'],
    ['Delete', 'Delete or discard, with a question or an Undo'],
    ['Menu or Shift F10', 'Show the actions of a row'],
    ['Enter', 'Commit in a dialog'],
    ['Escape', 'Close a dialog or the details'],
    ['?', 'Show these shortcuts'],
  ];
}

export const shortcutsTitle = 'Keyboard shortcuts';
