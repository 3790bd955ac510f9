import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readEnvFile } from './env-file.ts';

/** Name → value of what was read without a problem. */
const values = (text: string): Record<string, string> =>
  Object.fromEntries(readEnvFile(text).flatMap(({ name, value, problem }) => (problem === null ? [[name, value]] : [])));
const value = (text: string): string | undefined => values(text)['A'];

describe('a .env file', () => {
  it.each([
    ['A=plain', 'plain'],
    ['  export\tA = plain \t', 'plain'],
    ['export=x\nA=y', 'y'],
    ['A=', ''],
    ['A=a b  c', 'a b  c'],
    ['A=abc#def', 'abc#def'],
    ['A=abc #def', 'abc'],
    ['A= # only a comment', ''],
    ['A=#no comment', '#no comment'],
    ['A=a=b==', 'a=b=='],
    ['A=it\'s "so"', 'it\'s "so"'],
    ['A=\\n\\t', '\\n\\t'],
    ['A=\u00a0kept\u00a0', '\u00a0kept\u00a0'],
    ["A='  kept  '", '  kept  '],
    ["A='$HOME $" + "{X} \\n \" # #'", '$HOME $' + '{X} \\n " # #'],
    ['A="  kept  " # comment', '  kept  '],
    ['A="x"# comment', 'x'],
    ['A="\\n\\r\\t\\"\\$\\\\"', '\n\r\t"$\\'],
    ['A="\\d \\\\n \\\'"', "\\d \\n \\'"],
    ['A="one\r\ntwo\n three \r\n"', 'one\r\ntwo\n three \r\n'],
    ["A='one\r\n\r\ntwo'", 'one\r\n\r\ntwo'],
    ['\ufeffA=x', 'x'],
    ['A=x\r\nB=y\r\n', 'x'],
    ['A=\0\u{1F511}', '\0\u{1F511}'],
  ])('%j says %j', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it('has comments and blank lines, which are nothing', () => {
    expect(readEnvFile('# A=1\n\n   \t\n  # B=2\r\n\r\n')).toEqual([]);
  });

  it('gives each secret the line where it begins and the line where it ends', () => {
    const lines = readEnvFile('# head\r\nA="1\r\n2\r\n3"\r\n\r\nB=4');
    expect(lines.map(({ name, line, lastLine }) => [name, line, lastLine])).toEqual([['A', 2, 4], ['B', 6, 6]]);
  });

  it.each([
    ['no equals here', 'no-assignment'],
    ['A B=c', 'no-assignment'],
    ['=c', 'no-assignment'],
    ['A\n=c', 'no-assignment'],
    ['A="x" y', 'text-after-quote'],
    ["A='Let\\'s go'", 'text-after-quote'],
  ])('tells of the line %j that it is %s', (text, kind) => {
    expect(readEnvFile(text)[0]).toMatchObject({ line: 1, value: '', problem: { kind } });
  });

  it('reads on after a line that is wrong', () => {
    expect(values('what is this\nA="x" y\nB=2')).toEqual({ B: '2' });
  });

  it('reads nothing after a quote that is never closed: it may all be one value', () => {
    const lines = readEnvFile('A=1\nKEY="-----BEGIN\nMIIEvA=\nB=2\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toEqual({ line: 2, lastLine: 5, name: 'KEY', value: '', problem: { kind: 'quote-not-closed' }, notes: [] });
  });

  it('gives no name to a line that is none: it may be the rest of a key', () => {
    expect(readEnvFile('KEY=-----BEGIN\nMII+vA/x==\n')[1]).toMatchObject({ name: '', problem: { kind: 'no-assignment' } });
  });

  it('says what it did that a person may not have meant', () => {
    const notes = (text: string): readonly string[] => readEnvFile(text)[0]?.notes ?? [];
    expect(notes('A=x # y')).toEqual(['comment-left-out']);
    expect(notes('A="$HOME/x"')).toEqual(['nothing-filled-in']);
    expect(notes('A=$' + '{HOME}')).toEqual(['nothing-filled-in']);
    for (const plain of ['A="\\$HOME"', "A='$HOME'", 'A=cost$5', 'A=x']) expect(notes(plain)).toEqual([]);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('"', "'", '\\', '\n', '\r', ' ', '\t', '#', '=', '$', 'n', '\0', '\u{1F511}'), maxLength: 40 }),
);
const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,12}$/);

const doubleQuoted = (text: string): string => `"${text.replace(/[\\"$]/g, '\\$&')}"`;

test('whatever value is written in double quotes comes back byte for byte, with its own line', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, anyText), { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), (pairs, end) => {
      const lines = readEnvFile(pairs.map(([key, text]) => `${key}=${doubleQuoted(text)}${end}`).join(''));
      expect(lines.map(({ name: read, value: text }) => [read, text])).toEqual(pairs);
      let line = 1;
      for (const [index, [, text]] of pairs.entries()) {
        expect(lines[index]?.line).toBe(line);
        line += text.split('\n').length;
      }
    }),
  );
});

test('single quotes keep every byte but their own', () => {
  fc.assert(
    fc.property(anyText.filter((text) => !text.includes("'")), (text) => {
      expect(value(`A='${text}'`)).toBe(text);
    }),
  );
});

test('it never throws, whatever it is given', () => {
  fc.assert(fc.property(anyText, anyText, (one, other) => void readEnvFile(`${one}=${other}`)), { numRuns: 500 });
});

test('hostile blanks, escapes and very many lines take time in proportion', () => {
  const worst = [' '.repeat(200_000), `A=${' '.repeat(200_000)}x`, `A="${'\\"'.repeat(100_000)}`, 'A=x\n'.repeat(200_000)];
  for (const text of worst) readEnvFile(text);
});
