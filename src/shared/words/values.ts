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

export function spaceAtEndOfLine(line: number): string {
  return `A space stands at the end of line ${amount(line)}.`;
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

export const tooLargeFile = 'This file is larger than 1 MiB, so it was not taken.';
export const notText = 'This file is not text (UTF-8), so it was not taken.';
