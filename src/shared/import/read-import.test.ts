import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importFormats, maxImportCount } from './import-line.ts';
import { detectFormat, readImport } from './read-import.ts';

test.each<[string, string | null, string]>([
  ['{"a":"1"}', null, 'json'],
  ['\n [{"name":"a"}]', null, 'json'],
  ['name,value\na,1', null, 'csv'],
  ['owner;value;name\n', null, 'csv'],
  ['mqtt-user,admin\n', null, 'csv'],
  ['mqtt-user;admin\n', null, 'csv'],
  ['sep=;\nmqtt-user;admin\n', null, 'csv'],
  ['mqtt-user\tadmin\n', 'export.txt', 'csv'],
  ['MQTT_USER=a,b\n', null, 'env'],
  ['MQTT_USER=c2VjcmV0cGFzcw==\n', null, 'env'],
  ['c2VjcmV0cGFzcw==,mqtt-password\n', null, 'csv'],
  ['c2VjcmV0cGFzc3c=;mqtt-password\n', null, 'csv'],
  ['c2Vj+mV0/GFzcw==\tmqtt-password\n', null, 'csv'],
  ['export MQTT_USER="a;b"\n', null, 'env'],
  ['# list, of things\nexport A=1', null, 'env'],
  ['', null, 'env'],
  ['A=1', 'secrets.JSON', 'json'],
  ['{}', 'prod.env', 'env'],
  ['{}', '.env', 'env'],
  ['A=1', 'table.tsv', 'csv'],
  ['{"a":"1"}', 'notes.txt', 'json'],
])('%j of the file %j is taken for %s', (text, file, format) => {
  expect(detectFormat(text, file)).toBe(format);
});

test.each([
  ['env', 'a=1\n'.repeat(maxImportCount + 100)],
  ['csv', 'a,1\n'.repeat(maxImportCount + 100)],
  ['json', `[${'1,'.repeat(maxImportCount + 100)}1]`],
  ['json', `{${'"a":"1",'.repeat(maxImportCount + 100)}"a":"1"}`],
] as const)('%s is read no further than one line more than an import holds', (format, text) => {
  expect(readImport(text, format)).toHaveLength(maxImportCount + 1);
});

test('whatever the text and the format, nothing is thrown and lines go forward', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.constantFrom(...importFormats), (text, format) => {
      detectFormat(text, null);
      const lines = readImport(text, format);
      for (const [index, { line, lastLine }] of lines.entries()) {
        expect(lastLine).toBeGreaterThanOrEqual(line);
        expect(line).toBeGreaterThanOrEqual(lines[index - 1]?.line ?? 1);
      }
    }),
  );
});
