// Where something is made before it is moved into place whole.
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './places.mjs';

const PREFIX = 'unfinished-';
const LEFT_BEHIND_AFTER_MS = 24 * 3_600_000;

/** Calls `work` with an empty folder in the cache (so that a rename out of it is atomic); it goes with the work. */
export async function withScratchFolder(work) {
  await mkdir(cacheFolder(), { recursive: true });
  await removeLeftBehind();
  const folder = await mkdtemp(join(cacheFolder(), PREFIX));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// A set-up that was killed leaves its folder; nothing takes a day.
async function removeLeftBehind() {
  for (const name of await readdir(cacheFolder())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(cacheFolder(), name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity })); // its owner was quicker
    if (Date.now() - mtimeMs > LEFT_BEHIND_AFTER_MS) await rm(folder, { recursive: true, force: true });
  }
}
