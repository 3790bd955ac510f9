import { statSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, testNativeBinding } from '../../../tests/support/test-database.ts';
import type { TestDatabase } from '../../../tests/support/test-database.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { createCheckpoints } from './checkpoint.ts';
import type { Checkpoints } from './checkpoint.ts';
import { openDatabase } from './database.ts';

let stored: TestDatabase;
let clock: VirtualClock;
let checkpoints: Checkpoints;
beforeEach(() => {
  stored = openTestDatabase();
  clock = new VirtualClock();
  checkpoints = createCheckpoints({ db: stored.db, clock });
});
afterEach(() => {
  checkpoints.stop();
  stored.close();
});

const logSize = () => statSync(`${stored.file}-wal`).size;
const write = () => stored.db.exec(`CREATE TABLE IF NOT EXISTS marks (n INTEGER); INSERT INTO marks VALUES (1)`);

test('the first wish is granted at once', () => {
  write();
  checkpoints.want();
  expect(logSize()).toBe(0);
});

test('while the outbox drains there is at most one a second, and the last wish is granted too', () => {
  write();
  checkpoints.want();
  write();
  checkpoints.want();
  checkpoints.want();
  expect(logSize()).toBeGreaterThan(0);
  expect(clock.timersWaiting).toBe(1);
  clock.pass(999);
  expect(logSize()).toBeGreaterThan(0);
  clock.pass(1);
  expect(logSize()).toBe(0);
});

test('a reader in the way makes it wait, and it is repeated until the reader has gone', () => {
  write();
  const reader = openDatabase({ file: stored.file, dataKey: stored.dataKey, nativeBinding: testNativeBinding });
  if (reader.kind !== 'open') throw new Error(reader.kind);
  reader.db.exec('BEGIN; SELECT * FROM marks;');
  write();
  expect(checkpoints.now()).toBe(false);
  clock.pass(1000);
  expect(logSize()).toBeGreaterThan(0);
  reader.db.exec('COMMIT');
  clock.pass(1000);
  expect(logSize()).toBe(0);
  reader.db.close();
});

test('after it was stopped nothing touches the database any more', () => {
  write();
  checkpoints.want();
  write();
  checkpoints.want();
  checkpoints.stop();
  expect(clock.timersWaiting).toBe(0);
  expect(checkpoints.now()).toBe(false);
});
