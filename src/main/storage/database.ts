import { closeSync, openSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { diskTrouble } from './disk-trouble.ts';
import { bytesAt, sizeOf } from './file-bytes.ts';
import { migrateToLatest } from './migrations.ts';
import { passesOverCommits } from './salvage/log-damage.ts';
import { anyPageIsOfKey, createPageCipher, pageSize, saltSize } from './cipher-page.ts';

export type { Database } from 'better-sqlite3';

export const dataKeyLength = 32;

/** Up to this size (bytes) the whole file is checked at each start; it costs some 5 ms a MiB. */
const largestChecked = 16 * 1024 * 1024;

/** How long SQLite waits for a lock before it says busy, ms. There is one process for a profile. */
const busyTimeoutMs = 300;

export interface DatabaseOptions {
  readonly file: string;
  /** 32 bytes. Not kept; the caller may zero it afterwards. */
  readonly dataKey: Uint8Array;
  /** The native module's path, always: without it the loader may freeze an offline computer (design §2). */
  readonly nativeBinding: string;
  readonly platform?: NodeJS.Platform;
  /** Damage was met in it: it is checked whole, whatever its size. */
  readonly suspect?: boolean;
}

export type OpenedDatabase =
  | { readonly kind: 'open'; readonly db: Database; close(): void }
  /** Not one page of the file was written with this key. */
  | { readonly kind: 'wrong-key' }
  /** Damaged. Nothing of the file was lost by looking at it. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'newer-version' }
  | { readonly kind: 'disk-full' }
  | { readonly kind: 'not-writable' }
  /** Another process holds it: nothing is wrong with the file. */
  | { readonly kind: 'in-use' };

/**
 * Opens the encrypted database, making it if there is none, and brings it to this build's schema. What
 * stands in the way is an answer; only what is no trouble of the disk or the file is thrown.
 */
export function openDatabase(options: DatabaseOptions): OpenedDatabase {
  if (options.dataKey.length !== dataKeyLength) throw new Error('The data key must be 32 bytes');
  let db: Database | undefined;
  try {
    // Before SQLite opens it: it empties the log, whatever of it it could not read.
    if (isOrphanLog(options.file) || isLogDamaged(options)) return { kind: 'unreadable' };
    makePrivate(options.file);
    const opened = new SqliteDatabase(options.file, {
      nativeBinding: options.nativeBinding,
      timeout: busyTimeoutMs,
    });
    db = opened;
    unlock(opened, options.dataKey);
    protect(opened, options.platform ?? process.platform);
    if (!isSound(opened, options)) return refuse(opened, { kind: 'unreadable' });
    if (migrateToLatest(opened) === 'newer-version') return refuse(opened, { kind: 'newer-version' });
    proveDurability(opened);
    return { kind: 'open', db: opened, close: () => close(opened) };
  } catch (error) {
    return refuse(db, troubleOf(error, options));
  }
}

// SQLite deletes a log whose database is missing or empty: it would be the only copy of what was committed.
function isOrphanLog(file: string): boolean {
  return sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0;
}

function isLogDamaged({ file, dataKey }: DatabaseOptions): boolean {
  if (sizeOf(file) === 0 || sizeOf(`${file}-wal`) === 0) return false;
  try {
    const first = beginningOf(file, pageSize);
    const cipher = createPageCipher(dataKey, first.subarray(0, saltSize));
    // Where the salt itself may be damaged, no page could tell whose it is.
    const canTell = cipher.isAuthentic(first, 1);
    return passesOverCommits(`${file}-wal`, ({ page, pageNumber }) => !canTell || cipher.isAuthentic(page, pageNumber));
  } catch {
    // A file that cannot be read: SQLite will meet the same obstacle and name it.
    return false;
  }
}

function beginningOf(file: string, length: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    return bytesAt(descriptor, 0, length);
  } finally {
    closeSync(descriptor);
  }
}

// SQLite gives -wal and -shm the mode of the database file.
function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch {
    // SQLite will meet the same obstacle and name it.
  }
}

function unlock(db: Database, dataKey: Uint8Array): void {
  db.pragma(`cipher = 'sqlcipher'`);
  db.pragma('legacy = 4');
  // As a raw key: as a passphrase it would cost a PBKDF2 at each open. It never fails; the first read does.
  db.pragma(`key = "x'${Buffer.from(dataKey).toString('hex')}'"`);
}

// The order is design §2's: right after the key, before anything else.
function protect(db: Database, platform: NodeJS.Platform): void {
  db.pragma('synchronous = FULL');
  db.pragma('temp_store = MEMORY'); // temporary files would not be encrypted
  db.pragma('secure_delete = ON');
  db.pragma('foreign_keys = ON');
  if (platform === 'darwin') {
    // There, fsync leaves the data in the drive's own cache.
    db.pragma('fullfsync = ON');
    db.pragma('checkpoint_fullfsync = ON');
  }
  db.pragma('journal_mode = WAL');
  db.pragma('wal_checkpoint(TRUNCATE)');
}

function isSound(db: Database, { file, suspect }: DatabaseOptions): boolean {
  if (sizeOf(file) > largestChecked && suspect !== true) return true;
  return db.pragma('quick_check(1)', { simple: true }) === 'ok';
}

/**
 * These builds run WAL at NORMAL unless FULL was set on this very connection, and show it only after a write.
 * A commit is a promise to the person: with anything but FULL the app does not go on.
 */
function proveDurability(db: Database): void {
  db.pragma(`user_version = ${db.pragma('user_version', { simple: true }) as number}`);
  const expected: readonly (readonly [string, number | string])[] = [
    ['synchronous', 2],
    ['temp_store', 2],
    ['secure_delete', 1],
    ['foreign_keys', 1],
    ['journal_mode', 'wal'],
  ];
  for (const [pragma, value] of expected) {
    if (db.pragma(pragma, { simple: true }) !== value) throw new Error(`The database refused ${pragma}`);
  }
}

function refuse<T extends OpenedDatabase>(db: Database | undefined, answer: T): T {
  try {
    db?.close();
  } catch {
    // What stands in the way is already the answer.
  }
  return answer;
}

function troubleOf(error: unknown, { file, dataKey }: DatabaseOptions): OpenedDatabase {
  const trouble = diskTrouble(error);
  switch (trouble) {
    case 'disk-full':
    case 'not-writable':
    case 'in-use':
      return { kind: trouble };
    case 'not-a-database':
      return { kind: anyPageIsOfKey(file, dataKey) ? 'unreadable' : 'wrong-key' };
    case 'damaged':
      return { kind: 'unreadable' };
    case null:
      throw error;
  }
}

/** Empties the log into the database, so that nothing erased lingers there, and closes. */
function close(db: Database): void {
  if (!db.open) return;
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}
