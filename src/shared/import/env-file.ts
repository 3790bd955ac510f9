import { enoughLines, problemLine, type ImportLine, type LineNote } from './import-line.ts';
import { TextLines } from './text-lines.ts';

/**
 * Reads `NAME=value` lines by the rule that Docker Compose publishes for environment files
 * (docs.docker.com/compose/how-tos/environment-variables/variable-interpolation, "Env file syntax"), without filling in:
 * blank lines and lines that begin with `#` are nothing; `export` may stand before a name; blanks around the name, the
 * `=` and a value without quotes are no part of it; a `#` behind a blank begins a comment there, and `#` alone does not.
 * Single quotes are literal. In double quotes `\n \r \t \" \$ \\` are what they are in a shell, and every other
 * backslash stays. Quoted values may have several lines and keep every byte, CRLF too.
 * Where Compose fills in `$NAME`, the text is kept and a note says so; where it takes `\'` inside of single quotes, the
 * line is told as wrong, since a shell reads it otherwise. It never throws.
 */
export function readEnvFile(text: string): ImportLine[] {
  const source = new TextLines(text);
  const lines: ImportLine[] = [];
  while (!source.isAtEnd && lines.length < enoughLines) {
    source.skipBlanks();
    const end = source.endOfLine();
    if (source.at < end && source.next !== '#') lines.push(readAssignment(source, end));
    source.goTo(source.endOfLine());
    source.passLineEnd();
  }
  return lines;
}

// What a shell takes, and the dots and dashes that dotenv and Compose take besides. What is no name is not shown
// anywhere: it may be the second line of a key that somebody pasted without quotes.
const assignment = /(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*/y;

function readAssignment(source: TextLines, end: number): ImportLine {
  const { line } = source;
  assignment.lastIndex = source.at;
  const found = assignment.exec(source.text);
  if (found === null || assignment.lastIndex > end) return problemLine(line, line, { kind: 'no-assignment' });
  const name = found[1] ?? '';
  source.goTo(assignment.lastIndex);
  const quote = source.next;
  return quote === '"' || quote === "'" ? readQuoted(source, name, quote) : readPlain(source, name, end);
}

function readPlain(source: TextLines, name: string, end: number): ImportLine {
  const { line } = source;
  const written = source.text.slice(source.at, end);
  // A value of nothing but a comment is empty: the blank before it was passed with the `=`.
  const comment = written.startsWith('#') && isBlank(source.text.charAt(source.at - 1)) ? 0 : written.search(/[ \t]#/);
  const value = withoutBlanksAtEnd(comment === -1 ? written : written.slice(0, comment));
  return { line, lastLine: line, name, value, problem: null, notes: notesOf(comment !== -1, value) };
}

function readQuoted(source: TextLines, name: string, quote: string): ImportLine {
  const { line } = source;
  const from = source.at + 1;
  const close = closingQuote(source.text, from, quote);
  if (close === -1) {
    source.goTo(source.text.length);
    return problemLine(line, source.line, { kind: 'quote-not-closed' }, name);
  }
  source.goTo(close + 1);
  const rest = source.text.slice(source.at, source.endOfLine());
  if (!/^[ \t]*(?:#.*)?$/s.test(rest)) return problemLine(line, source.line, { kind: 'text-after-quote' }, name);
  const written = source.text.slice(from, close);
  const isLiteral = quote === "'";
  const value = isLiteral ? written : unescaped(written);
  return { line, lastLine: source.line, name, value, problem: null, notes: notesOf(false, isLiteral ? '' : written) };
}

/** A backslash takes the next character along, in double quotes alone: an odd number of them takes the quote. */
function closingQuote(text: string, from: number, quote: string): number {
  let close = text.indexOf(quote, from);
  while (quote === '"' && close !== -1) {
    let slashes = 0;
    while (close - slashes > from && text[close - slashes - 1] === '\\') slashes += 1;
    if (slashes % 2 === 0) break;
    close = text.indexOf(quote, close + 1);
  }
  return close;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(written: string): string {
  if (!written.includes('\\')) return written;
  return written.replace(/\\([nrt"$\\])/g, (_, letter: string) => escapes[letter] ?? letter);
}

function notesOf(hasComment: boolean, written: string): LineNote[] {
  // Looked for first: most values have none, and the pattern is tried at every character.
  const asksToFillIn = written.includes('$') && /(?<!\\)\$(?:\{|[A-Za-z_])/.test(written);
  return [...(hasComment ? ['comment-left-out' as const] : []), ...(asksToFillIn ? ['nothing-filled-in' as const] : [])];
}

function withoutBlanksAtEnd(written: string): string {
  let end = written.length;
  while (isBlank(written.charAt(end - 1))) end -= 1;
  return written.slice(0, end);
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}
