import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { DataFileError } from './store.ts';

/**
 * Takes a data file for this process, so that two sandboxes never write the same one over each other. A lock
 * whose process is gone (it was killed) is taken over. Answers how to give it back; throws when somebody else
 * has it.
 */
export function lockData(path: string): () => void {
  const lock = `${path}.lock`;
  if (!tryLock(lock)) {
    const holder = readHolder(lock);
    if (isAlive(holder)) {
      throw new DataFileError(
        `${path} is in use by another sandbox (process ${holder}). End that one, or name another --data.`,
      );
    }
    rmSync(lock, { force: true });
    if (!tryLock(lock))
      throw new DataFileError(
        `${path} was taken by another sandbox just now. Name another file with --data.`,
      );
  }
  return () => rmSync(lock, { force: true });
}

function tryLock(lock: string): boolean {
  try {
    const file = openSync(lock, 'wx', 0o600);
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(lock: string): number {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return Number.NaN; // Given back this very moment.
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0); // Signal 0 only asks.
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
