import SqliteDatabase from 'better-sqlite3';

/** What SQLite says of a database that cannot be used, in classes that a person can act upon. */
export type DiskTrouble = 'disk-full' | 'not-writable' | 'in-use' | 'not-a-database' | 'damaged';

/** The class of an error that SQLite threw, or null for anything that is not about the disk or the file. */
export function diskTrouble(error: unknown): DiskTrouble | null {
  if (!(error instanceof SqliteDatabase.SqliteError)) return null;
  // Extended codes begin with their primary one: SQLITE_IOERR_FSYNC, SQLITE_READONLY_DIRECTORY …
  const [, primary = '', detail = ''] = error.code.split('_');
  switch (primary) {
    case 'FULL':
      return 'disk-full';
    case 'READONLY':
    case 'CANTOPEN':
    case 'PERM':
      return 'not-writable';
    case 'BUSY':
    case 'LOCKED':
      return 'in-use';
    case 'NOTADB':
      return 'not-a-database';
    case 'CORRUPT':
      return 'damaged';
    case 'IOERR':
      // The log's index could not grow: SQLite has no other word for a disk without space there.
      if (detail === 'SHMSIZE') return 'disk-full';
      return failedReads.has(detail) ? 'damaged' : 'not-writable';
    default:
      return null;
  }
}

/** The input/output errors that are about what is already in the file. Plain `IOERR` has no detail. */
const failedReads: ReadonlySet<string> = new Set(['', 'READ', 'SHORT', 'CORRUPTFS', 'DATA']);
