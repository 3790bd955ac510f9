import { assertNever } from '../assert-never.ts';
import type { AddressCheck, EnvironmentColour, EnvironmentKind } from '../environment.ts';
import type { SyncStatus } from '../sync-status.ts';
import type { EnvironmentListFile, ListedEnvironment } from '../environment-list.ts';
import { amount, counted, verb } from './counts.ts';
import { certificateWords, noAnswerWords } from './gates.ts';

export const kindWords: Record<EnvironmentKind, string> = {
  production: 'Production',
  staging: 'Staging',
  other: 'Other',
};

export const colourWords: Record<EnvironmentColour, string> = {
  plum: 'Plum',
  teal: 'Teal',
  slate: 'Slate',
  indigo: 'Indigo',
  moss: 'Moss',
  rust: 'Rust',
};

/** What was found at an address. `mood`: whether the person can go on as it is. */
export interface AddressWords {
  readonly mood: 'ok' | 'bad' | 'warn' | 'plain';
  readonly words: string;
}

/** What is said below the address while it is typed. */
export function addressWords(check: AddressCheck): AddressWords {
  switch (check.kind) {
    case 'not-an-address':
      return { mood: 'bad', words: addressProblems[check.problem] };
    case 'already-there':
      return { mood: 'bad', words: `This address is already here, as ${check.label}.` };
    case 'issuer-of-another':
      return {
        mood: 'bad',
        words: `Sign-in at ${check.host} and at ${check.label}, another of your environments, is at one address. What you give for one is never sent to another, so it cannot be added.`,
      };
    case 'kelvin':
      return check.issuerIsElsewhere
        ? {
            mood: 'warn',
            words: `A Kelvin platform answers here. Sign-in is at another address: ${hostIn(check.issuer)}.`,
          }
        : { mood: 'ok', words: 'A Kelvin platform answers here. Sign-in is on the same address.' };
    case 'not-kelvin':
      return { mood: 'bad', words: `${check.host} answers, but not as a Kelvin platform. Check the address.` };
    case 'unchecked':
      return {
        mood: 'plain',
        words: `Not checked. ${uncheckedBecause(check)} You can add it all the same.`,
      };
    default:
      return assertNever(check);
  }
}

function uncheckedBecause({ because, host, certificate }: Extract<AddressCheck, { kind: 'unchecked' }>): string {
  if (certificate !== undefined) return certificateWords(certificate);
  const why = noAnswerWords(because, host);
  if (because !== 'client-certificate') return why;
  return `${why} Where this computer has one for it, you are asked which to show; else ask whoever looks after the platform.`;
}

const addressProblems: Record<Extract<AddressCheck, { kind: 'not-an-address' }>['problem'], string> = {
  empty: 'Type the address of the platform.',
  malformed: 'This is no web address. It looks like https://plant-a.example.',
  'not-https': 'Only https addresses: with http, anybody on the network could read your secrets.',
  'has-credentials': 'An address with a user name or password in it is not kept. Leave them out; you sign in later.',
};

/** A label to start with: the first part of the host, read as words. */
export function labelFor(host: string): string {
  const first = host.replace(/:\d+$/, '').split('.')[0] ?? '';
  if (!/[a-z]/i.test(first)) return '';
  const words = first.split('-').filter((word) => word !== '');
  return words.map((word, at) => (at === 0 || word.length === 1 ? capital(word) : word)).join(' ');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function hostIn(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

export const environmentForm = {
  firstTitle: 'Add your first environment',
  title: 'Add environment',
  lead: 'An environment is one Kelvin platform with its own sign-in.',
  address: 'Address',
  addressExample: 'https://plant-a.example',
  checking: 'Looking at this address…',
  label: 'Label',
  labelMissing: 'Give it a label that you recognise.',
  labelTooLong: (max: number) => `A label has at most ${max} characters.`,
  kind: 'What is it for?',
  colour: 'Colour',
  preview: 'How it will look',
  looksLike: ({ label, host }: { readonly label: string; readonly host: string }) =>
    `${label} at ${host} looks just like this, and one could be taken for the other. Give this one another label or colour.`,
  previewLabel: 'Label',
  commit: 'Add environment',
  confirmIssuer: (issuer: string) => `Sign in at ${hostIn(issuer)}, I know this address`,
  confirmIssuerMissing: 'Confirm the address for sign-in first.',
} as const;

export const promise = {
  title: ['Put a secret in.', 'It gets there once.'],
  lead: 'Add secrets for the Kelvin platform with or without a network.',
  facts: [
    { icon: 'lock', fact: 'Encrypted on this computer', more: 'A value waits here only until the platform has it.' },
    { icon: 'sending', fact: 'Sent once, by itself', more: 'If an answer gets lost, the app looks before it sends again.' },
    { icon: 'hide', fact: 'Never shown again', more: 'A value goes in and does not come out, not even here.' },
  ],
} as const;

export const switcher = {
  label: 'Environment',
  choose: (label: string, host: string) => `Environment: ${label} ${host}`,
  add: 'Add environment…',
  manage: 'Manage environments…',
} as const;

/** All environments in one dialog: each can be changed and removed, and the list shared. */
export const manage = {
  title: 'Environments',
  change: 'Change…',
  changeOf: (label: string) => `Change ${label}`,
  remove: 'Remove…',
  removeOf: (label: string) => `Remove ${label}`,
  importList: 'Import list…',
  exportList: 'Export list…',
  note: 'A list has addresses, labels and colours, and nothing secret.',
  exported: 'The list of environments is saved',
  notWritten: 'The list could not be saved there. Choose another folder.',
} as const;

export const changing = {
  title: 'Change environment',
  fixed: 'The address cannot be changed: what waits was meant for it. Add another environment instead.',
  commit: 'Save',
} as const;

/** Why no list came out of a file; null where the person chose none. */
export function listFileWords(kind: Exclude<EnvironmentListFile['kind'], 'list'>): string | null {
  switch (kind) {
    case 'cancelled':
      return null;
    case 'not-read':
      return 'This file could not be read.';
    case 'too-large':
      return 'This file is too large to be a list of environments.';
    case 'no-list':
      return 'This file is no list of environments.';
    default:
      return assertNever(kind);
  }
}

export const importing = {
  title: 'Import environments',
  lead: 'Choose what to add. Add only what you know: secrets that you add there are sent to that address.',
  nothing: 'Nothing in this file is new.',
  unread: (count: number) =>
    `${counted(count, 'line', 'lines')} of the file ${verb(count, 'says', 'say')} nothing of an environment, and ${verb(count, 'is', 'are')} left out.`,
  looksLike: ({ label, host }: { readonly label: string; readonly host: string }) =>
    `Looks just like ${label} at ${host}: one could be taken for the other. Change its label or colour once it is added.`,
  commit: (count: number) => (count === 0 ? 'Add' : `Add ${counted(count, 'environment', 'environments')}`),
  done: (count: number) => `${counted(count, 'environment is', 'environments are')} added`,
} as const;

export const listedWords: Record<ListedEnvironment['state'], string> = {
  new: 'New',
  'already-there': 'Already there',
  'not-an-address': 'Not an address that can be used',
};

/**
 * Beside the host in the switcher: "3 waiting, 1 needs you", "sign in to send 2"; null when nothing is
 * here.
 */
export function switcherWords({ counts, gate }: Pick<SyncStatus, 'counts' | 'gate'>): string | null {
  const inLine = counts.waiting + counts.sending + counts.uncertain;
  if (gate.kind === 'sign-in' && inLine > 0) return `sign in to send ${amount(inLine)}`;
  const parts = [
    inLine > 0 ? `${amount(inLine)} waiting` : null,
    counts.needsAttention > 0
      ? `${amount(counts.needsAttention)} ${verb(counts.needsAttention, 'needs', 'need')} you`
      : null,
    counts.held > 0 ? `${amount(counts.held)} on hold` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

export const removal = {
  title: 'Remove environment?',
  body: 'Its sign-in and its list are removed from this computer. Nothing changes on the platform.',
  hasEntries: (count: number) =>
    `${counted(count, 'entry waits', 'entries wait')} in its outbox and would be lost: a value that was not sent is nowhere else.`,
  discard: (count: number) => `Discard ${counted(count, 'entry', 'entries')} and remove`,
  sent: 'What was already sent stays on the platform.',
  openOutbox: 'Open the outbox',
  commit: 'Remove environment',
} as const;
