import { csvColumns, looksTurned } from '../../shared/import/csv-file.ts';
import type { CsvColumns } from '../../shared/import/csv-header.ts';
import { readImport } from '../../shared/import/read-import.ts';
import type { ImportFormat, ImportLine, LineNote } from '../../shared/import/import-line.ts';
import { maxNameLength, nameProblem, type NameProblem } from '../../shared/secret-name.ts';
import { measureValue, type ValueMeasure } from '../../shared/value-measure.ts';
import { hasControlCharacters, unusualLineEnds } from '../secrets/value-signs.ts';

/** One line as the preview knows it: everything but the value. */
export interface MeasuredLine extends Omit<ImportLine, 'value'> {
  readonly measure: ValueMeasure;
  /** What is wrong with the name by the platform's rule, and the name that it can be written as where it can. */
  readonly nameProblem: NameProblem | null;
  readonly repair: string | null;
  readonly lineEnds: 'crlf' | 'mixed' | null;
  readonly hasControls: boolean;
  readonly notes: readonly LineNote[];
}

/** What a text holds: what is shown, and apart from it the values, each at the place of its line. */
export interface MeasuredText {
  readonly lines: readonly MeasuredLine[];
  readonly values: readonly string[];
  /** The captions of a CSV file's header; null where it has none. */
  readonly columns: CsvColumns | null;
  /** A CSV file without a header in which name and value seem to have changed places. */
  readonly looksTurned: boolean;
}

/** A name that is so long is a value in the wrong column: nobody wants it repaired, character by character. */
const longestLookedAt = 4 * maxNameLength;
const tooLong: NameProblem = { kind: 'too-long', max: maxNameLength };

/** Reads a text once, so that no choice that is made afterwards has to look at a value again. */
export function measureText(text: string, format: ImportFormat): MeasuredText {
  const read = readImport(text, format);
  const columns = format === 'csv' || format === 'csv-turned' ? csvColumns(text) : null;
  return {
    columns,
    looksTurned: format === 'csv' && columns === null && looksTurned(read),
    values: read.map(({ value }) => value),
    lines: read.map(({ value, ...line }) => {
      const problem = line.name.length > longestLookedAt ? tooLong : nameProblem(line.name);
      return {
        ...line,
        measure: measureValue(value),
        lineEnds: unusualLineEnds(value),
        hasControls: hasControlCharacters(value),
        nameProblem: problem,
        repair: problem?.kind === 'characters' ? problem.suggestion : null,
      };
    }),
  };
}
