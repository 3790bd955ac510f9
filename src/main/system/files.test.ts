import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { codeOf, syncFolder, systemFiles, takesFiles } from './files.ts';

const replace = (path: string, content: string): void => systemFiles.putInPlace(systemFiles.writeAside(path, Buffer.from(content)), path);

test('what was written is there, private, with nothing left beside it', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'key.json');
  replace(path, 'one');
  replace(path, 'two');
  expect(systemFiles.read(path)?.toString()).toBe('two');
  expect(readdirSync(folder)).toEqual(['key.json']);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a temporary file that a crash left behind is no obstacle', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.key.json.new'), 'half');
  chmodSync(join(folder, '.key.json.new'), 0o400);
  replace(join(folder, 'key.json'), 'whole');
  expect(readdirSync(folder)).toEqual(['key.json']);
});

test('a write that is refused leaves the old content', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'key.json');
  writeFileSync(path, 'old');
  expect(() => replace(join(path, 'under-a-file'), 'new')).toThrow();
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test('what was written aside replaces nothing before it is put in place, and can be dropped', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'key.json');
  replace(path, 'old');
  const aside = systemFiles.writeAside(path, Buffer.from('new'));
  expect([systemFiles.read(path)?.toString(), systemFiles.read(aside)?.toString()]).toEqual(['old', 'new']);
  systemFiles.dropAside(aside);
  systemFiles.dropAside(aside);
  expect(readdirSync(folder)).toEqual(['key.json']);
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

test.skipIf(process.platform === 'win32')('a folder that cannot be synced by nature is no fault, one that the disk does not sync is', () => {
  const answering = (code: string) => () =>
    syncFolder(temporaryFolder(), () => {
      throw Object.assign(new Error(code), { code });
    });
  expect(answering('EINVAL')).not.toThrow();
  expect(answering('EIO')).toThrow('EIO');
});
