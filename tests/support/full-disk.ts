import SqliteDatabase from 'better-sqlite3';
import type { AttemptLog } from '../../src/main/outbox/attempt-log.ts';

/**
 * The disk takes nothing of what one kind of record writes, so many times or until it is freed; what is asked for
 * meanwhile fails as SQLite fails on a full disk.
 */
export function fillDisk(attempts: AttemptLog, record: keyof AttemptLog, times = Infinity): { free(): void } {
  const write = attempts[record] as (...given: unknown[]) => unknown;
  let refusals = times;
  Object.assign(attempts, {
    [record]: (...given: unknown[]) => {
      if (refusals-- > 0) throw new SqliteDatabase.SqliteError('no room', 'SQLITE_FULL');
      return write(...given);
    },
  });
  return {
    free: () => {
      refusals = 0;
    },
  };
}
