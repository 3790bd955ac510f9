import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { csvColumns, looksTurned, readCsvFile } from './csv-file.ts';

const pairs = (text: string): [string, string][] => readCsvFile(text).map(({ name, value }) => [name, value]);

describe('a CSV file', () => {
  it.each<[string, [string, string][]]>([
    ['a,1\nb,2', [['a', '1'], ['b', '2']]],
    ['name,value\r\na,1\r\n', [['a', '1']]],
    ['Value,NAME\n1,a\n', [['a', '1']]],
    ['\ufeffname,value\na,1', [['a', '1']]],
    ['name;value\na;1,5\n', [['a', '1,5']]],
    ['value\tname\n1\ta\n', [['a', '1']]],
    ['owner,name,note,value\nme,a,,1\n', [['a', '1']]],
    ['"name","value"\n"a","say ""hi"", twice\r\nnow\r\n"\n', [['a', 'say "hi", twice\r\nnow\r\n']]],
    ['a, 1 \n', [['a', ' 1 ']]],
    ['Secret Name,Password\na,1\n', [['a', '1']]],
    ['url;username;PASSWORD;key\nx;me;1;a\n', [['a', '1']]],
    ['a;1,5\nb;2\n', [['a', '1,5'], ['b', '2']]],
    ['a\t1;2,3\r\nb\t"x\ty"\r\n', [['a', '1;2,3'], ['b', 'x\ty']]],
    ['sep=;\r\nname;value\r\na;1\r\n', [['a', '1']]],
    ['\ufeffsep=;\na;1,b\n', [['a', '1,b']]],
    ['a,1;2\nb,3;4\n', [['a', '1;2'], ['b', '3;4']]],
    ['a,\n', [['a', '']]],
    ['a,""\n', [['a', '']]],
    ['\n\na,1\n\r\n', [['a', '1']]],
  ])('%j says %j', (text, expected) => {
    expect(pairs(text)).toEqual(expected);
  });

  it('gives each secret the line where it begins and the line where it ends', () => {
    const lines = readCsvFile('name,value\n\na,"1\n2\n"\nb,3');
    expect(lines.map(({ line, lastLine }) => [line, lastLine])).toEqual([[3, 5], [6, 6]]);
  });

  it.each<[string, object]>([
    ['a', { kind: 'wrong-fields', found: 1, expected: 2 }],
    ['a,b,c', { kind: 'wrong-fields', found: 3, expected: 2 }],
    ['a,"b"c', { kind: 'text-after-quote' }],
    ['a,b"c"', { kind: 'quote-in-field' }],
    ['a,"b', { kind: 'quote-not-closed' }],
  ])('tells of the line %j what is wrong, and reads on behind it', (text, problem) => {
    const [wrong, next] = readCsvFile(`${text}\nb,2`);
    expect(wrong).toMatchObject({ line: 1, name: '', value: '', problem });
    if ('kind' in problem && problem.kind !== 'quote-not-closed') expect(next).toMatchObject({ line: 2, name: 'b', value: '2' });
  });
});

describe('the header of a CSV file', () => {
  it.each<[string, ReturnType<typeof csvColumns>]>([
    ['name,value', { name: 'name', value: 'value' }],
    ['Value;NAME', { name: 'NAME', value: 'Value' }],
    ['key,value', { name: 'key', value: 'value' }],
    ['secret,value', { name: 'secret', value: 'value' }],
    ['name,secret', { name: 'name', value: 'secret' }],
    ['name,key', { name: 'name', value: 'key' }],
    ['key,secret', { name: 'key', value: 'secret' }],
    ['"secret_name"\t"secret-value"', { name: 'secret_name', value: 'secret-value' }],
    ['name,url,username,password', { name: 'name', value: 'password' }],
    ['sep=;\nname;value', { name: 'name', value: 'value' }],
    // Two that could be meant are none.
    ['name,value,value', null],
    ['name,password,token', null],
    ['username,password', null],
    ['mqtt-user,admin', null],
    ['', null],
    [`name,value,${'x'.repeat(5000)}`, null],
    [`name,value\na,${'x'.repeat(5000)}`, { name: 'name', value: 'value' }],
  ])('%j says %j', (text, expected) => {
    expect(csvColumns(text)).toEqual(expected);
  });

  it('is turned round with its columns where the person says so', () => {
    const turned = (text: string) => readCsvFile(text, true).map(({ name, value }) => [name, value]);
    expect(turned('name,value\na,1\n')).toEqual([['1', 'a']]);
    expect(turned('S3cr3t!;mqtt-user\nOther#1;b\n')).toEqual([['mqtt-user', 'S3cr3t!'], ['b', 'Other#1']]);
  });
});

test('columns look turned where most lines have a name second and none first', () => {
  const turned = (text: string) => looksTurned(readCsvFile(text));
  expect(turned('S3cr3t!,mqtt-user\nXk29,opc-user\nadmin,b\n')).toBe(true);
  expect(turned('mqtt-user,S3cr3t!\nopc-user,admin\n')).toBe(false);
  // What a .env file calls its names is no sign.
  expect(turned('MQTT_USER,admin\nOPC_USER,admin\n')).toBe(false);
  expect(turned('S3cr3t!,mqtt-user\nadmin,b\n')).toBe(false);
  expect(turned('')).toBe(false);
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', ' ', '\t', '\0', 'x'), maxLength: 40 }),
);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

test('whatever is written in quotes comes back byte for byte, in either order and with either separator', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyText, anyText), { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      fc.boolean(),
      fc.constantFrom('\n', '\r\n'),
      (written, separator, isTurned, end) => {
        const row = ([name, value]: readonly [string, string]): string => (isTurned ? [value, name] : [name, value]).join(separator);
        const text = [row(['name', 'value']), ...written.map(([name, value]) => row([quoted(name), quoted(value)]))].join(end);
        expect(pairs(text)).toEqual(written);
      },
    ),
  );
});

test('it never throws, whatever it is given', () => {
  fc.assert(fc.property(anyText, (text) => void readCsvFile(text)), { numRuns: 500 });
});

test('a line of very many fields and very many short lines take time in proportion', () => {
  for (const text of [','.repeat(200_000), ';'.repeat(200_000), '"\n'.repeat(100_000), `sep=;${';'.repeat(200_000)}`, 'x\n'.repeat(100_000), `a,"${'""'.repeat(100_000)}`]) readCsvFile(text);
});
