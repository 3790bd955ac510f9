// Two set-ups at once (two clones, or `npm start` beside `npm test`) must not undo each other. A folder
// is the lock: making one is atomic on every file system. Its owner touches it while it works, so that
// a lock left behind by a killed process is recognised and taken over.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './progress.mjs';

const TOUCH_EVERY_MS = 5_000;
const ABANDONED_AFTER_MS = 120_000;

/** Runs `work` while nobody else holds the lock at `path`; waits for whoever does. */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  for (let told = false; !take(path); ) {
    if (abandoned(path)) {
      setAside(path);
      continue;
    }
    if (!told) say('Another set-up is at work; waiting for it.');
    told = true;
    await wait(250);
  }
  const touch = setInterval(() => utimesSync(path, new Date(), new Date()), TOUCH_EVERY_MS);
  touch.unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    rmSync(path, { recursive: true, force: true });
  }
}

function take(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(path, 'owner.json'), JSON.stringify({ pid: process.pid, host: hostname() }));
  return true;
}

function abandoned(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > ABANDONED_AFTER_MS) return true;
    const owner = JSON.parse(readFileSync(join(path, 'owner.json'), 'utf8'));
    return owner.host === hostname() && !alive(owner.pid);
  } catch {
    return false; // just released, or not yet signed by its new owner
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// Renamed first: of two processes that found the lock abandoned, one succeeds and the other tries again.
function setAside(path) {
  const aside = `${path}.abandoned-${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
