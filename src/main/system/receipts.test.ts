import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { createReceipts, type Receipt } from './receipts.ts';

const receipt = (id: string, at: number): Receipt => ({ id, at, changes: [], settledAt: null });
const fileIn = (folder: string): string => join(folder, 'receipts.txt');

test('what was given and what was settled is known, oldest first, also to the next run', () => {
  const file = fileIn(temporaryFolder());
  const receipts = createReceipts(file);
  receipts.given('b', 2);
  receipts.given('a', 1);
  receipts.given('c', 3);
  receipts.settled('b', 4);
  expect(createReceipts(file).all()).toEqual([receipt('a', 1), { ...receipt('b', 2), settledAt: 4 }, receipt('c', 3)]);
});

test('it begins anew with what is kept', () => {
  const file = fileIn(temporaryFolder());
  const receipts = createReceipts(file);
  receipts.given('a', 1);
  receipts.settled('a', 2);
  const changes = [{ count: 1, at: 3 }, { count: 2, at: 4 }];
  const kept = [{ ...receipt('b', 2), changes }, { ...receipt('d', 3), settledAt: 4 }];
  receipts.keepOnly(kept);
  receipts.given('c', 5);
  expect(receipts.all()).toEqual([...kept, receipt('c', 5)]);
  expect(readFileSync(file, 'utf8')).toBe('+ b 2\n~ b 1 3\n~ b 2 4\n+ d 3\n- d 4\n+ c 5\n');
});

test('a line that was cut in the middle is passed over', () => {
  const file = fileIn(temporaryFolder());
  createReceipts(file).given('a', 1);
  for (const cut of ['+ b', '+ b 17', '~ a 1', '~ a 1 17', '- a', '- a 17']) {
    const before = readFileSync(file);
    appendFileSync(file, cut);
    expect(createReceipts(file).all()).toEqual([receipt('a', 1)]);
    writeFileSync(file, before);
  }
});

test('each change is remembered with its count, and one that follows an end says that it was none', () => {
  const receipts = createReceipts(fileIn(temporaryFolder()));
  receipts.given('a', 1);
  receipts.changed('a', 1, 2);
  receipts.settled('a', 3);
  receipts.changed('a', 2, 4);
  receipts.changed('unknown', 1, 5);
  expect(receipts.all()).toEqual([{ ...receipt('a', 1), changes: [{ count: 1, at: 2 }, { count: 2, at: 4 }] }]);
});

test.skipIf(process.platform === 'win32')('nobody else may read it', () => {
  const file = fileIn(temporaryFolder());
  createReceipts(file).given('a', 1);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a place where nothing can be written or read costs nothing but the receipts', () => {
  const file = fileIn(temporaryFolder());
  mkdirSync(file);
  const receipts = createReceipts(file);
  receipts.given('a', 1);
  receipts.keepOnly([]);
  expect(receipts.all()).toEqual([]);
});
