import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../support/scratch-folder.ts';
import type { Ledger } from './ledger.ts';

/** A copy of the database from a moment when no process had it open. */
export interface Backup {
  readonly at: number;
  readonly folder: string;
}

const database = /^secrets\.db(-wal|-shm)?$/;

function databaseFiles(profile: string): string[] {
  return readdirSync(profile).filter((name) => database.test(name));
}

export function takeBackup(profile: string): Backup {
  const folder = scratchFolder('backup');
  for (const name of databaseFiles(profile)) cpSync(join(profile, name), join(folder, name));
  return { at: Date.now(), folder };
}

/** Lays the copy over the profile, and takes away whatever else came of it meanwhile. */
export function putBack({ folder }: Backup, profile: string): void {
  for (const name of readdirSync(profile)) if (name.startsWith('secrets.db')) rmSync(join(profile, name));
  for (const name of databaseFiles(folder)) cpSync(join(folder, name), join(profile, name));
}

/** Lays the old copy over the profile, and tells the ledger what the app cannot know any more. */
export function restoreBackup({ at, folder }: Backup, profile: string, ledger: Ledger): void {
  mkdirSync(profile, { recursive: true });
  for (const name of databaseFiles(profile)) rmSync(join(profile, name));
  for (const name of databaseFiles(folder)) cpSync(join(folder, name), join(profile, name));
  for (const known of ledger.known) {
    if (known.askedAt > at) known.forgotten = true;
    if (known.endedAt === null || known.endedAt > at) known.restored = true;
    for (const value of known.values) if (value.at > at) value.acknowledged = false;
    if (known.discardedAt !== null && known.discardedAt > at) known.discardedAt = null;
  }
}

/** What the files that matter hold, to see that nobody changed them. */
export function fingerprintOf(profile: string): string {
  const files = [...databaseFiles(profile), 'data-key.json'].sort().filter((name) => existsSync(join(profile, name)));
  const hash = createHash('sha256');
  // The index beside the log is made anew at each opening and holds nothing of its own.
  for (const name of files.filter((file) => !file.endsWith('-shm'))) hash.update(`\0${name}\0`).update(readFileSync(join(profile, name)));
  return hash.digest('hex');
}
