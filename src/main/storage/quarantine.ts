import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder, systemFiles } from '../system/files.ts';

/** SQLite's companions of a database file. They go with it, so that the set-aside copy can still be opened. */
const companions = ['-wal', '-shm'] as const;

/**
 * Sets files aside under a dated name in their own folder, a database together with its log. Nothing is
 * deleted, and nothing that was set aside earlier is overwritten. Answers the new paths; a file that is not
 * there is passed over. Throws when the disk refuses, with every file still under one of the two names.
 */
export function setAside(paths: readonly string[], now: number): string[] {
  const suffix = freeSuffix(paths, now);
  const moved: string[] = [];
  for (const path of paths) {
    // The database first: its log alone is never taken for a new database's (see openDatabase).
    for (const companion of ['', ...companions]) {
      if (!systemFiles.exists(path + companion)) continue;
      const target = path + suffix + companion;
      renameSync(path + companion, target);
      moved.push(target);
    }
    syncFolder(dirname(path));
  }
  return moved;
}

function freeSuffix(paths: readonly string[], now: number): string {
  const dated = `.quarantine-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}`;
  for (let copy = 1; ; copy++) {
    const suffix = copy === 1 ? dated : `${dated}-${copy}`;
    const taken = paths.some((path) => ['', ...companions].some((end) => systemFiles.exists(path + suffix + end)));
    if (!taken) return suffix;
  }
}
