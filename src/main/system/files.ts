import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What small, precious files need of the disk; a port, so that tests can put faults between. */
export interface Files {
  /** The bytes, or null where there is no such file. Throws when it is there and cannot be read. */
  read(path: string): Buffer | null;
  /**
   * Writes what is to replace the file beside it, durably, mode 0600, and answers where it lies: it can be read and
   * tried there before anything is replaced. Throws when the disk does not take it, and then nothing lies there.
   */
  writeAside(path: string, content: Uint8Array): string;
  /**
   * Puts what was written aside into the file's place: after this returns, a loss of power leaves the new content;
   * before, the old one; never a mixture. It may throw although the new one is in place (the disk did not confirm
   * it): then only reading the file tells which one stands.
   */
  putInPlace(aside: string, path: string): void;
  /** Takes away what was written aside, where it still lies there. */
  dropAside(aside: string): void;
  /** Makes it durable that a file of this name is there. Throws where the disk does not confirm it. */
  confirm(path: string): void;
  /** In bytes; 0 where there is no such file. */
  size(path: string): number;
  exists(path: string): boolean;
}

export const systemFiles: Files = {
  read(path) {
    try {
      return readFileSync(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  },

  writeAside(path, content) {
    // One process for a profile, so the name needs no random part; a left-over of a crash is overwritten.
    const aside = join(dirname(path), `.${basename(path)}.new`);
    rmSync(aside, { force: true });
    try {
      writeAndSync(aside, content);
    } catch (error) {
      rmSync(aside, { force: true });
      throw error;
    }
    return aside;
  },

  putInPlace(aside, path) {
    renameSync(aside, path);
    syncFolder(dirname(path));
  },

  dropAside: (aside) => rmSync(aside, { force: true }),
  confirm: (path) => syncFolder(dirname(path)),

  size: (path) => lstatSync(path, { throwIfNoEntry: false })?.size ?? 0,
  exists: (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined,
};

/** The system's code of a file error (`ENOSPC`, `EACCES` …), or null for anything else. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

function writeAndSync(path: string, content: Uint8Array): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    let written = 0;
    while (written < content.length) written += writeSync(descriptor, content, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What kept a file from being written, as the person is told it. */
export function writeTroubleOf(error: unknown): 'disk-full' | 'not-writable' {
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'not-writable';
}

/** Enough for a commit and its log; in bytes. */
const roomForACommit = 256 * 1024;

/** Whether a folder takes a file of the size that a commit needs, seen by writing one and taking it away again. */
export function takesFiles(folder: string): boolean {
  const probe = join(folder, '.room-for-a-commit');
  try {
    writeAndSync(probe, new Uint8Array(roomForACommit));
    return true;
  } catch {
    return false;
  } finally {
    try {
      rmSync(probe, { force: true });
    } catch {
      // A folder that cannot be written: there is no file either.
    }
  }
}

/** Whether the disk answers for a file: with what is in it, or that it is not there. */
export function canBeRead(path: string): boolean {
  try {
    systemFiles.read(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes the rename itself durable. Windows has no such call, and its rename is journalled; some file systems have none
 * for a folder and answer EINVAL (fsync(2)): there is nothing more that could be done then, and waiting brings none.
 */
export function syncFolder(folder: string, sync = fsyncSync): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    sync(descriptor);
  } catch (error) {
    if (codeOf(error) !== 'EINVAL') throw error;
  } finally {
    closeSync(descriptor);
  }
}
