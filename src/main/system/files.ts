import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What small, precious files need of the disk; a port, so that tests can put faults between. */
export interface Files {
  /** The bytes, or null where there is no such file. Throws when it is there and cannot be read. */
  read(path: string): Buffer | null;
  /**
   * Replaces the file's content: after this returns, a loss of power leaves the new content; before, the old
   * one; never a mixture. Mode 0600. Throws when the disk does not take it, and then the old content stands.
   */
  writeDurably(path: string, content: Uint8Array): void;
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

  writeDurably(path, content) {
    // One process for a profile, so the name needs no random part; a left-over of a crash is overwritten.
    const temporary = join(dirname(path), `.${basename(path)}.new`);
    rmSync(temporary, { force: true });
    try {
      writeAndSync(temporary, content);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  },

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

/** Makes the rename itself durable. Windows has no such call, and its rename is journalled. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
