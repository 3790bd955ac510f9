import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database as GenuineSqlcipher } from '@signalapp/sqlcipher';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, testNativeBinding } from '../../../tests/support/test-database.ts';
import type { TestDatabase } from '../../../tests/support/test-database.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { openDatabase } from './database.ts';
import { schemaVersion } from './migrations.ts';

const pageSize = 4096;

let stored: TestDatabase;
beforeEach(() => {
  stored = openTestDatabase();
  addEnvironment('plant-a');
});
afterEach(() => stored.close());

function addEnvironment(id: string): void {
  stored.db
    .prepare(`INSERT INTO environments (id, origin, label, kind, colour, added_at) VALUES (?, ?, ?, 'other', 'slate', 1)`)
    .run(id, `https://${id}.example`, id);
}

/** A copy of the closed database, as a person or a broken disk may have altered it. */
function copyOfClosed(alter: (bytes: Buffer) => Buffer = (bytes) => bytes): string {
  stored.db.pragma('wal_checkpoint(TRUNCATE)');
  const copy = join(temporaryFolder(), 'copy.db');
  writeFileSync(copy, alter(readFileSync(stored.file)));
  return copy;
}

function open(file: string, dataKey: Buffer = stored.dataKey) {
  const opened = openDatabase({ file, dataKey, nativeBinding: testNativeBinding });
  if (opened.kind === 'open') opened.close();
  return opened.kind;
}

function openGenuine(file: string, dataKey: Buffer | null): GenuineSqlcipher {
  const db = new GenuineSqlcipher(file);
  if (dataKey !== null) db.pragma(`key = "x'${dataKey.toString('hex')}'"`);
  return db;
}

describe('the file, seen by genuine SQLCipher 4', () => {
  test('opens with the raw data key, and every page is authentic', () => {
    const db = openGenuine(copyOfClosed(), stored.dataKey);
    expect(db.pragma('cipher_version', { simple: true })).toMatch(/^4\./);
    expect(db.pragma('cipher_integrity_check')).toEqual([]);
    expect(db.prepare('SELECT id FROM environments').all()).toEqual([{ id: 'plant-a' }]);
    db.close();
  });

  test('shows the page that was damaged', () => {
    const damaged = copyOfClosed((bytes) => flipBit(bytes, 3 * pageSize + 100));
    const db = openGenuine(damaged, stored.dataKey);
    expect(db.pragma('cipher_integrity_check')).toEqual([
      { cipher_integrity_check: 'HMAC verification failed for page 4' },
    ]);
    db.close();
  });

  test.each([
    ['without a key', null],
    ['with another key', randomBytes(32)],
  ])('does not open %s', (_, key) => {
    const db = openGenuine(copyOfClosed(), key);
    expect(() => db.prepare('SELECT count(*) FROM sqlite_schema').get()).toThrow(/not a database/);
    db.close();
  });

  test('begins with a random salt, so that not even its kind shows', () => {
    const other = openTestDatabase();
    const first = readFileSync(stored.file).subarray(0, 16);
    expect(first.toString('latin1')).not.toContain('SQLite');
    expect(first).not.toEqual(readFileSync(other.file).subarray(0, 16));
    other.close();
  });
});

describe('a commit is durable', () => {
  test('synchronous is FULL on a database that was closed and opened again', () => {
    const db = stored.reopen();
    db.exec(`UPDATE environments SET label = 'written'`);
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  test('this build would run at NORMAL if nobody asked for FULL', () => {
    const db = new SqliteDatabase(copyOfClosed(), { nativeBinding: testNativeBinding });
    db.pragma(`cipher = 'sqlcipher'`);
    db.pragma('legacy = 4');
    db.pragma(`key = "x'${stored.dataKey.toString('hex')}'"`);
    db.exec(`UPDATE environments SET label = 'written'`);
    expect(db.pragma('synchronous', { simple: true })).toBe(1);
    db.close();
  });
});

describe('nothing readable is left behind', () => {
  test('temporary files stay in memory, and what is erased is overwritten', () => {
    const db = stored.reopen();
    expect(db.pragma('temp_store', { simple: true })).toBe(2);
    expect(db.pragma('secure_delete', { simple: true })).toBe(1);
  });

  test('a log that a crash left behind is emptied at the next start, with all that was committed', () => {
    addEnvironment('plant-b');
    const crashed = join(temporaryFolder(), 'crashed.db');
    copyFileSync(stored.file, crashed);
    copyFileSync(`${stored.file}-wal`, `${crashed}-wal`);
    const opened = openDatabase({ file: crashed, dataKey: stored.dataKey, nativeBinding: testNativeBinding });
    if (opened.kind !== 'open') throw new Error(opened.kind);
    expect(opened.db.prepare('SELECT id FROM environments').pluck().all()).toEqual(['plant-a', 'plant-b']);
    // One page at most: the write that proves durability comes after the log was emptied.
    expect(statSync(`${crashed}-wal`).size).toBeLessThanOrEqual(2 * pageSize);
    opened.close();
    expect(statSync(`${crashed}-wal`, { throwIfNoEntry: false })).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32')('nobody else may read the file or its log', () => {
    expect(statSync(stored.file).mode & 0o777).toBe(0o600);
    expect(statSync(`${stored.file}-wal`).mode & 0o777).toBe(0o600);
  });
});

describe('what stands in the way is told apart', () => {
  test('another key', () => {
    expect(open(copyOfClosed(), randomBytes(32))).toBe('wrong-key');
  });

  test.each([
    ['its first page', 200],
    ['a later page', 3 * pageSize + 100],
    ['its last page', -100],
  ])('damage in %s', (_, at) => {
    expect(open(copyOfClosed((bytes) => flipBit(bytes, at < 0 ? bytes.length + at : at)))).toBe('unreadable');
  });

  test('damage in the salt, where no page can be recognised any more, counts as another key', () => {
    expect(open(copyOfClosed((bytes) => flipBit(bytes, 3)))).toBe('wrong-key');
  });

  test('a file that was cut short', () => {
    expect(open(copyOfClosed((bytes) => bytes.subarray(0, 5 * pageSize)))).toBe('unreadable');
  });

  test('a log whose database is gone: it is not thrown away', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'gone.db');
    copyFileSync(`${stored.file}-wal`, `${file}-wal`);
    const size = statSync(`${file}-wal`).size;
    expect(open(file)).toBe('unreadable');
    expect(statSync(`${file}-wal`).size).toBe(size);
  });

  test('a database of a newer app, which is left as it is', () => {
    stored.db.pragma(`user_version = ${schemaVersion + 1}`);
    const copy = copyOfClosed();
    const before = readFileSync(copy);
    expect(open(copy)).toBe('newer-version');
    expect(readFileSync(copy)).toEqual(before);
  });

  test('a place where nothing can be written', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'secrets.db'));
    expect(open(join(folder, 'secrets.db'))).toBe('not-writable');
  });

  test('another process that holds it', () => {
    const copy = copyOfClosed();
    const holder = openDatabase({ file: copy, dataKey: stored.dataKey, nativeBinding: testNativeBinding });
    if (holder.kind !== 'open') throw new Error(holder.kind);
    holder.db.exec('BEGIN IMMEDIATE');
    expect(open(copy)).toBe('in-use');
    holder.db.exec('ROLLBACK');
    holder.close();
  });

  test('damage changes nothing in the file', () => {
    const copy = copyOfClosed((bytes) => flipBit(bytes, 3 * pageSize + 100));
    const before = readFileSync(copy);
    expect(open(copy)).toBe('unreadable');
    expect(readFileSync(copy)).toEqual(before);
  });
});

test('a file cut to nothing is a new database only if no log lies beside it', () => {
  const copy = copyOfClosed();
  truncateSync(copy);
  chmodSync(copy, 0o600);
  expect(open(copy)).toBe('open');
});

test('a data key of another length is refused before the file is touched', () => {
  const file = join(temporaryFolder(), 'never.db');
  expect(() => openDatabase({ file, dataKey: Buffer.alloc(31), nativeBinding: testNativeBinding })).toThrow('32 bytes');
  expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
});

function flipBit(bytes: Buffer, at: number): Buffer {
  const altered = Buffer.from(bytes);
  altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
  return altered;
}
