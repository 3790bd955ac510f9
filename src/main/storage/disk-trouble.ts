import SqliteDatabase from 'better-sqlite3';

/** What SQLite says of a database that cannot be used, in classes that a person can act upon. */
export type DiskTrouble = 'disk-full' | 'not-writable' | 'in-use' | 'not-a-database' | 'damaged';

/** The class of an error that SQLite threw, or null for anything that is not about the disk or the file. */
export function diskTrouble(error: unknown): DiskTrouble | null {
  if (!(error instanceof SqliteDatabase.SqliteError)) return null;
  // Extended codes begin with their primary one: SQLITE_IOERR_FSYNC, SQLITE_READONLY_DIRECTORY …
  const primary = error.code.split('_').slice(0, 2).join('_');
  switch (primary) {
    case 'SQLITE_FULL':
      return 'disk-full';
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
      return 'not-writable';
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return 'in-use';
    case 'SQLITE_NOTADB':
      return 'not-a-database';
    case 'SQLITE_CORRUPT':
    case 'SQLITE_IOERR':
      return 'damaged';
    default:
      return null;
  }
}
