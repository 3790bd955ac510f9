import { enoughLines, problemLine, type ImportLine, type LineProblem } from './import-line.ts';
import { JsonReader, NotJson } from './json-reader.ts';

/**
 * Reads an object of names and texts, or a list of `{ "name": …, "value": … }` whose other members mean nothing.
 * Every member is a line of its own, also the second of the same name, which `JSON.parse` would lose. A value that is
 * no text is a problem of its line. What was read before it is no JSON any more is kept. It never throws.
 */
export function readJsonFile(text: string): ImportLine[] {
  const json = new JsonReader(text);
  const lines: ImportLine[] = [];
  try {
    const kind = json.peek();
    const add = (line: ImportLine): void => {
      if (lines.push(line) === enoughLines) throw new Enough();
    };
    if (kind === 'object') json.members((name, line) => add(readMember(json, name, line)));
    else if (kind === 'list') json.items(() => add(readItem(json)));
    else {
      json.skip();
      lines.push(problemLine(1, json.line, { kind: 'not-secrets' }));
    }
    json.end();
  } catch (error) {
    if (error instanceof Enough) return lines;
    if (!(error instanceof NotJson)) throw error;
    lines.push(problemLine(json.line, json.line, { kind: 'not-json' }));
  }
  return lines;
}

class Enough extends Error {}

function readMember(json: JsonReader, name: string, line: number): ImportLine {
  const read = readText(json);
  return 'problem' in read ? problemLine(line, json.line, read.problem, name) : found(line, json.line, name, read.text);
}

function readItem(json: JsonReader): ImportLine {
  const begin = json.peek();
  const { line } = json;
  if (begin !== 'object') {
    json.skip();
    return problemLine(line, json.line, { kind: 'no-name-and-value' });
  }
  const names: (string | LineProblem)[] = [];
  const values: (string | LineProblem)[] = [];
  json.members((member) => {
    if (member !== 'name' && member !== 'value') return json.skip();
    const read = readText(json);
    (member === 'name' ? names : values).push('problem' in read ? read.problem : read.text);
  });
  const [name, value] = [names[0], values[0]];
  if (names.length !== 1 || values.length !== 1 || typeof name !== 'string' || value === undefined) {
    return problemLine(line, json.line, { kind: 'no-name-and-value' });
  }
  return typeof value === 'string' ? found(line, json.line, name, value) : problemLine(line, json.line, value, name);
}

function readText(json: JsonReader): { readonly text: string } | { readonly problem: LineProblem } {
  const kind = json.peek();
  if (kind === 'text') return { text: json.text() };
  json.skip();
  return { problem: { kind: 'not-text', found: kind } };
}

function found(line: number, lastLine: number, name: string, value: string): ImportLine {
  return { line, lastLine, name, value, problem: null, notes: [] };
}
