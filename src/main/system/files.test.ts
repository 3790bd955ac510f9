import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { codeOf, systemFiles, takesFiles } from './files.ts';

test('what was written is there, private, with nothing left beside it', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'key.json');
  systemFiles.writeDurably(path, Buffer.from('one'));
  systemFiles.writeDurably(path, Buffer.from('two'));
  expect(systemFiles.read(path)?.toString()).toBe('two');
  expect(readdirSync(folder)).toEqual(['key.json']);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a temporary file that a crash left behind is no obstacle', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.key.json.new'), 'half');
  chmodSync(join(folder, '.key.json.new'), 0o400);
  systemFiles.writeDurably(join(folder, 'key.json'), Buffer.from('whole'));
  expect(readdirSync(folder)).toEqual(['key.json']);
});

test('a write that is refused leaves the old content', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'key.json');
  writeFileSync(path, 'old');
  expect(() => systemFiles.writeDurably(join(path, 'under-a-file'), Buffer.from('new'))).toThrow();
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test('a file that is not there reads as null, anything else throws with its code', () => {
  const folder = temporaryFolder();
  expect(systemFiles.read(join(folder, 'none'))).toBeNull();
  try {
    systemFiles.read(folder);
    expect.unreachable();
  } catch (error) {
    expect(codeOf(error)).toBe('EISDIR');
  }
});

test('whether a folder takes a file is seen by writing one, and nothing is left of it', () => {
  const folder = temporaryFolder();
  expect(takesFiles(folder)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  expect(takesFiles(join(folder, 'not-there'))).toBe(false);
});
