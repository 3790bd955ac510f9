import { assertNever } from '../assert-never.ts';
import { maxValueBytes, type ValueMeasure, type ValueProblem } from '../value-measure.ts';
import { amount, counted } from './counts.ts';

/** "227 bytes, 5 lines": all that is ever shown of a value once it has been added. */
export function valueSize(bytes: number, lines: number): string {
  return `${counted(bytes, 'byte')}, ${counted(lines, 'line')}`;
}

export function valueProblemWords(problem: ValueProblem): string {
  switch (problem) {
    case 'empty':
      return 'Type or paste the value.';
    case 'too-large':
      return `A value has at most 1 MiB (${amount(maxValueBytes)} bytes). Nothing was cut off.`;
    case 'lone-surrogate':
      return 'Half of a character stands in this value, so it has no bytes to send. Paste it again from its source.';
    default:
      return assertNever(problem);
  }
}

/** What cannot be seen at the edges of a value; null when there is nothing to say. */
export function edgeWords(measure: Pick<ValueMeasure, 'startsWithSpace' | 'endsWith'>): string | null {
  if (measure.endsWith === 'newline') return 'Ends with a newline, kept as it is';
  if (measure.endsWith === 'space') return 'Ends with a space, kept as it is';
  if (measure.startsWithSpace) return 'Begins with a space, kept as it is';
  return null;
}

/** One blank, several, or tabs. */
export function spaceAtEndOfLine(line: number): string {
  return `Blank space stands at the end of line ${amount(line)}.`;
}

export const lineEndWords = {
  crlf: 'Windows line ends, kept',
  mixed: 'Mixed line ends, kept',
} as const;

export const controlCharacters = 'Control characters, kept';
export const removeIt = 'Remove it';
export const reveal = 'Reveal';
export const hide = 'Hide';
export const value = 'Value';
export const hiddenValue = 'Value, hidden';
export const newlineMark = '↵ newline';
export const spaceMark = 'space';

/** A value that is too long to edit as dots. */
export const tooLongForDots = 'Too long to edit as dots. Reveal it to edit it, or paste to replace all of it.';

export const fromFile = 'From file…';

/** Why a file was not taken. */
export const fileTroubles = {
  'too-large': 'This file is larger than a value can be (1 MiB; 768 KiB where it is not text), so it was not taken.',
  'not-read': 'This file could not be read, so it was not taken.',
  empty: 'This file is empty, so it was not taken.',
  several: 'These are several files, so none was taken. A value is one file at a time.',
} as const;

/** In which form a file became the value. */
export function takenFile(name: string, bytes: number, form: 'text' | 'base64', isText: boolean): string {
  if (form === 'text') return `${name}, taken as text (UTF-8), byte for byte.`;
  const why = isText ? '' : ', because it is not text (UTF-8)';
  return `${name}, taken as base64 of its ${counted(bytes, 'byte')}${why}.`;
}

export const takeAs = { text: 'Take it as text', base64: 'Take base64 of its bytes' } as const;

export const beginsWithBlanks = 'Begins with spaces or line ends, kept as they are.';
export const removeThem = 'Remove them';

export function endsWithNewlines(count: number): string {
  return count === 1 ? 'Ends with a newline, kept as it is' : `Ends with ${amount(count)} newlines, kept as they are`;
}

/** `codes`: a few of them, as U+200B. */
export function invisibleWords(count: number, codes: readonly string[]): string {
  return `${counted(count, 'character')} that nobody sees (${codes.join(', ')}), kept. Revealed, ${count === 1 ? 'it is' : 'they are'} marked.`;
}
