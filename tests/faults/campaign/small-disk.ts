import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Enough for a profile with everything that Chromium lays into it, and soon full. */
const sizeMiB = 64;

/** A disk of its own for a profile, which can be full or read-only for a while. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes up every free byte. */
  fill(): void;
  empty(): void;
  isFull(): boolean;
  setReadOnly(readOnly: boolean): void;
  remove(): void;
}

/** Null where this machine does not let us mount one: then the profile lies in an ordinary folder. */
export function mountSmallDisk(): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-secrets-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(sizeMiB)}m,mode=700`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      // In ever smaller pieces, down to the last page.
      for (let piece = sizeMiB * 1024 * 1024; piece >= 4096; piece /= 2) while (appended(filler, piece));
    },
    empty: () => rmSync(filler, { force: true }),
    isFull: () => existsSync(filler),
    setReadOnly: (readOnly) => void execFileSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, folder], { stdio: 'ignore' }),
    remove() {
      // Lazily: a process of the app that is just going may still hold a file there.
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function appended(file: string, bytes: number): boolean {
  try {
    writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
    return true;
  } catch {
    return false;
  }
}
