import { assertNever } from '../../shared/assert-never.ts';
import type { EntryId } from '../../shared/entry.ts';
import {
  alreadyWaits, fates, importing, importValueProblem, lineNoteWords, lineProblemWords, onPlatform, repairedFrom, sameName,
} from '../../shared/words/importing.ts';
import { nameProblemWords, nameWarningWords, useInstead } from '../../shared/words/names.ts';
import { refusalWords } from '../../shared/words/refusals.ts';
import { asOf as asOfWords, platformTime, atTime, when } from '../../shared/words/times.ts';
import { controlCharacters, edgeWords, lineEndWords } from '../../shared/words/values.ts';
import type { IconName } from '../components/icons.ts';
import type { LeftOut, PlannedLine } from './import-plan.ts';

/** What a line offers to do about its remark. */
export type Offer = { readonly label: string } & (
  | { readonly kind: 'repair' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'show'; readonly entryId: EntryId }
);

export interface FateWords {
  readonly chip: { readonly icon: IconName; readonly tone: string; readonly words: string };
  /** What stands beside the chip. */
  readonly why: string;
  /** All of it in one sentence. */
  readonly full: string;
  readonly offer: Offer | null;
}

const chips = {
  create: { icon: 'arrived', tone: 'plain', words: fates.create },
  replace: { icon: 'attention', tone: 'attend', words: fates.replace },
  listed: { icon: 'swap', tone: '', words: fates.skipped },
  waits: { icon: 'clock', tone: '', words: fates.skipped },
  'left-out': { icon: 'attention', tone: 'danger', words: fates.leftOut },
} as const satisfies Record<PlannedLine['fate']['kind'], FateWords['chip']>;

/** A line's last column. `asOf`: when the platform's list was read; `now`: wall clock ms. */
export function fateWords(line: PlannedLine, asOf: number | null, now: number): FateWords {
  const { fate } = line;
  const chip = chips[fate.kind];
  const reasons = [...reasonsOf(line, asOf, now), ...(fate.kind === 'left-out' ? [] : notesOf(line))];
  const why = reasons.join('. ');
  return { chip, why, full: `${chip.words}${why === '' ? '' : `. ${why}`}`, offer: offerOf(line) };
}

function reasonsOf({ read, name, fate, nameWarning }: PlannedLine, asOf: number | null, now: number): readonly string[] {
  const renamed = name === read.name ? [] : [repairedFrom(read.name)];
  switch (fate.kind) {
    case 'create':
      return [...renamed, ...(nameWarning === null ? [] : [withoutStop(nameWarningWords(nameWarning))])];
    case 'replace':
    case 'listed': {
      const updated = platformTime(fate.secret.updated);
      const list = asOf === null ? null : asOfWords(asOf, now);
      return [onPlatform(list, updated === null ? null : when(updated, now)), ...renamed];
    }
    case 'waits':
      return [alreadyWaits(atTime(fate.waiting.addedAt, now)), ...renamed];
    case 'left-out':
      return [leftOutWords(fate.because), ...renamed];
    default:
      return assertNever(fate);
  }
}

function leftOutWords(because: LeftOut): string {
  switch (because.kind) {
    case 'line':
      return lineProblemWords(because.problem);
    case 'name':
      return withoutStop(nameProblemWords(because.problem));
    case 'value':
      return importValueProblem(because.problem);
    case 'same-name':
      return sameName(because.line);
    case 'refused':
      return withoutStop(refusalWords(because.code));
    default:
      return assertNever(because);
  }
}

function notesOf({ read }: PlannedLine): readonly string[] {
  const edge = edgeWords(read.measure);
  return [
    ...(edge === null ? [] : [edge]),
    ...(read.lineEnds === null ? [] : [lineEndWords[read.lineEnds]]),
    ...(read.hasControls ? [controlCharacters] : []),
    ...read.notes.map((note) => lineNoteWords[note]),
  ];
}

function offerOf({ read, fate }: PlannedLine): Offer | null {
  if (fate.kind === 'waits') return { kind: 'show', entryId: fate.waiting.entryId, label: importing.showIt };
  if (fate.kind !== 'left-out') return null;
  if (fate.because.kind === 'same-name') return { kind: 'keep', label: importing.keepThis };
  const repair = fate.because.kind === 'name' ? read.repair : null;
  return repair === null ? null : { kind: 'repair', label: useInstead(repair) };
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
