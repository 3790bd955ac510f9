import { assertNever } from '../assert-never.ts';
import type { AttentionChoice, AttentionReason, EntryView, Intent, Sighting } from '../entry.ts';
import { person } from './people.ts';
import { atTime, platformTime } from './times.ts';

export interface Knowing {
  readonly now: number;
  readonly me: readonly string[];
}

/** What the reason's words need of its entry: without an attempt it is certain that nothing was sent. */
export type Tried = Pick<EntryView, 'intent' | 'attempts'>;

/** The row's reason: who, what and when, in one line. */
export function reasonInShort({ intent, attempts }: Tried, reason: AttentionReason, { now, me }: Knowing): string {
  switch (reason.kind) {
    case 'conflict':
      return `${subject(reason.found.createdBy, me)} created a secret with this name${at(reason.found.created, now)}${changedSince(reason.found, { now, me })}`;
    case 'cannot-tell':
      return cannotTellInShort(reason, attempts);
    case 'changed-meanwhile':
      return `${subject(reason.found.updatedBy, me)} changed this secret${at(reason.found.updated, now)}`;
    case 'gone':
      return 'The secret to replace is no longer on the platform';
    case 'refused':
      return reason.platformWords === null
        ? 'The platform does not accept it'
        : `The platform says: “${reason.platformWords}”`;
    case 'forbidden':
      return `This account may not ${doing(intent)} secrets here`;
    case 'no-such-function':
      return `This platform cannot ${doing(intent)} secrets`;
    case 'value-damaged':
      return 'The disk of this computer damaged its value';
    default:
      return assertNever(reason);
  }
}

/** The panel's chip: "Needs you: the name is taken". */
export function reasonTitle(intent: Intent, reason: AttentionReason): string {
  switch (reason.kind) {
    case 'conflict':
      return 'Needs you: the name is taken';
    case 'cannot-tell':
      return 'Needs you: the platform cannot say';
    case 'changed-meanwhile':
      return 'Needs you: it changed meanwhile';
    case 'gone':
      return 'Needs you: it is no longer there';
    case 'refused':
      return 'Needs you: not accepted';
    case 'forbidden':
      return `Needs you: not allowed to ${doing(intent)}`;
    case 'no-such-function':
      return 'Needs you: not possible there';
    case 'value-damaged':
      return 'Needs you: the value is damaged';
    default:
      return assertNever(reason);
  }
}

/** The panel's paragraph: what happened, and what did not. */
export function whatHappened({ intent, attempts }: Tried, reason: AttentionReason, { now, me }: Knowing): string {
  switch (reason.kind) {
    case 'conflict':
      return `${subject(reason.found.createdBy, me)} created this secret${at(reason.found.created, now)}${changedSince(reason.found, { now, me })}. It was not overwritten, and yours is still here.`;
    case 'cannot-tell':
      return cannotTell(intent, reason, attempts);
    case 'changed-meanwhile':
      return `${subject(reason.found.updatedBy, me)} changed this secret${at(reason.found.updated, now)}, after you decided to ${doing(intent)} it. ${whatWasSent(attempts)}`;
    case 'gone':
      return `You wanted to replace its value, but the secret is no longer on the platform. Your value is still here. ${whatWasSent(attempts)}`;
    case 'refused':
      return reason.platformWords === null
        ? 'The platform looked at it and did not accept it, without saying why. Nothing there was changed.'
        : `The platform says: “${reason.platformWords}”. Nothing there was changed.`;
    case 'forbidden':
      return `The platform does not let this account ${doing(intent)} secrets.${quoted(reason.platformWords)} Nothing there was changed. Ask whoever looks after the platform for the permission, then try again.`;
    case 'no-such-function':
      return `The platform lists secrets, but has no way to ${doing(intent)} one. Nothing there was changed.`;
    case 'value-damaged':
      return 'The disk of this computer gave back another value than it was given, so it is not sent. Type or paste the value once more.';
    default:
      return assertNever(reason);
  }
}

/** Whether something of it may have arrived before what was found. */
function whatWasSent(attempts: number): string {
  return attempts === 0
    ? 'Nothing was sent.'
    : 'An earlier attempt may have arrived before that; nothing more is sent until you choose.';
}

/** Who changed a secret after it was created, where somebody did: ", and colleague changed it at 09:30". */
function changedSince({ created, createdBy, updated, updatedBy }: Sighting, { now, me }: Knowing): string {
  if (updated === null || (updated === created && updatedBy === createdBy)) return '';
  return `, and ${subject(updatedBy, me).replace(/^Somebody$/, 'somebody').replace(/^You$/, 'you')} changed it${at(updated, now)}`;
}

type CannotTell = Extract<AttentionReason, { kind: 'cannot-tell' }>;

function cannotTellInShort({ because, found }: CannotTell, attempts: number): string {
  switch (because) {
    case 'not-listed':
      return 'The platform says that the name is in use, but does not list it';
    case 'list-refused':
      return attempts === 0
        ? 'This account may not look at the secret first, so nothing was sent'
        : 'It was sent, and this account may not look whether it arrived';
    case 'no-proof':
      return found === null
        ? 'It may have been sent; what this computer knew of that was damaged'
        : 'A secret with this name is there, but nothing shows whose it is';
    default:
      return assertNever(because);
  }
}

function cannotTell(intent: Intent, { because, found }: CannotTell, attempts: number): string {
  const may = `It may or may not be ${done(intent)} already, so nothing more is sent until you choose.`;
  switch (because) {
    case 'not-listed':
      return `The platform says that this name is in use, but its list does not show it. ${may}`;
    case 'list-refused':
      return attempts === 0
        ? `Before it is ${done(intent)}, the app looks whether somebody changed it, and this account may not read the list. Nothing was sent. Ask whoever looks after the platform for the permission to read, then try again.`
        : `It was sent, but no answer came, and this account may not read the list to find out. ${may}`;
    case 'no-proof':
      // Nothing was found because nothing was looked for: an entry that was salvaged without its attempt.
      if (found === null) return `It was being sent, and what this computer knew of that attempt was damaged. ${may}`;
      return intent === 'create'
        ? `It was sent, but no answer said that it arrived. A secret with this name is on the platform now, and neither its times nor its creator show whether it is yours. ${may}`
        : `It was sent, but no answer said that it arrived, and what the platform shows now does not tell whether it arrived. ${may}`;
    default:
      return assertNever(because);
  }
}

export interface ChoiceWords {
  readonly label: string;
  readonly consequence: string;
  /** The button that commits the choice, naming the environment where something is sent to it. */
  readonly commit: string;
}

/** A choice with its consequence and its button. `environment` is the environment's label. */
export function choiceWords(
  choice: AttentionChoice,
  intent: Intent,
  reason: AttentionReason,
  environment: string,
  { me }: Pick<Knowing, 'me'>,
): ChoiceWords {
  switch (choice) {
    case 'rename':
      return {
        label: 'Give yours another name',
        consequence: reason.kind === 'cannot-tell' ? 'The old name may already exist on the platform.' : 'The other one stays as it is.',
        commit: `Rename and add to ${environment}`,
      };
    case 'replace-there':
      return replaceThere(intent, reason, environment, me);
    case 'try-again':
      return tryAgain(intent, reason, environment);
    case 'it-is-the-one':
      return itIsTheOne(intent, reason);
    case 'create-instead':
      return {
        label: 'Create it anew',
        consequence: 'A new secret with this name and your value is added.',
        commit: `Create in ${environment}`,
      };
    case 'delete-and-create':
      return {
        label: 'Delete it, then create it with your value',
        consequence:
          'From the delete until the create arrives, there is no secret of this name: whatever reads it then finds none. The old value is lost, and it counts as created by you. If somebody else creates it in between, you are asked again; your value stays here until then.',
        commit: `Delete and create in ${environment}`,
      };
    case 'change-value':
      return {
        label: 'Change the value…',
        consequence: 'You type it again; then it is sent.',
        commit: 'Change the value…',
      };
    case 'discard':
      return discard(intent);
    default:
      return assertNever(choice);
  }
}

function replaceThere(intent: Intent, reason: AttentionReason, environment: string, me: readonly string[]): ChoiceWords {
  const whose = lastHand(reason, me);
  if (intent === 'delete') {
    return {
      label: 'Delete it all the same',
      consequence: `The value ${whose} is lost. Nobody can bring it back.`,
      commit: `Delete from ${environment}`,
    };
  }
  return {
    label: intent === 'create' ? 'Replace the value there' : 'Replace it all the same',
    consequence: `The value ${whose} is lost. Nobody can bring it back.`,
    commit: `Replace in ${environment}`,
  };
}

function tryAgain(intent: Intent, reason: AttentionReason, environment: string): ChoiceWords {
  const commit = `Try again in ${environment}`;
  switch (reason.kind) {
    case 'conflict':
      return {
        label: 'Keep yours waiting',
        consequence: 'It is sent once more, and arrives if the other one was deleted meanwhile. If not, it comes back here.',
        commit,
      };
    case 'cannot-tell':
      return {
        label: 'Send it once more',
        consequence: intent === 'create'
          ? 'If the first one did arrive, the platform keeps it and refuses the second.'
          : 'The app looks at the secret first, and asks you again if it still cannot tell.',
        commit,
      };
    case 'forbidden':
      return { label: 'Try again', consequence: 'Once the account has the permission.', commit };
    case 'no-such-function':
      return { label: 'Try again', consequence: 'Once the platform can do it.', commit };
    case 'value-damaged':
    case 'refused':
      return { label: 'Try again', consequence: 'It is sent once more as it is.', commit };
    case 'changed-meanwhile':
    case 'gone':
      return { label: 'Try again', consequence: 'The platform is asked first, then it is sent.', commit };
    default:
      return assertNever(reason);
  }
}

function itIsTheOne(intent: Intent, reason: AttentionReason): ChoiceWords {
  const consequence = 'It counts as arrived, and your value is removed from this computer. Nothing is sent.';
  const commit = 'Count it as arrived';
  if (intent === 'delete') {
    return {
      label: reason.kind === 'changed-meanwhile' ? 'Leave it as it is there' : 'It is deleted already',
      consequence: 'This is done with. Nothing is sent.',
      commit: 'Count it as done',
    };
  }
  return {
    label: intent === 'create' ? 'The one there is mine' : 'The value there is mine',
    consequence,
    commit,
  };
}

function discard(intent: Intent): ChoiceWords {
  return intent === 'delete'
    ? { label: 'Do not delete it', consequence: 'The secret stays on the platform.', commit: 'Discard…' }
    : { label: 'Discard yours', consequence: 'Removes your value from this computer for good.', commit: 'Discard…' };
}

/** Whose value would be lost: "from joao.pires", "that you put there", "that is there now". */
function lastHand(reason: AttentionReason, me: readonly string[]): string {
  const found: Sighting | null = 'found' in reason ? reason.found : null;
  const identity = found?.updatedBy ?? found?.createdBy ?? null;
  if (identity === null) return 'that is there now';
  const who = person(identity, me);
  return who === 'You' ? 'that you put there' : `from ${who}`;
}

function subject(identity: string | null, me: readonly string[]): string {
  return identity === null ? 'Somebody' : person(identity, me);
}

function at(text: string | null, now: number): string {
  const time = platformTime(text);
  return time === null ? '' : ` ${atTime(time, now)}`;
}

function quoted(words: string | null): string {
  return words === null ? '' : ` It says: “${words}”.`;
}

function doing(intent: Intent): string {
  return intent === 'create' ? 'create' : intent === 'replace' ? 'replace' : 'delete';
}

function done(intent: Intent): string {
  return intent === 'create' ? 'created' : intent === 'replace' ? 'replaced' : 'deleted';
}
