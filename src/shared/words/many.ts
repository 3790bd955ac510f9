import type { EntryView } from '../entry.ts';
import type { RefusalCode } from '../reply.ts';
import { amount, entries, secrets, verb } from './counts.ts';
import { refusalWords } from './refusals.ts';

/** What is said about many rows that are chosen together, and about taking a discard back. */

export const undo = 'Undo';

/** After a discard that can be taken back. */
export function discardedWords(discarded: readonly Pick<EntryView, 'name'>[]): string {
  const [only] = discarded;
  return discarded.length === 1 && only !== undefined ? `${only.name} was discarded.` : `${entries(discarded.length)} were discarded.`;
}

/** Where some of many could not be changed: how many, and why the first of them could not. */
export function notChanged(refused: readonly { readonly code: RefusalCode }[]): string {
  const [first] = refused;
  const why = first === undefined ? '' : ` ${refusalWords(first.code)}`;
  return refused.length === 1 ? `One stays as it is.${why}` : `${amount(refused.length)} stay as they are.${why}`;
}

export function chosenRows(count: number): string {
  return `${amount(count)} chosen`;
}

export const clearChosen = 'Clear';

export function chooseRow(name: string): string {
  return `Choose ${name}`;
}

export const manyActions = {
  hold: 'Put on hold',
  release: 'Release',
  'send-now': 'Send now',
  discard: 'Discard…',
  delete: 'Delete…',
  'replace-value': 'Replace value…',
} as const;

/** What the names in a question are called, for those who hear it. */
export const theNames = 'Names';

export const deleteMany = {
  title: (count: number): string => `Delete ${secrets(count)}?`,
  fact: (count: number, environment: string): string =>
    `${secrets(count)} ${verb(count, 'is', 'are')} deleted from ${environment} for good. Whatever reads ${verb(count, 'it', 'them')} then finds none.`,
  condition: 'Each one is deleted only if nobody changed it until then. What waits can be discarded in the outbox.',
  commit: (count: number, environment: string): string => `Delete ${amount(count)} from ${environment}`,
} as const;

export const replaceMany = {
  title: (count: number): string => `Replace the value of ${secrets(count)}`,
  fact: (count: number): string => `All ${amount(count)} get this one value. What each of them has now is lost. Nobody can bring it back.`,
  more: 'Each one is replaced only if nobody changed it until then.',
  note: 'Kept here, encrypted, until the platform has them',
  commit: (count: number, environment: string): string => `Replace ${amount(count)} in ${environment}`,
} as const;

export const discardMany = {
  title: (count: number): string => `Discard ${entries(count)}?`,
  fact: 'Their values are removed from this computer for good; only what was never sent can be taken back for a moment.',
  maybe: (count: number): string =>
    `${entries(count)} may already have arrived on the platform. Discarding does not undo that there.`,
  commit: (count: number): string => `Discard ${entries(count)}`,
} as const;

/** After many were recorded: how many, and why the first of the others was not. */
export function recordedWords(recorded: number, refused: readonly { readonly code: RefusalCode }[]): string {
  const [first] = refused;
  const waits = `${entries(recorded)} in the outbox.`;
  return first === undefined ? waits : `${waits} ${amount(refused.length)} not recorded. ${refusalWords(first.code)}`;
}
