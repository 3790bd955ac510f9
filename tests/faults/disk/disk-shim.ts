import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { scratchFolder } from '../../support/scratch-folder.ts';

/** What the shim does to the calls that it sees: see disk-shim.c. */
export type DiskFault = 'eio' | 'enospc' | 'short' | 'kill' | 'kill-short' | 'read';

export interface ShimOptions {
  /** The folder that is the disk, absolute and without symbolic links. */
  readonly folder: string;
  /** A file outside the folder that gets the record. */
  readonly log?: string;
  /** A file outside the folder; what the program writes there stands in the record as a note. */
  readonly marks?: string;
  readonly fault?: { readonly kind: DiskFault; readonly at: number; readonly until?: string };
}

const needed = 'a Linux system with the C compiler gcc and glibc\'s headers (Debian: gcc libc6-dev)';

/** Why there is no shim here, or null. A test that is skipped for it says so by name. */
export const shimMissing: string | null =
  process.platform === 'linux' && (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'gcc')))
    ? null
    : `needs ${needed}`;

let built: string | null = null;

/** The environment in which a program's disk calls go through the shim. Compiles it at the first call. */
export function shimEnvironment({ folder, log, marks, fault }: ShimOptions): NodeJS.ProcessEnv {
  built ??= build();
  return {
    ...process.env,
    LD_PRELOAD: built,
    DISK_SHIM_FOLDER: folder,
    ...(log === undefined ? {} : { DISK_SHIM_LOG: log }),
    ...(marks === undefined ? {} : { DISK_SHIM_MARKS: marks }),
    ...(fault === undefined ? {} : { DISK_SHIM_FAULT: fault.kind, DISK_SHIM_AT: String(fault.at) }),
    ...(fault?.until === undefined ? {} : { DISK_SHIM_UNTIL: fault.until }),
  };
}

function build(): string {
  const target = join(scratchFolder('disk-shim'), 'disk-shim.so');
  const source = join(import.meta.dirname, 'disk-shim.c');
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', '-o', target, source, '-ldl', '-lpthread'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return target;
}
