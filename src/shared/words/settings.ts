import type { lockAfterChoices, Protection, SystemLock } from '../app-state.ts';
import { minPassphraseLength } from '../app-state.ts';
import { atTime, date } from './times.ts';

/** What a person calls the keychains that Electron names; the others are called by the name they give themselves. */
const keychainNames: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME keyring',
  kwallet: 'KDE wallet',
  kwallet5: 'KDE wallet',
  kwallet6: 'KDE wallet',
  keychain: 'macOS keychain',
  dpapi: 'Windows data protection',
};

export function keychainName(backend: string): string {
  return keychainNames[backend] ?? `keychain “${backend}”`;
}

export const settings = {
  title: 'Settings',
  protection: 'Protection',
  protectionLead: 'What waits here is encrypted, and so is the list that is shown offline. This opens it on this computer:',
  unreadable: 'The key file cannot be read at the moment, so nothing can be said about it. Nothing was changed.',
  keychain: 'Keychain',
  noKeychain: 'No keychain',
  noKeychainMore: 'You are asked for the passphrase at each start.',
  passphrase: 'Passphrase',
  noPassphrase: 'No passphrase',
  noPassphraseMore: 'If the keychain is emptied or this computer changes, nobody can open what waits here.',
  notTyped: 'Nobody typed it since the app was started.',
  noPassphraseNow:
    'Set one now, while the app is open: nothing else opens what waits here once it is locked or closed.',
  add: 'Add…',
  repair: 'Repair…',
  set: 'Set…',
  change: 'Change…',
  remove: 'Remove…',
  locking: 'Locking',
  lockAfter: 'Lock when nobody is at this computer for',
  whileLocked: 'While it is locked',
  pauses: 'Nothing is sent',
  pausesMore: 'The encrypted file is closed and its key is forgotten. What waits goes on when you unlock.',
  goesOn: 'Sending goes on',
  goesOnMore:
    'What waits arrives while you are away. For that the encrypted file stays open in the memory of this computer; the window shows nothing of it.',
  lockNow: 'Lock now',
  applies: 'What you choose here applies at once.',
} as const;

const noWayBack =
  'Once it is locked or closed, nothing opens the app until the keychain opens the key again. Set a passphrase first.';

/** When the system's own lock locks the app: no more is promised than this system tells. */
export function withSystemWords(systemLock: SystemLock): { readonly label: string; readonly more: string | null } {
  const label = 'Lock when this computer is locked or goes to sleep';
  switch (systemLock) {
    case 'told':
      return { label, more: null };
    case 'told-by-most':
      return { label, more: 'Most Linux desktops tell the app that they lock. Where yours does not, choose a time above.' };
    case 'not-told':
      return {
        label: 'Lock when this computer goes to sleep',
        more: 'This system does not tell the app that it is locked. Choose a time above, and the app locks by itself.',
      };
  }
}

/** What a lock is worth, by what opens it again. */
export function lockWorth({ keychain, passphrase }: Pick<Protection, 'keychain' | 'passphrase'>): string | null {
  if (keychain === null) return null;
  if (keychain.state !== 'opens') return passphrase === null ? noWayBack : null;
  const name = keychainName(keychain.backend);
  const more = passphrase === null ? ' Where that is too little, set a passphrase and remove the keychain.' : ' Where that is too little, remove the keychain.';
  return `The ${name} unlocks with one click for whoever uses your account on this computer.${more}`;
}

/** "Since 4 Nov 2026." */
export function since(at: number): string {
  return `Since ${date(at)}.`;
}

/** Since when the keychain has the key, and whether it opened it when it was last asked. */
export function aboutKeychain({ since: at, state, checkedAt }: NonNullable<Protection['keychain']>, now: number): string {
  if (checkedAt === null) return since(at);
  const checked = atTime(checkedAt, now);
  switch (state) {
    case 'opens':
      return `${since(at)} ${lastOpened(checkedAt, now)}`;
    case 'silent':
      return `Does not open the key. Last checked ${checked}: it is locked, was emptied, or is another one than it was.`;
    case 'worthless':
      return `Protects nothing. Last checked ${checked}: it opened the key, but so it would for anybody.`;
  }
}

/** Since when there is a passphrase, and when it last opened the key. */
export function aboutPassphrase({ since: at, checkedAt }: NonNullable<Protection['passphrase']>, now: number): string {
  return `${since(at)} ${checkedAt === null ? settings.notTyped : lastOpened(checkedAt, now)}`;
}

/** What it means that there is no passphrase. */
export function noPassphraseWords({ keychain }: Pick<Protection, 'keychain'>): string {
  return keychain === null || keychain.state === 'opens' ? settings.noPassphraseMore : settings.noPassphraseNow;
}

function lastOpened(at: number, now: number): string {
  return `Last checked ${atTime(at, now)}, when it opened the key.`;
}

export function lockAfterWords(minutes: (typeof lockAfterChoices)[number]): string {
  if (minutes === 0) return 'Never';
  return minutes === 60 ? '1 hour' : `${String(minutes)} min`;
}

/** What can be changed about the protection. */
export type ProtectionStep =
  | 'set-passphrase'
  | 'change-passphrase'
  | 'remove-passphrase'
  | 'add-keychain'
  | 'repair-keychain'
  | 'remove-keychain';

export interface StepWords {
  readonly title: string;
  readonly lead: string;
  /** What it costs or asks of the person: the fact, and what it means. */
  readonly fact: string;
  readonly more: string;
  readonly commit: string;
  readonly done: string;
}

const steps: Record<ProtectionStep, StepWords> = {
  'set-passphrase': {
    title: 'Set a passphrase',
    lead: 'It opens what waits here where the keychain does not: emptied, another one, or another computer.',
    fact: 'Nobody can reset it.',
    more: 'Keep it where you find it again, and nobody else does.',
    commit: 'Set passphrase',
    done: 'The passphrase is set',
  },
  'change-passphrase': {
    title: 'Change the passphrase',
    lead: 'The old one no longer opens the app.',
    fact: 'Nobody can reset it.',
    more: 'A copy of this profile that was made before still opens with the old one.',
    commit: 'Change passphrase',
    done: 'The passphrase is changed',
  },
  'remove-passphrase': {
    title: 'Remove the passphrase',
    lead: 'Then the keychain alone opens what waits here.',
    fact: 'If the keychain is emptied or this computer changes, nobody can open what waits here.',
    more: 'What was sent is on the platform all the same.',
    commit: 'Remove passphrase',
    done: 'The passphrase is removed',
  },
  'add-keychain': {
    title: 'Add the keychain',
    lead: 'This computer’s keychain then opens the app without a question. The passphrase stays as it is.',
    fact: 'Whoever uses your account on this computer can open the app.',
    more: 'Your passphrase shows that it is you who wants that.',
    commit: 'Add keychain',
    done: 'The keychain opens the app from now on',
  },
  'repair-keychain': {
    title: 'Repair the keychain',
    lead: 'This computer’s keychain is given the key anew, and opens the app without a question again. The passphrase stays as it is.',
    fact: 'What the keychain had before is not used any more.',
    more: 'Your passphrase shows that it is you who wants that.',
    commit: 'Repair keychain',
    done: 'The keychain opens the app again',
  },
  'remove-keychain': {
    title: 'Remove the keychain',
    lead: 'Then you are asked for the passphrase at each start, and after each lock.',
    fact: 'Nobody can reset it. Without it nobody can open what waits here.',
    more: 'Type it once more to show that you know it.',
    commit: 'Remove keychain',
    done: 'The passphrase alone opens the app from now on',
  },
};

export function stepWords(step: ProtectionStep): StepWords {
  return steps[step];
}

export const stepFields = {
  current: 'Current passphrase',
  passphrase: 'Passphrase',
  next: 'New passphrase',
  repeat: 'Repeat it',
  rule: `At least ${minPassphraseLength} characters. Several words are easy to remember.`,
  missing: 'Type your passphrase.',
  wrong: 'This is not the passphrase. Nothing was changed; try again.',
  tooShort: `At least ${minPassphraseLength} characters.`,
  differs: 'The two are not the same.',
  same: 'Both are the same',
  busy: 'Changing the protection…',
  /** Below a refusal. */
  unchanged: 'What protects it is as it was.',
} as const;
