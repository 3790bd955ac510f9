import type { AttentionReason, EntryView, Intent } from '../entry.ts';
import { whyInList, type Surroundings } from './states.ts';

/** Captions of the details panel. */
export const captions = {
  onPlatform: 'On the platform',
  inOutbox: 'In your outbox',
  created: 'Created',
  createdBy: 'Created by',
  by: 'By',
  updated: 'Updated',
  updatedBy: 'Updated by',
  added: 'Added',
  value: 'Value',
  attempts: 'Attempts',
  next: 'Next step',
  action: 'Action',
} as const;

export const valueUnseen = 'Nobody can see its value any more. It can only be replaced with a new one.';
export const newName = 'New name';
export const notSince = 'not since';
export const noAttempt = 'none yet';

export function whatToDoWith(name: string): string {
  return `What to do with ${name}`;
}

/** What stands for the secret on the platform where looking showed none, or could not be done. */
export function nothingFound(reason: AttentionReason | null): string {
  if (reason?.kind !== 'cannot-tell') return 'nothing of this name';
  const found: Readonly<Record<typeof reason.because, string>> = {
    'not-listed': 'not in its list',
    'list-refused': 'this account may not look',
    'no-proof': 'was not looked at',
  };
  return found[reason.because];
}

const maybe: Readonly<Record<Intent, string>> = {
  create: 'It may be on the platform already',
  replace: 'The new value may be on the platform already',
  delete: 'It may be deleted already',
};

/** What the panel says of an entry that needs nothing from the person. */
export function detailsWords(entry: EntryView, around: Surroundings): string {
  const { state } = entry;
  switch (state.kind) {
    case 'sending':
      return 'It is being sent right now. Until the answer is here, nothing of it can be changed.';
    case 'uncertain':
      return `${whyInList(entry, around).replace(/\. Checked.*$/, '')}. ${maybe[entry.intent]}, so the app looks there first${entry.heldAt === null ? ' and sends it again only if it is not. You need not do anything.' : '. It is on hold: nothing more is sent until you release it.'}`;
    case 'waiting':
      return entry.heldAt === null
        ? `${whyInList(entry, around)}. It is encrypted on this computer until the platform has confirmed it.`
        : `${whyInList(entry, around)}. It stays encrypted on this computer and is not sent until you release it.`;
    case 'needs-attention':
    case 'delivered':
    case 'discarded':
      return `${whyInList(entry, around)}.`;
  }
}

/** "You", an account, or that nobody had signed in. */
export function ownerWords(entry: EntryView): string {
  switch (entry.owner.kind) {
    case 'me':
      return 'You';
    case 'nobody-yet':
      return 'Nobody was signed in';
    case 'account':
      return entry.owner.account;
  }
}
