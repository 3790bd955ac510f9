import { assertNever } from '../assert-never.ts';
import type { EntryView, Intent, LastOutcome, Proof } from '../entry.ts';
import type { Gate } from '../sync-status.ts';
import { shortAccount } from './people.ts';
import { reasonInShort } from './reasons.ts';
import { ago, atTime, clockTime, inTime, until } from './times.ts';

/** What a chip stands for; each has its own icon and ground. */
export type ChipKind =
  | 'waiting' | 'sending' | 'checking' | 'attention' | 'held' | 'arrived' | 'confirmed' | 'discarded';

export interface ChipWords {
  readonly kind: ChipKind;
  readonly words: string;
}

/** What stands on the platform: a grey check and no chip. */
export const arrived: ChipWords = { kind: 'arrived', words: 'On the platform' };

/** What an entry's words depend on beside the entry itself. */
export interface Surroundings {
  readonly now: number;
  readonly gate: Gate;
  /** Identities that mean "You". */
  readonly me: readonly string[];
  /** 1 for the entry that goes next in its environment, null for one that is not in line. */
  readonly place: number | null;
}

/** The chip of an entry: icon and words, always both. */
export function chipOf(entry: EntryView, gate: Gate): ChipWords {
  const { state } = entry;
  switch (state.kind) {
    case 'waiting':
      return entry.heldAt === null ? { kind: 'waiting', words: 'Waiting' } : { kind: 'held', words: 'On hold' };
    case 'sending':
      return { kind: 'sending', words: 'Sending' };
    case 'uncertain':
      return canCheck(entry, gate)
        ? { kind: 'checking', words: 'Checking with the platform' }
        : { kind: 'checking', words: 'Not confirmed yet' };
    case 'needs-attention':
      return { kind: 'attention', words: 'Needs you' };
    case 'delivered':
      return arrived;
    case 'discarded':
      return { kind: 'discarded', words: 'Discarded' };
    default:
      return assertNever(state);
  }
}

/** The chip where a column of reasons and next steps stands beside it. */
export function shortChipOf(entry: EntryView, gate: Gate): ChipWords {
  const chip = chipOf(entry, gate);
  return chip.kind === 'checking' && canCheck(entry, gate) ? { ...chip, words: 'Checking' } : chip;
}

/**
 * The platform is asked only where it can be, and as whoever sent it. A hold stops only sending: the app finds out
 * all the same.
 */
function canCheck(entry: EntryView, gate: Gate): boolean {
  return (gate.kind === 'open' || gate.kind === 'unproven') && entry.owner.kind === 'me';
}

/** The sentence beside the chip in the Secrets list. */
export function whyInList(entry: EntryView, around: Surroundings): string {
  const { state } = entry;
  switch (state.kind) {
    case 'waiting':
      return entry.heldAt === null ? whyWaiting(entry, around) : heldSince(entry.heldAt, around.now);
    case 'sending':
      return sendingSince(state.attempt, state.startedAt, around.now);
    case 'uncertain':
      return canCheck(entry, around.gate)
        ? whyUncertain(entry.lastOutcome, atTime(state.sentAt, around.now))
        : `${whyUncertain(entry.lastOutcome, atTime(state.sentAt, around.now))}. Checked before anything is sent again`;
    case 'needs-attention':
      return reasonInShort(entry, state.reason, around);
    case 'delivered':
      return proofWords(state.proof);
    case 'discarded':
      return `Discarded ${atTime(state.at, around.now)}`;
    default:
      return assertNever(state);
  }
}

/** The outbox's middle column: what became of it so far. Shorter, since the next step stands beside it. */
export function whyInOutbox(entry: EntryView, around: Surroundings): string {
  const { state } = entry;
  switch (state.kind) {
    case 'waiting':
      if (entry.heldAt !== null) return heldSince(entry.heldAt, around.now);
      return entry.lastOutcome === null ? 'Not tried yet' : outcomeWords(entry.lastOutcome, entry.attempts);
    case 'uncertain':
      return whyUncertain(entry.lastOutcome, atTime(state.sentAt, around.now));
    case 'sending':
    case 'needs-attention':
    case 'delivered':
    case 'discarded':
      return whyInList(entry, around);
    default:
      return assertNever(state);
  }
}

/** Why nobody knows yet whether it arrived. `at` is when its attempt began. */
function whyUncertain(because: LastOutcome | null, at: string): string {
  switch (because) {
    case 'app-was-stopped':
      return `Being sent ${at}, when the app stopped`;
    case 'name-is-there':
      return `Sent ${at}. The platform says the name is in use: looking whose it is`;
    case 'server-trouble':
      return `Sent ${at}, but the platform had trouble of its own`;
    case 'throttled':
      return `Sent ${at}, but the platform asked to wait`;
    case null:
    case 'answer-lost':
    case 'no-network':
    case 'signed-out':
    case 'certificate':
    case 'not-there-after-all':
      return `Sent ${at}, but the answer got lost`;
    default:
      return assertNever(because);
  }
}

/** The outbox's "Next step": what the app does by itself, or what it waits for. */
export function nextStep(entry: EntryView, around: Surroundings): string {
  const { state } = entry;
  switch (state.kind) {
    case 'sending':
      return 'Now';
    case 'needs-attention':
      return 'After your choice';
    case 'delivered':
    case 'discarded':
      return 'Done';
    case 'waiting':
    case 'uncertain':
      return nextStepOfOpen(entry, around);
    default:
      return assertNever(state);
  }
}

function nextStepOfOpen(entry: EntryView, around: Surroundings): string {
  if (entry.heldAt !== null && entry.state.kind === 'waiting') return 'When released';
  const behind = behindGate(around.gate, around.now);
  if (behind !== null) return behind;
  if (entry.owner.kind === 'nobody-yet') return 'After you agree to send it';
  if (entry.owner.kind === 'account') return `When ${shortAccount(entry.owner.account)} signs in`;
  if (entry.behindAnother) return 'After the one before it';
  if (entry.state.kind === 'uncertain') {
    const look = entry.state.nextLookAt === null ? null : inTime(entry.state.nextLookAt, around.now);
    return look === null ? 'The app looks there now' : `Look again ${look}`;
  }
  const next = entry.state.kind === 'waiting' && entry.state.nextTryAt !== null
    ? inTime(entry.state.nextTryAt, around.now)
    : null;
  return next === null ? placeInLine(around.place) : `Try again ${next}`;
}

/** What a closed gate makes every entry of its environment wait for, null where the gate is open. */
function behindGate(gate: Gate, now: number): string | null {
  switch (gate.kind) {
    case 'open':
    case 'unproven':
      return null;
    case 'offline':
      if (gate.because === 'switched-off') return 'When you go online';
      return gate.because === 'captive-portal' ? 'After the network’s sign-in page' : 'When the platform answers';
    case 'sign-in':
      return 'After sign-in';
    case 'throttled':
      return `From ${until(gate.until, now)}`;
    case 'certificate':
      return 'When the certificate is right';
    case 'not-kelvin':
      return 'When the address answers again';
    default:
      return assertNever(gate);
  }
}

function placeInLine(place: number | null): string {
  switch (place) {
    case null:
    case 1:
      return 'Goes next';
    case 2:
      return 'Second in line';
    case 3:
      return 'Third in line';
    default:
      return `Number ${String(place)} in line`;
  }
}

function whyWaiting(entry: EntryView, around: Surroundings): string {
  const added = addedWords(entry, around);
  const { owner } = entry;
  if (owner.kind === 'account') {
    return `${added}. Sent when ${shortAccount(owner.account)} is signed in`;
  }
  if (entry.lastOutcome !== null && entry.attempts > 0 && entry.lastOutcome !== 'no-network') {
    return `${outcomeWords(entry.lastOutcome, entry.attempts)}. ${retryWords(entry, around)}`;
  }
  if (entry.behindAnother) return `${added}, goes after the one before it`;
  if (around.gate.kind === 'offline' && entry.addedAt >= around.gate.since) return `${added}, while offline`;
  const first = around.place === 1 && around.gate.kind === 'open';
  return first ? `${added}, goes next` : added;
}

/** The next step as a sentence of its own: "Tried again in 8 s", "Goes when the platform answers". */
function retryWords(entry: EntryView, around: Surroundings): string {
  const step = nextStepOfOpen(entry, around);
  if (step === 'Goes next') return 'Tried again next';
  return step.replace(/^Try again/, 'Tried again').replace(/^(?=After|From|When)./, (first) => `Goes ${first.toLowerCase()}`);
}

/** "Added by you at 14:24", "New value from you at 14:24", "To be deleted, asked by you at 14:24". */
export function addedWords(entry: EntryView, around: Pick<Surroundings, 'now'>): string {
  const at = atTime(entry.addedAt, around.now);
  const { owner } = entry;
  const who = owner.kind === 'me' ? 'you' : owner.kind === 'account' ? shortAccount(owner.account) : null;
  const by = who === null ? '' : ` by ${who}`;
  const before = who === null ? ' while nobody was signed in' : '';
  switch (entry.intent) {
    case 'create':
      return `Added${by} ${at}${before}`;
    case 'replace':
      return `New value added${by} ${at}${before}`;
    case 'delete':
      return `To be deleted, asked for${by} ${at}${before}`;
    default:
      return assertNever(entry.intent);
  }
}

function sendingSince(attempt: number, startedAt: number, now: number): string {
  return `Attempt ${String(attempt)}, started ${ago(startedAt, now)}`;
}

function heldSince(heldAt: number, now: number): string {
  return `Put on hold ${atTime(heldAt, now)}`;
}

/** How the last attempt ended: "Attempt 1 found no network". */
export function outcomeWords(outcome: LastOutcome, attempts: number): string {
  const attempt = attempts > 0 ? `Attempt ${String(attempts)}` : 'The last attempt';
  switch (outcome) {
    case 'no-network':
      return `${attempt} found no network`;
    case 'answer-lost':
      return `${attempt} was sent, but the answer got lost`;
    case 'name-is-there':
      return 'The platform has a secret with this name. Looking whose it is';
    case 'signed-out':
      return `${attempt} needs you to be signed in`;
    case 'throttled':
      return `The platform asked to wait`;
    case 'not-there-after-all':
      return `Looked on the platform: ${attempt.toLowerCase()} did not arrive`;
    case 'certificate':
      return `${attempt} stopped at the platform’s certificate`;
    case 'server-trouble':
      return `The platform had trouble of its own`;
    case 'app-was-stopped':
      return `${attempt} was interrupted when the app stopped`;
    default:
      return assertNever(outcome);
  }
}

/** How a delivery is known. */
export function proofWords(proof: Proof): string {
  switch (proof) {
    case 'answer':
      return 'Confirmed by the answer';
    case 'read-back':
      return 'Confirmed by reading back';
    case 'person':
      return 'Confirmed by you';
    default:
      return assertNever(proof);
  }
}

/** The outbox's "Action" column. */
export function intentWords(intent: Intent): string {
  switch (intent) {
    case 'create':
      return 'Create';
    case 'replace':
      return 'Replace';
    case 'delete':
      return 'Delete';
    default:
      return assertNever(intent);
  }
}

/** "today 14:32" for "The last one reached Plant A production today at 14:32". */
export function lastArrival(at: number, now: number): string {
  const words = atTime(at, now);
  return words.startsWith('at ') ? `today at ${clockTime(at)}` : words;
}
