import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readJsonFile } from './json-file.ts';

const pairs = (text: string): [string, string][] => readJsonFile(text).map(({ name, value }) => [name, value]);

describe('a JSON file', () => {
  it('is an object of names and texts, with the lines of its members', () => {
    const lines = readJsonFile('{\n  "a": "1",\n  "b":\n    "2\\n"\n}\n');
    expect(lines.map(({ name, value, line }) => [name, value, line])).toEqual([['a', '1', 2], ['b', '2\n', 3]]);
  });

  it('or a list of objects with name and value, whose other members mean nothing', () => {
    expect(pairs('[{"name":"a","value":"1"},\n{"note":[{"x":1}],"value":"2","name":"b"}]')).toEqual([['a', '1'], ['b', '2']]);
  });

  it('gives both members of one name, which JSON.parse would not', () => {
    expect(pairs('{"a":"1","a":"2","__proto__":"3"}')).toEqual([['a', '1'], ['a', '2'], ['__proto__', '3']]);
  });

  it.each([
    ['1.50', 'number'],
    ['true', 'boolean'],
    ['null', 'null'],
    ['["x"]', 'list'],
    ['{"x":"y"}', 'object'],
  ])('never turns %s into text', (written, kind) => {
    const problem = { kind: 'not-text', found: kind };
    expect(readJsonFile(`{"a":${written},"b":"2"}`)).toMatchObject([{ name: 'a', value: '', problem }, { name: 'b', value: '2', problem: null }]);
    expect(readJsonFile(`[{"name":"a","value":${written}}]`)).toMatchObject([{ name: 'a', problem }]);
  });

  it.each(['[1]', '[{}]', '[{"name":"a"}]', '[{"value":"1"}]', '[{"name":1,"value":"1"}]', '[{"name":"a","value":"1","value":"2"}]'])(
    'says that %s is no name and value',
    (text) => {
      expect(readJsonFile(text)).toMatchObject([{ line: 1, problem: { kind: 'no-name-and-value' } }]);
    },
  );

  it.each(['"text"', '1', 'null'])('says that %s holds no secrets', (text) => {
    expect(readJsonFile(text)).toMatchObject([{ problem: { kind: 'not-secrets' } }]);
  });

  it.each(['', '{', '{"a"}', '{"a":"1"', '{"a":"1",}', '{"a":"1"} x', "{'a':'1'}", '{"a":"x\ny"}', '{"a":"\\x"}', '{"a":tru}', '{"a":-}', '['.repeat(1e5)])(
    'says where %j stops being JSON',
    (text) => {
      expect(readJsonFile(text).at(-1)?.problem).toEqual({ kind: 'not-json' });
    },
  );

  it('keeps what was read before it stops being JSON, and says on which line that is', () => {
    expect(readJsonFile('{\n"a": "1",\n"b": oops\n}')).toMatchObject([{ name: 'a', value: '1' }, { line: 3, problem: { kind: 'not-json' } }]);
  });

  it('keeps halves of characters as they are: whoever measures the value refuses them', () => {
    expect(pairs('{"a":"\\ud83d\\udd11","b":"\\ud83d"}')).toEqual([['a', '\u{1F511}'], ['b', '\ud83d']]);
  });
});

const anyText = fc.string({ unit: 'binary', maxLength: 40 });

test('whatever JSON.stringify writes comes back byte for byte, on the line where it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyText, anyText), { maxLength: 6 }), (written) => {
      const members = written.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
      const lines = readJsonFile(`{${members.join(',\n')}}`);
      expect(lines.map(({ name, value, line }) => [name, value, line])).toEqual(written.map((pair, index) => [...pair, index + 1]));
      const list = written.map(([name, value]) => ({ name, value }));
      expect(pairs(JSON.stringify(list, null, 2))).toEqual(written);
    }),
  );
});

test('it takes for JSON what JSON.parse takes, and nothing else', () => {
  const soup = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'u', 'n', '0', '1', '-', '.', 'e', ' ', '\n', 'null', 'true', '"a"', 'd8'), maxLength: 24 });
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(fc.oneof(soup, fc.json()), (text) => {
      const isRead = readJsonFile(text).every(({ problem }) => problem?.kind !== 'not-json');
      expect(isRead).toBe(isJson(text));
    }),
    { numRuns: 2000 },
  );
});
