import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { codeOf, syncFolder, systemFiles, writeTroubleOf } from '../system/files.ts';
import { openDatabase, type DatabaseOptions, type OpenedDatabase } from './database.ts';
import { diskTrouble } from './disk-trouble.ts';
import { createIncidents } from './incidents.ts';
import { setAside } from './quarantine.ts';
import { fillFromDamaged } from './salvage/salvage.ts';
import { versionOfDamaged } from './salvage/damaged-version.ts';
import { schemaVersion } from './migrations.ts';

/**
 * Opens the database; where it is damaged, sets it aside under a dated name and goes on with a new one that holds
 * everything that could be read. What happened is recorded in it, to be told. A file of which nothing can be read
 * stays where it is: what becomes of it, the person decides.
 *
 * Stopped at any moment it loses nothing: the new database is built beside the damaged one and takes its place by
 * a rename, which the next start finishes.
 *
 * @param now wall clock, ms: the date under which files are set aside
 */
export function openOrSalvage(options: DatabaseOptions, now: number): OpenedDatabase {
  try {
    return open(options, now);
  } catch (error) {
    // The disk refused the new database or the move; the damaged one is where it was, or under its dated name.
    const trouble = diskTrouble(error);
    if (trouble === 'disk-full' || trouble === 'not-writable') return { kind: trouble };
    if (codeOf(error) !== null) return { kind: writeTroubleOf(error) };
    throw error;
  }
}

function open(options: DatabaseOptions, now: number): OpenedDatabase {
  const setAsideBefore = finish(options.file, now);
  const opened = openDatabase(options);
  if (opened.kind === 'open') return named(opened, setAsideBefore);
  if (opened.kind !== 'unreadable' && opened.kind !== 'wrong-key') return opened;
  if ((versionOfDamaged(options.file, options.dataKey) ?? 0) > schemaVersion) return { kind: 'newer-version' };
  const outcome = build(options, now);
  if (outcome === 'nothing-readable') return opened;
  if (outcome !== 'built') return outcome;
  const moved = finish(options.file, now);
  const salvaged = openDatabase(options);
  return salvaged.kind === 'open' ? named(salvaged, moved) : salvaged;
}

const building = '.salvaging';
const built = '.salvaged';

/** Builds the new database whole beside the damaged one. */
function build(options: DatabaseOptions, now: number): 'built' | 'nothing-readable' | OpenedDatabase {
  const file = options.file + building;
  const clear = (): void => ['', '-wal', '-shm'].forEach((end) => rmSync(file + end, { force: true }));
  clear();
  const opened = openDatabase({ ...options, file });
  if (opened.kind !== 'open') {
    clear();
    return opened;
  }
  let filled = false;
  try {
    filled = fillFromDamaged(opened.db, options.file, options.dataKey, now);
  } finally {
    opened.close();
    if (!filled) clear();
  }
  if (!filled) return 'nothing-readable';
  sync(file);
  renameSync(file, options.file + built);
  syncFolder(dirname(file));
  return 'built';
}

/** Lets a database that was built whole take the place of the damaged one. Answers the names of what was set aside. */
function finish(file: string, now: number): string[] {
  if (!systemFiles.exists(file + built)) return [];
  const moved = setAside([file], now);
  renameSync(file + built, file);
  syncFolder(dirname(file));
  return moved.map((path) => basename(path));
}

function named<T extends Extract<OpenedDatabase, { kind: 'open' }>>(opened: T, setAsideNames: readonly string[]): T {
  if (setAsideNames.length > 0) createIncidents(opened.db).nameSetAside(setAsideNames);
  return opened;
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
