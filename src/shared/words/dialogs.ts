import type { EntryView } from '../entry.ts';
import { amount, secrets, verb } from './counts.ts';

export const cancel = 'Cancel';
export const close = 'Close';
export const nameField = 'Name';

export const addSecret = {
  title: 'Add Secret',
  commit: (label: string) => `Add to ${label}`,
  note: 'Kept encrypted on this computer until the platform has confirmed it.',
  warning: 'You will not see this value again.',
  warningMore: 'Check it before you add it. Later you can only replace it with a new one.',
  busy: 'Recording…',
} as const;

export const replaceValue = {
  title: 'Replace value',
  commit: (label: string) => `Replace in ${label}`,
  note: 'Kept encrypted on this computer until the platform has confirmed it.',
  /** `who`: whose value it is now, as a person reads it; null where the platform does not say. */
  warning: (who: string | null) => (who === null ? 'The value there is lost.' : `The value from ${who} is lost.`),
  ownWarning: 'The value from you is lost.',
  warningMore: 'Nobody can bring it back, and you will not see the new one again.',
} as const;

export const changeValue = {
  title: 'Change value',
  commit: (label: string) => `Change for ${label}`,
  note: 'The value that waits now is erased from this computer.',
  maybeSent: 'The value that waits now may already be on the platform.',
  maybeSentMore: 'If it is, this one replaces it there.',
} as const;

export const renameEntry = {
  title: 'Rename',
  commit: (label: string) => `Rename for ${label}`,
  newName: 'New name',
  same: 'This is the name it has now.',
  maybeSent: (name: string) => `${name} may already exist on the platform.`,
  maybeSentMore: 'It was sent under that name before. Renaming does not remove it there.',
} as const;

export const deleteSecret = {
  title: 'Delete secret',
  commit: (label: string) => `Delete from ${label}`,
  fact: (name: string, label: string) => `${name} is deleted from ${label}.`,
  more: 'Its value is lost, and nobody can bring it back. Whatever reads this secret finds nothing there.',
  condition: 'If somebody changes it before, you are asked again.',
} as const;

/** What discarding an entry means, told by what may already have happened. */
export function discardWords(entry: Pick<EntryView, 'intent' | 'name' | 'attempts' | 'state'>): {
  readonly title: string;
  readonly fact: string;
  readonly maybe: string | null;
  readonly commit: string;
} {
  const sent = mayBeThere(entry);
  const notSent = sent ? '' : ' Nothing was sent yet.';
  switch (entry.intent) {
    case 'create':
      return {
        title: 'Discard this secret?',
        fact: `The value of ${entry.name} is removed from this computer for good.${notSent}`,
        maybe: sent ? 'It may already exist on the platform. Discarding does not remove it there.' : null,
        commit: 'Discard secret',
      };
    case 'replace':
      return {
        title: 'Discard this new value?',
        fact: `The new value of ${entry.name} is removed from this computer for good.${notSent}`,
        maybe: sent ? 'It may already stand on the platform. Discarding does not bring the old one back.' : null,
        commit: 'Discard new value',
      };
    case 'delete':
      return {
        title: 'Take this delete back?',
        fact: sent ? `${entry.name} is not asked to be deleted again.` : `${entry.name} stays on the platform as it is.`,
        maybe: sent ? 'It may already be deleted on the platform. Discarding does not bring it back.' : null,
        commit: 'Discard delete',
      };
  }
}

/** True when something of this entry may have reached the platform. */
export function mayBeThere(entry: Pick<EntryView, 'attempts' | 'state'>): boolean {
  return entry.attempts > 0 || entry.state.kind === 'uncertain';
}

export const unsavedDraft = {
  title: 'Discard what you typed?',
  body: 'The value was not added. It is not kept anywhere.',
  keep: 'Keep editing',
  commit: 'Discard draft',
} as const;

/** What is not sent by itself when the app is opened again. */
interface WillNotGo {
  readonly held?: number;
  readonly waitForSignIn?: number;
  readonly unclaimed?: number;
  readonly foreign?: number;
  /** Then nothing is, until that is switched off. */
  readonly worksOffline?: boolean;
}

/** What happens with what stays: it is sent at the next start, as far as nothing else keeps it. */
function whatComes(openEntries: number, byThemselves: number, worksOffline: boolean): string {
  const then = worksOffline ? 'when you go online again. “Work offline” stays on until then.' : 'when you open the app again.';
  if (byThemselves <= 0) return verb(openEntries, 'It is not sent by itself.', 'None of them is sent by itself.');
  if (byThemselves < openEntries) return `${amount(byThemselves)} of them ${verb(byThemselves, 'is', 'are')} sent ${then}`;
  return `${verb(openEntries, 'It is', 'They are')} sent ${then}`;
}

/**
 * What quitting means. Counts are those of the moment the question came up; where nothing stays here, it came up for
 * an open form alone.
 */
export function quitWords(
  openEntries: number,
  needAttention: number,
  sending: number,
  { held = 0, waitForSignIn = 0, unclaimed = 0, foreign = 0, worksOffline = false }: WillNotGo = {},
) {
  const kept = needAttention + held + waitForSignIn + unclaimed + foreign;
  const draft = 'What you typed in the open form is not added, and nothing keeps it.';
  const about =
    openEntries === 0
      ? { fact: draft, more: 'Nothing else waits here.', draft: null }
      : {
          fact: `${secrets(openEntries)} ${verb(openEntries, 'stays', 'stay')} encrypted on this computer.`,
          more: whatComes(openEntries, openEntries - kept, worksOffline),
          /** Said besides where a form is open that holds a value. */
          draft,
        };
  return {
    title: 'Quit Kelvin Secrets?',
    ...about,
    sending:
      sending === 0
        ? null
        : `${amount(sending)} ${verb(sending, 'is', 'are')} being sent now. If the answer gets lost, the app looks before it sends again.`,
    signIn:
      waitForSignIn === 0 ? null : `${amount(waitForSignIn)} ${verb(waitForSignIn, 'waits', 'wait')} for you to sign in.`,
    unclaimed:
      unclaimed === 0 ? null : `${amount(unclaimed)} ${verb(unclaimed, 'waits', 'wait')} until you agree to send ${verb(unclaimed, 'it', 'them')}.`,
    foreign:
      foreign === 0
        ? null
        : `${amount(foreign)} ${verb(foreign, 'waits', 'wait')} until the account that added ${verb(foreign, 'it', 'them')} signs in.`,
    held: held === 0 ? null : `${amount(held)} ${verb(held, 'stays', 'stay')} on hold until you release ${verb(held, 'it', 'them')}.`,
    needAttention:
      needAttention === 0 ? null : `${amount(needAttention)} ${verb(needAttention, 'needs', 'need')} you first.`,
    quit: 'Quit',
    keep: 'Keep open',
  };
}

/**
 * The same for a locked window, which tells nothing of what waits: the question came up for an open form, or stood
 * there already when the window was locked.
 */
export function quitLockedWords(overDraft: boolean) {
  const stays = 'What waits in the outbox stays encrypted on this computer.';
  const words = quitWords(0, 0, 0);
  return overDraft
    ? { ...words, more: `Unlock to add it. ${stays}` }
    : { ...words, fact: stays, more: 'What can be sent goes when you open the app again.' };
}
