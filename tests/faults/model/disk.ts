import SqliteDatabase from 'better-sqlite3';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../../src/main/storage/database.ts';
import { testNativeBinding } from '../../support/test-database.ts';

const dataKey = Buffer.alloc(32, 7);

/** Where runs keep their databases: in memory where the system has such a place, because there are thousands. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A disk that can be full for so many commits. */
export class Disk {
  failing = 0;
  /** How often it refused, so that a refusal can be told from another error. */
  refusals = 0;

  refuse(): void {
    if (this.failing <= 0) return;
    this.failing -= 1;
    this.refusals += 1;
    throw new SqliteDatabase.SqliteError('database or disk is full', 'SQLITE_FULL');
  }
}

export function isDiskFull(error: unknown): boolean {
  return error instanceof SqliteDatabase.SqliteError && error.code === 'SQLITE_FULL';
}

/** The place of many runs' databases. Each begins as a copy of one that is already at the newest schema. */
export class Shelf {
  readonly #folder = mkdtempSync(join(place, 'kelvin-secrets-model-'));
  readonly #blank = join(this.#folder, 'blank.db');
  #count = 0;

  constructor(fill: (db: Database) => void) {
    const db = openFile(this.#blank);
    fill(db);
    db.close();
  }

  take(): string {
    const file = join(this.#folder, `${++this.#count}.db`);
    copyFileSync(this.#blank, file);
    return file;
  }

  putBack(file: string): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Opens the real encrypted database by the product's own code; each of its commits asks the disk first. */
export function openOn(file: string, disk: Disk): Database {
  const db = openFile(file);
  const transaction = db.transaction.bind(db) as (run: (...given: unknown[]) => unknown) => unknown;
  const prepare = db.prepare.bind(db) as (sql: string) => { run(...given: unknown[]): unknown };
  const wrapped = {
    // The commit is the last step: what was written before it is rolled back.
    transaction: (run: (...given: unknown[]) => unknown) =>
      transaction((...given) => {
        const result = run(...given);
        disk.refuse();
        return result;
      }),
    prepare: (sql: string) => {
      const statement = prepare(sql);
      const run = statement.run.bind(statement);
      statement.run = (...given) => {
        if (!db.inTransaction) disk.refuse();
        return run(...given);
      };
      return statement;
    },
  };
  return Object.assign(db, wrapped as unknown as Pick<Database, 'transaction' | 'prepare'>);
}

function openFile(file: string): Database {
  const opened = openDatabase({ file, dataKey, nativeBinding: testNativeBinding });
  if (opened.kind !== 'open') throw new Error(`The database did not open: ${opened.kind}`);
  return opened.db;
}
