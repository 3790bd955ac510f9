/** How a text is read. `csv-turned`: CSV in which name and value have changed places. */
export const importFormats = ['env', 'csv', 'csv-turned', 'json'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** What a file holds at most, in UTF-8 bytes: a whole import is one request and one transaction. */
export const maxImportBytes = 8 * 1024 * 1024;

/** The most secrets that one import adds. */
export const maxImportCount = 10_000;

/** One more than an import holds is read, and no further: it is refused whole, and a page must not stand still for that. */
export const enoughLines = maxImportCount + 1;

/** Why a line gives no secret, whatever its name and value would be. */
export type LineProblem =
  /** .env: no `NAME=` where one is expected. */
  | { readonly kind: 'no-assignment' }
  /** A quote is opened and never closed: everything after it may be part of the value, so nothing of it is read. */
  | { readonly kind: 'quote-not-closed' }
  /** Text stands between a closing quote and the end of the line or field. */
  | { readonly kind: 'text-after-quote' }
  /** CSV: a quote inside of a field that is not quoted. */
  | { readonly kind: 'quote-in-field' }
  /** CSV: not as many fields as the header has, or not two. */
  | { readonly kind: 'wrong-fields'; readonly found: number; readonly expected: number }
  /** From here on it is no JSON. */
  | { readonly kind: 'not-json' }
  /** JSON: neither an object nor a list of objects. */
  | { readonly kind: 'not-secrets' }
  /** JSON: one of the list is no object with one name and one value. */
  | { readonly kind: 'no-name-and-value' }
  /** JSON: the value is something else than text, and is never turned into text silently. */
  | { readonly kind: 'not-text'; readonly found: 'number' | 'boolean' | 'null' | 'list' | 'object' };

/** What a format did with a value that was well-formed, told because a person may have meant otherwise. */
export type LineNote =
  /** .env: ` # …` behind the value is a comment and no part of it. */
  | 'comment-left-out'
  /** .env: `$NAME` or `${NAME}` stays as it is written; nothing is filled in. */
  | 'nothing-filled-in';

/** One secret of a file as it was read: never altered, whether or not it can be added. */
export interface ImportLine {
  /** Where it begins in the file; 1 is the first. */
  readonly line: number;
  /** Where it ends: a value may have several lines. */
  readonly lastLine: number;
  /** Empty where none could be read. */
  readonly name: string;
  /** Empty where there is a problem. */
  readonly value: string;
  readonly problem: LineProblem | null;
  readonly notes: readonly LineNote[];
}

/** A line that gives no secret. */
export function problemLine(line: number, lastLine: number, problem: LineProblem, name = ''): ImportLine {
  return { line, lastLine, name, value: '', problem, notes: [] };
}
