import { appendFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { createReceipts } from './receipts.ts';

const fileIn = (folder: string): string => join(folder, 'receipts.txt');

test('what was given and not settled is outstanding, oldest first, also for the next run', () => {
  const file = fileIn(temporaryFolder());
  const receipts = createReceipts(file);
  receipts.given('b', 2);
  receipts.given('a', 1);
  receipts.given('c', 3);
  receipts.settled('b');
  expect(createReceipts(file).outstanding()).toEqual([{ id: 'a', at: 1 }, { id: 'c', at: 3 }]);
});

test('it begins anew with what is kept', () => {
  const file = fileIn(temporaryFolder());
  const receipts = createReceipts(file);
  receipts.given('a', 1);
  receipts.keepOnly([{ id: 'b', at: 2 }]);
  receipts.given('c', 3);
  expect(receipts.outstanding()).toEqual([{ id: 'b', at: 2 }, { id: 'c', at: 3 }]);
  expect(readFileSync(file, 'utf8')).toBe('+ b 2\n+ c 3\n');
});

test('a line that was cut in the middle is passed over', () => {
  const file = fileIn(temporaryFolder());
  createReceipts(file).given('a', 1);
  appendFileSync(file, '+ b');
  expect(createReceipts(file).outstanding()).toEqual([{ id: 'a', at: 1 }]);
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
  expect(receipts.outstanding()).toEqual([]);
});
