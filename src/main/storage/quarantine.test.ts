import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { setAside } from './quarantine.ts';

const noon = Date.UTC(2026, 10, 24, 12, 0, 5);

test('a database goes with its log, under a name from which it can still be opened', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'secrets.db');
  for (const end of ['', '-wal', '-shm']) writeFileSync(file + end, `content${end}`);

  const moved = setAside([file, join(folder, 'not-there')], noon);

  expect(moved).toEqual(['', '-wal', '-shm'].map((end) => `${file}.quarantine-2026-11-24T12-00-05${end}`));
  expect(moved.map((path) => readFileSync(path, 'utf8'))).toEqual(['content', 'content-wal', 'content-shm']);
  expect(readdirSync(folder)).toHaveLength(3);
});

test('what was set aside in the same second before is not overwritten', () => {
  const file = join(temporaryFolder(), 'data-key.json');
  writeFileSync(file, 'first');
  const [first = ''] = setAside([file], noon);
  writeFileSync(file, 'second');
  const [second = ''] = setAside([file], noon);

  expect(readFileSync(first, 'utf8')).toBe('first');
  expect(readFileSync(second, 'utf8')).toBe('second');
  expect(second).toMatch(/-2$/);
});

test('files that are set aside together get the same date', () => {
  const folder = temporaryFolder();
  const paths = ['secrets.db', 'data-key.json'].map((name) => join(folder, name));
  paths.forEach((path) => writeFileSync(path, path));
  writeFileSync(`${paths[1]}.quarantine-2026-11-24T12-00-05`, 'earlier');

  expect(setAside(paths, noon)).toEqual(paths.map((path) => `${path}.quarantine-2026-11-24T12-00-05-2`));
});
