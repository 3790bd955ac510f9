import type { Intent } from '../entry.ts';
import { amount, counted, secrets } from './counts.ts';

/** Captions of the lists, their filters, menus and empty states. */
export const columns = {
  name: 'Name',
  state: 'State',
  created: 'Created',
  createdBy: 'By',
  updated: 'Updated',
  updatedBy: 'By',
} as const;

/** What is read out where two columns carry the same short caption. */
export const columnsInFull: Record<keyof typeof columns, string> = {
  name: 'Name',
  state: 'State',
  created: 'Created',
  createdBy: 'Created by',
  updated: 'Updated',
  updatedBy: 'Updated by',
};

export const segments = { all: 'All', outbox: 'In the outbox', attention: 'Needs you' } as const;

export const actions = {
  resolve: 'Resolve…',
  details: 'Details',
  'change-value': 'Change value…',
  rename: 'Rename…',
  hold: 'Put on hold',
  release: 'Release',
  'send-now': 'Send now',
  discard: 'Discard…',
  'discard-now': 'Discard',
  'replace-value': 'Replace value…',
  delete: 'Delete…',
} as const;

/** The same for a button of one row, said in full since many rows have it. */
export const rowActions = {
  more: (name: string): string => `More actions for ${name}`,
  menu: (name: string): string => `Actions for ${name}`,
  resolve: (name: string): string => `Resolve ${name}`,
  replaceValue: (name: string): string => `Replace value of ${name}`,
  of: (action: keyof typeof actions, name: string): string => `${actions[action].replace('…', '')}: ${name}`,
} as const;

export const outboxColumns = {
  name: 'Name',
  action: 'Action',
  why: 'State and reason',
  next: 'Next step',
  actions: 'Actions',
} as const;

export const history = {
  title: 'History',
  ended: 'Ended',
  name: 'Name',
  action: 'Action',
  environment: 'Environment',
  how: 'How we know',
  as: 'As',
  removed: 'Removed',
  discarded: 'Discarded by you',
} as const;

export const filters = {
  all: 'All',
  waiting: 'Waiting',
  sending: 'Sending',
  checking: 'Checking',
  attention: 'Needs you',
  held: 'On hold',
} as const;

export function secretsIn(environment: string): string {
  return `Secrets in ${environment}`;
}

export const entriesInOutbox = 'Entries in the outbox';
export const noEntryMatches = 'No entry matches.';
export const nothingIsWaiting = 'Nothing is waiting';

/** "214 on the platform, 5 in the outbox" */
export function footerCounts(onPlatform: number | null, inOutbox: number): string {
  const outbox = `${amount(inOutbox)} in the outbox`;
  return onPlatform === null ? outbox : `${amount(onPlatform)} on the platform, ${outbox}`;
}

export function outboxFooter(open: number): string {
  return open === 0 ? '0 in the outbox' : `${amount(open)} in the outbox, all encrypted on this computer`;
}

export const historyFooter = 'History keeps names and times, never values';

/** What arrived in one environment. */
export interface Arrival {
  readonly names: readonly string[];
  readonly intent: Intent;
  readonly environment: string;
}

/** The toast of all that arrived: "3 secrets arrived in Plant A production." */
export function arrivalWords(arrivals: readonly Arrival[]): string {
  // Two sentences are read in six seconds; more are not.
  if (arrivals.length <= 2) return arrivals.map((one) => arrivedWords(one.names, one.intent, one.environment)).join(' ');
  const entries = arrivals.reduce((sum, { names }) => sum + names.length, 0);
  const what = counted(entries, 'entry', 'entries');
  const environments = new Set(arrivals.map(({ environment }) => environment)).size;
  return environments === 1
    ? `${what} arrived in ${arrivals[0]?.environment}.`
    : `${what} arrived in ${environments} environments.`;
}

function arrivedWords(names: readonly string[], intent: Intent, environment: string): string {
  const [only] = names;
  const what = names.length === 1 && only !== undefined ? only : secrets(names.length);
  switch (intent) {
    case 'create':
      return `${what} arrived in ${environment}.`;
    case 'replace':
      return names.length === 1 ? `${what} has its new value in ${environment}.` : `${what} have their new values in ${environment}.`;
    case 'delete':
      return names.length === 1 ? `${what} is deleted from ${environment}.` : `${what} are deleted from ${environment}.`;
  }
}

export function needsYouWords(names: readonly string[], environment: string): string {
  const [only] = names;
  return names.length === 1 && only !== undefined
    ? `${only} in ${environment} needs you.`
    : `${secrets(names.length)} in ${environment} need you.`;
}

export const emptySecrets = {
  title: (environment: string): string => `No secrets in ${environment} yet`,
  text: 'Give a secret a name and a value. Your SmartApps reference it by the name; the value is never shown again.',
  importFile: 'Import a file…',
} as const;

/** The list is being read for the first time. */
export const firstReading = {
  title: (environment: string): string => `Reading the secrets of ${environment}`,
  text: 'They stand here as soon as they come. You can add secrets all the same.',
} as const;

/** The list was never read for this account: what is not known is not shown. */
export const unknownSecrets = {
  title: 'The list is not on this computer yet',
  read: 'Read the list',
  text: 'It is read as soon as the platform answers and you are signed in. You can add secrets all the same.',
} as const;

export const noMatch = {
  title: 'Nothing matches',
  text: (search: string, matchCase: boolean): string =>
    matchCase ? `No name contains “${search}” in just these upper and lower case letters.` : `No name contains “${search}”.`,
  ignoreCase: 'Ignore upper and lower case',
  clear: 'Clear the search',
} as const;

export const nothingInOutbox = {
  title: nothingIsWaiting,
  text: 'Everything you added to this environment has arrived or was discarded.',
} as const;

export const nothingNeedsYou = { title: 'Nothing needs you', text: 'Everything here goes on by itself.' } as const;

export function nothingWaits(last: { readonly environment: string; readonly at: string } | null): string {
  return last === null
    ? 'Secrets you add are kept here, encrypted, until the platform has them.'
    : `Everything you added has arrived or was discarded. The last one reached ${last.environment} ${last.at}.`;
}
