import { assertNever } from '../assert-never.ts';
import { csvColumns, readCsvFile } from './csv-file.ts';
import { readEnvFile } from './env-file.ts';
import type { ImportFormat, ImportLine } from './import-line.ts';
import { readJsonFile } from './json-file.ts';

/** Every secret of a text, in the order of its lines. It never throws. */
export function readImport(text: string, format: ImportFormat): ImportLine[] {
  switch (format) {
    case 'env':
      return readEnvFile(text);
    case 'csv':
      return readCsvFile(text);
    case 'csv-turned':
      return readCsvFile(text, true);
    case 'json':
      return readJsonFile(text);
    default:
      return assertNever(format);
  }
}

/** What a text most likely is: by its file's name where that says so, else by how it begins. */
export function detectFormat(text: string, fileName: string | null): ImportFormat {
  const ending = /\.(json|csv|tsv|env)$/i.exec(fileName ?? '')?.[1]?.toLowerCase();
  if (ending === 'json' || ending === 'env') return ending;
  if (ending !== undefined) return 'csv';
  if (/^\ufeff?\s*[[{]/.test(text)) return 'json';
  if (/^\ufeff?sep=[,;\t]\r?\n/i.test(text) || csvColumns(text) !== null) return 'csv';
  const first = firstLine(text);
  return /[,;\t]/.test(first) && (!assignment.test(first) || paddedField.test(first)) ? 'csv' : 'env';
}

const assignment = /^\s*(?:export\s+)?[\w.-]+\s*=/;

/** Base64 ends in = too: a field of it must not be taken for a name, for it may be a value. */
const paddedField = /^\s*[\w.+/-]+={1,2}[,;\t]/;

/** The first that is neither empty nor a comment, of those at the beginning. */
function firstLine(text: string): string {
  const beginning = text.slice(0, 4096).split('\n');
  return beginning.find((line) => line.trim() !== '' && !line.trimStart().startsWith('#')) ?? '';
}
