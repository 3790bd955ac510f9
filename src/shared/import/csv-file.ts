import { problemLine, type ImportLine } from './import-line.ts';
import { TextLines } from './text-lines.ts';

/**
 * Reads comma-separated values by RFC 4180: records end with CRLF or LF, a quoted field may hold commas, line ends and
 * doubled quotes, and blanks are part of a field. A first line with the fields `name` and `value` is a header, in any
 * order and among others; it may be separated by `;` or a tab, as spreadsheets of many countries write it, and then the
 * rest is too. Without a header a record has two fields, name and value. It never throws.
 */
export function readCsvFile(text: string): ImportLine[] {
  const source = new TextLines(text);
  const layout = readLayout(source);
  const lines: ImportLine[] = [];
  while (!source.isAtEnd) {
    const { line } = source;
    // An empty line is no record of one empty field.
    if (source.endOfLine() > source.at) lines.push(lineOf(readRecord(source, layout.separator), line, source.line, layout));
    else source.goTo(source.endOfLine());
    source.passLineEnd();
  }
  return lines;
}

/** True where the first line names its columns: what tells a CSV file from others. */
export function hasCsvHeader(text: string): boolean {
  return headerOf(new TextLines(text)) !== null;
}

interface Layout {
  readonly separator: string;
  readonly fields: number;
  /** Which field is which. */
  readonly columns: { readonly name: number; readonly value: number };
}

type Row =
  | { readonly kind: 'fields'; readonly fields: readonly string[] }
  | { readonly kind: 'quote-not-closed' | 'text-after-quote' | 'quote-in-field' };

const noHeader: Layout = { separator: ',', fields: 2, columns: { name: 0, value: 1 } };

/** Reads the header where there is one; else nothing is read. */
function readLayout(source: TextLines): Layout {
  const header = headerOf(source);
  if (header === null) return noHeader;
  readRecord(source, header.separator);
  source.passLineEnd();
  return header;
}

function headerOf({ text }: TextLines): Layout | null {
  for (const separator of [',', ';', '\t']) {
    const row = readRecord(new TextLines(text), separator);
    if (row.kind !== 'fields') continue;
    const captions = row.fields.map((field) => field.trim().toLowerCase());
    const columns = { name: captions.indexOf('name'), value: captions.indexOf('value') };
    if (columns.name !== -1 && columns.value !== -1) return { separator, fields: captions.length, columns };
  }
  return null;
}

function lineOf(row: Row, line: number, lastLine: number, { fields, columns }: Layout): ImportLine {
  if (row.kind !== 'fields') return problemLine(line, lastLine, row);
  const found = row.fields.length;
  if (found !== fields) return problemLine(line, lastLine, { kind: 'wrong-fields', found, expected: fields });
  return {
    line,
    lastLine,
    name: row.fields[columns.name] ?? '',
    value: row.fields[columns.value] ?? '',
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
