import type { AppPhase, LockedBy, StartTrouble } from '../app-state.ts';
import { minPassphraseLength } from '../app-state.ts';
import { amount } from './counts.ts';

/** Told always in this order: what happened, what is safe, what you can do. */
export interface StartTroubleWords {
  readonly title: string;
  readonly lead: string;
  readonly happened: string;
  readonly safe: string;
  readonly can: string;
}

const untouched = 'Everything that waits. Nothing was deleted or overwritten.';

const troubles: Record<StartTrouble, StartTroubleWords> = {
  'keychain-changed': {
    title: 'This computer’s keychain has changed',
    lead: 'The data key cannot be opened with the keychain found today.',
    happened: 'The keychain that kept the data key answers no more, or it is another one that does not have the key.',
    safe: 'Everything that waits. The encrypted outbox is untouched; nothing was deleted or overwritten.',
    can: 'Start or unlock the keychain that was used before, and try again. Without it nobody can open what waits here. Or start afresh with an empty outbox: the old files are kept aside under a dated name.',
  },
  'key-file-unreadable': {
    title: 'The key file cannot be read',
    lead: 'Without it the encrypted outbox cannot be opened.',
    happened: 'The file that holds the protected data key is damaged.',
    safe: 'The encrypted outbox itself, and the damaged file. Nothing was deleted or overwritten.',
    can: 'Put the key file back from a backup and try again. Or start afresh: the files are kept aside under a dated name.',
  },
  'key-file-missing': {
    title: 'The key file is missing',
    lead: 'Without it the encrypted outbox cannot be opened.',
    happened: 'The encrypted outbox is here, but the file that holds its protected data key is not.',
    safe: 'The encrypted outbox itself. Nothing was deleted or overwritten.',
    can: 'Put the key file back from a backup and try again. Or start afresh: the outbox is kept aside under a dated name.',
  },
  'database-unreadable': {
    title: 'The outbox cannot be read',
    lead: 'The data key is right, but nothing of the encrypted file can be read with it.',
    happened: 'The file that holds the outbox was replaced or destroyed, for example by a bad disk or an interrupted copy.',
    safe: 'What is already on the platform, and the damaged file as it is. Nothing was deleted or overwritten.',
    can: 'Put the file back from a backup and try again. Or start afresh: the damaged file is kept aside under a dated name.',
  },
  'database-from-newer-version': {
    title: 'A newer version of the app was here',
    lead: 'This version cannot read what the newer one has written.',
    happened: 'A newer version of this app has changed the outbox on this computer.',
    safe: untouched,
    can: 'Install the newer version again. It opens everything as it was.',
  },
  'profile-not-writable': {
    title: 'The app cannot write its files',
    lead: 'A secret that cannot be recorded is not accepted.',
    happened: 'The folder where the app keeps its files cannot be written.',
    safe: untouched,
    can: 'Give this folder back its permissions, or connect its disk. The app then goes on by itself.',
  },
  'profile-not-readable': {
    title: 'The app cannot read its files',
    lead: 'Without its key file the encrypted outbox cannot be opened.',
    happened: 'The file that holds the protected data key is here, but it cannot be read now.',
    safe: untouched,
    can: 'Give the file back its permissions, or connect its disk. The app then goes on by itself.',
  },
  'disk-full': {
    title: 'The disk is full',
    lead: 'A secret that cannot be recorded is not accepted.',
    happened: 'There is no room left on the disk where the app keeps its files.',
    safe: untouched,
    can: 'Make some room. The app then goes on by itself.',
  },
  unexpected: {
    title: 'The app could not start',
    lead: 'Something happened that it was not prepared for.',
    happened: 'The app stopped before it had opened the outbox.',
    safe: untouched,
    can: 'Try again. If it happens once more, restart the computer.',
  },
};

export function startTroubleWords(trouble: StartTrouble): StartTroubleWords {
  return troubles[trouble];
}

export const starting = {
  title: 'Unlocking the outbox…',
  lead: 'Your computer’s keychain may ask for your permission.',
} as const;

export const tellTrouble = {
  happened: 'What happened',
  safe: 'What is safe',
  can: 'What you can do',
  tryAgain: 'Try again',
  startAfresh: 'Start afresh…',
} as const;

/** Above the names of files that could not be read. */
export const setAsideWords = 'Set aside, not deleted:';

export const afresh = {
  title: 'Start afresh?',
  body: 'The app begins with an empty outbox. The files that cannot be read are kept aside under a dated name, not deleted; what waits in them is not sent.',
  after: 'Sign in again and add again what did not arrive.',
  commit: 'Set the files aside and start',
} as const;

export const choosePassphrase = {
  title: 'Choose a passphrase',
  lead: 'This computer offers no keychain that protects anything. So a passphrase of your own protects what waits here.',
  passphrase: 'Passphrase',
  repeat: 'Repeat it',
  rule: `At least ${minPassphraseLength} characters. Several words are easy to remember.`,
  tooShort: `At least ${minPassphraseLength} characters.`,
  differs: 'The two are not the same.',
  same: 'Both are the same',
  commit: 'Protect with this passphrase',
  busy: 'Protecting the data key…',
  details: 'Details',
  found: (keychainBackend: string) => `What this system offers instead of a keychain calls itself “${keychainBackend}”.`,
  honest: 'Nobody can recover it.',
  honestMore: 'You are asked for it at each start. Without it what waits here cannot be opened by anybody.',
} as const;

export const locked = {
  title: 'Locked',
  passphrase: 'Passphrase',
  missing: 'Type your passphrase.',
  wrong: 'This is not the passphrase. Nothing was changed; try again.',
  commit: 'Unlock',
  busy: 'Unlocking the outbox…',
  withKeychain: 'Unlock with the keychain',
  keychainAgain: 'Try the keychain again',
  keychainSilent: 'This computer’s keychain does not open it at the moment.',
  keychainSilentMore: 'Your passphrase does. If the keychain can keep a key again, it is asked first from then on.',
} as const;

/** Below a passphrase while it is typed. */
export const capsLock = 'Caps Lock is on.';

/** Beside what a locked screen says, where a form is open behind it. */
export const keptDraft = 'What you were typing is there again when you unlock. Quitting would lose it.';

const whyLocked: Record<LockedBy, string> = {
  start: 'It is locked at each start.',
  person: 'You locked it.',
  idle: 'It locked itself because nobody was at this computer.',
  system: 'It locked itself when this computer was locked or went to sleep.',
};

type Locked = Omit<Extract<AppPhase, { readonly kind: 'locked' }>, 'kind'>;

/** What being locked means now, and how it came to that. No count: what waits is told to whoever unlocks it. */
export function lockedWords({ by, passphrase, keychainToo, sends }: Locked): { readonly lead: string; readonly why: string } {
  const sending = sends ? 'It goes on being sent while the app is locked, as you chose.' : 'Nothing is sent while it is locked.';
  // Where there is a keychain, it is not locked at each start: the keychain did not open it, and that is said by itself.
  const because = by === 'start' && keychainToo ? '' : whyLocked[by];
  return {
    lead: `What waits in the outbox stays encrypted on this computer. ${sending}`,
    why: [because, passphrase ? 'A forgotten passphrase cannot be reset.' : ''].join(' ').trim(),
  };
}

/** After several wrong passphrases in a row. There is no limit: nothing is ever deleted for a wrong one. */
export function manyWrongWords(times: number, keychainToo: boolean): Pick<StartTroubleWords, 'happened' | 'safe' | 'can'> {
  const keychain = keychainToo ? ' Or unlock with the keychain, which needs no passphrase.' : '';
  return {
    happened: `${amount(times)} passphrases in a row were wrong.`,
    safe: 'Everything that waits. Nothing was changed or deleted, however often you try.',
    can: `Look at the keyboard layout and at Caps Lock, and press Reveal to see what you type. Nobody can reset the passphrase or open what waits here without it.${keychain}`,
  };
}
