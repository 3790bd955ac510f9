import { readImport } from '../../shared/import/read-import.ts';
import type { ImportFormat, ImportLine, LineNote } from '../../shared/import/import-line.ts';
import { measureValue, type ValueMeasure } from '../../shared/value-measure.ts';
import { hasControlCharacters, unusualLineEnds } from '../secrets/value-signs.ts';

/** One line as the preview knows it: everything but the value. */
export interface MeasuredLine extends Omit<ImportLine, 'value'> {
  readonly measure: ValueMeasure;
  readonly lineEnds: 'crlf' | 'mixed' | null;
  readonly hasControls: boolean;
  readonly notes: readonly LineNote[];
}

/** What a text holds: what is shown, and apart from it the values, each at the place of its line. */
export interface MeasuredText {
  readonly lines: readonly MeasuredLine[];
  readonly values: readonly string[];
}

/** Reads a text once, so that no choice that is made afterwards has to look at a value again. */
export function measureText(text: string, format: ImportFormat): MeasuredText {
  const read = readImport(text, format);
  return {
    values: read.map(({ value }) => value),
    lines: read.map(({ value, ...line }) => ({
      ...line,
      measure: measureValue(value),
      lineEnds: unusualLineEnds(value),
      hasControls: hasControlCharacters(value),
    })),
  };
}
