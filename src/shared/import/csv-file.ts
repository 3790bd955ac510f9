import { maxNameLength, nameProblem } from '../secret-name.ts';
import { headerColumns, type CsvColumns } from './csv-header.ts';
import { enoughLines, problemLine, type ImportLine } from './import-line.ts';
import { TextLines } from './text-lines.ts';

/**
 * Reads comma-separated values by RFC 4180: records end with CRLF or LF, a quoted field may hold commas, line ends and
 * doubled quotes, and blanks are part of a field. A first line that names its columns (`csv-header.ts`) is a header, in
 * any order and among others. Without one a record has two fields, name and value. Fields may be separated by `;` or a
 * tab, as spreadsheets of many countries write it. `turned`: what would be the name is the value. It never throws.
 */
export function readCsvFile(text: string, turned = false): ImportLine[] {
  const source = new TextLines(text);
  const layout = readLayout(source, turned);
  const lines: ImportLine[] = [];
  while (!source.isAtEnd && lines.length < enoughLines) {
    const { line } = source;
    // An empty line is no record of one empty field.
    if (source.endOfLine() > source.at) lines.push(lineOf(readRecord(source, layout.separator), line, source.line, layout));
    else source.goTo(source.endOfLine());
    source.passLineEnd();
  }
  return lines;
}

/** The captions of a header; null where the first line is none. It is what tells a CSV file from others. */
export function csvColumns(text: string): CsvColumns | null {
  const source = new TextLines(text);
  passSeparatorLine(source);
  return headerOf(source)?.columns ?? null;
}

/**
 * True where name and value may have changed places in a file without a header: in most of its lines the first field is
 * no name for the platform and the second is one. `MQTT_USER,admin` is not such a line.
 */
export function looksTurned(lines: readonly ImportLine[]): boolean {
  const read = lines.filter(({ problem }) => problem === null);
  const turned = read.filter(({ name, value }) => !environmentName.test(name) && !isName(name) && isName(value));
  return turned.length * 2 > read.length;
}

interface Layout {
  readonly separator: string;
  readonly fields: number;
  /** Which field is which. */
  readonly name: number;
  readonly value: number;
}

type Row =
  | { readonly kind: 'fields'; readonly fields: readonly string[] }
  | { readonly kind: 'quote-not-closed' | 'text-after-quote' | 'quote-in-field' };

const separators = [',', ';', '\t'] as const;
const environmentName = /^[A-Z][A-Z0-9_]*$/;

function isName(text: string): boolean {
  return text.length <= maxNameLength && nameProblem(text) === null;
}

/** Reads what says how the file is built; else nothing is read. */
function readLayout(source: TextLines, turned: boolean): Layout {
  const separator = passSeparatorLine(source);
  const header = headerOf(source);
  if (header !== null) {
    readRecord(source, header.separator);
    source.passLineEnd();
  }
  const layout = header ?? { separator: separator ?? likelySeparator(source), fields: 2, name: 0, value: 1 };
  return turned ? { ...layout, name: layout.value, value: layout.name } : layout;
}

/** `sep=;` in the first line is a spreadsheet's word to itself. */
function passSeparatorLine(source: TextLines): string | null {
  const found = /^sep=([,;\t])$/i.exec(source.text.slice(0, Math.min(source.endOfLine(), 8)))?.[1] ?? null;
  if (found !== null) {
    source.goTo(source.endOfLine());
    source.passLineEnd();
  }
  return found;
}

/** What is looked at to see how a file is built, in UTF-16 units: a header is no longer, and a hostile line may be. */
const longestHeader = 4096;
const beginning = 16 * longestHeader;

function headerOf({ text, at }: TextLines): (Layout & { readonly columns: CsvColumns }) | null {
  for (const separator of separators) {
    const source = new TextLines(text.slice(at, at + longestHeader));
    const row = readRecord(source, separator);
    const isCut = source.isAtEnd && at + longestHeader < text.length;
    const header = row.kind === 'fields' && !isCut ? headerColumns(row.fields) : null;
    if (row.kind === 'fields' && header !== null) return { ...header, separator, fields: row.fields.length };
  }
  return null;
}

const identifier = /^[\w.-]+$/;

/** What gives most of the first records two fields of which one, rather the first, looks like a name; else a comma. */
function likelySeparator({ text, at }: TextLines): string {
  const scores = separators.map((separator) => {
    const source = new TextLines(text.slice(at, at + beginning));
    let score = 0;
    while (!source.isAtEnd) {
      const row = readRecord(source, separator);
      source.passLineEnd();
      if (row.kind !== 'fields' || row.fields.length !== 2) continue;
      score += identifier.test(row.fields[0] ?? '') ? 2 : identifier.test(row.fields[1] ?? '') ? 1 : 0;
    }
    return score;
  });
  return separators[scores.indexOf(Math.max(...scores))] ?? ',';
}

function lineOf(row: Row, line: number, lastLine: number, layout: Layout): ImportLine {
  if (row.kind !== 'fields') return problemLine(line, lastLine, row);
  const found = row.fields.length;
  if (found !== layout.fields) return problemLine(line, lastLine, { kind: 'wrong-fields', found, expected: layout.fields });
  return {
    line,
    lastLine,
    name: row.fields[layout.name] ?? '',
    value: row.fields[layout.value] ?? '',
    problem: null,
    notes: [],
  };
}

/** Up to the end of the record, whose line end is left; what is wrong with it takes the rest of its line along. */
function readRecord(source: TextLines, separator: string): Row {
  const fields: string[] = [];
  for (;;) {
    const field = source.next === '"' ? readQuoted(source) : readPlain(source, separator);
    if (typeof field !== 'string') return field;
    fields.push(field);
    if (source.next !== separator) break;
    source.goTo(source.at + 1);
  }
  if (source.at === source.endOfLine()) return { kind: 'fields', fields };
  source.goTo(source.endOfLine());
  return { kind: 'text-after-quote' };
}

function readPlain(source: TextLines, separator: string): string | Row {
  const lineEnd = source.endOfLine();
  let end = source.at;
  while (end < lineEnd && source.text[end] !== separator) end += 1;
  const field = source.text.slice(source.at, end);
  source.goTo(field.includes('"') ? lineEnd : end);
  return field.includes('"') ? { kind: 'quote-in-field' } : field;
}

function readQuoted(source: TextLines): string | Row {
  const from = source.at + 1;
  let close = source.text.indexOf('"', from);
  while (close !== -1 && source.text[close + 1] === '"') close = source.text.indexOf('"', close + 2);
  if (close === -1) {
    source.goTo(source.text.length);
    return { kind: 'quote-not-closed' };
  }
  source.goTo(close + 1);
  return source.text.slice(from, close).replaceAll('""', '"');
}
