import type { EntryView } from '../entry.ts';
import type { RefusalCode } from '../reply.ts';
import { amount, entries } from './counts.ts';
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
