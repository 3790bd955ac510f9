// Which Electron to run. `require('electron')` is never asked: it would download and print by itself.
//
//   1. ELECTRON_EXEC_PATH, when set
//   2. the official download of the pinned version, when it is there
//   3. the official download, now
//   4. the stand-in (stand-in-runtime.mjs)
//
// A failed download is remembered for some hours, so that the next commands start in a second.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandFailed, runLogged } from './command.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder, devFolder, modules, node24 } from './places.mjs';
import { say, step } from './progress.mjs';
import { prepareStandIn, standInExists, standInVersion } from './stand-in-runtime.mjs';

const TRY_AGAIN_AFTER_HOURS = 6;
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;
const electronPackage = join(modules, 'electron');

/** The version of Electron that package.json pins and that is shipped. */
export function pinnedVersion() {
  return JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8')).version;
}

/**
 * Finds or fetches the runtime.
 * @returns {Promise<{ electronPath: string, distPath: string, electronVersion: string, runtime: 'official' | 'stand-in' }>}
 * `stand-in` means: never to be shipped.
 */
export async function findElectron({ retryDownload = false } = {}) {
  const given = process.env.ELECTRON_EXEC_PATH;
  if (given) return describeGiven(given);
  const pinned = pinnedVersion();
  const official = () => describeOfficial(pinned);
  if (official()) return official();
  return withLock(join(devFolder, 'locks/electron'), async () => {
    if (official()) return official();
    if (retryDownload || !(await failedLately(pinned))) await download(pinned);
    return official() ?? describeStandIn(pinned);
  });
}

function describeGiven(electronPath) {
  if (!existsSync(electronPath)) throw new Error(`ELECTRON_EXEC_PATH names no file: ${electronPath}`);
  const distPath = distOf(electronPath);
  const electronVersion = versionIn(distPath) ?? 'unknown';
  const runtime = electronVersion === pinnedVersion() ? 'official' : 'stand-in';
  return { electronPath, distPath, electronVersion, runtime };
}

// On macOS the executable lies three folders below the download's root: Electron.app/Contents/MacOS.
function distOf(electronPath) {
  const bundle = electronPath.lastIndexOf('.app/Contents/MacOS/');
  return dirname(bundle === -1 ? electronPath : electronPath.slice(0, bundle));
}

function versionIn(distPath) {
  try {
    return readFileSync(join(distPath, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return undefined;
  }
}

function describeOfficial(pinned) {
  const distPath = join(electronPackage, 'dist');
  if (versionIn(distPath) !== pinned) return undefined;
  try {
    // The electron package writes path.txt last: without it the download did not come to its end.
    const electronPath = join(distPath, readFileSync(join(electronPackage, 'path.txt'), 'utf8'));
    return existsSync(electronPath)
      ? { electronPath, distPath, electronVersion: pinned, runtime: 'official' }
      : undefined;
  } catch {
    return undefined;
  }
}

async function describeStandIn(pinned) {
  if (!standInExists()) {
    throw new Error(
      `Electron ${pinned} could not be downloaded, and there is no stand-in for ${process.platform} ` +
        `${process.arch}. Set ELECTRON_MIRROR to a mirror you can reach, or ELECTRON_EXEC_PATH to an Electron.`,
    );
  }
  const distPath = await prepareStandIn();
  const electronPath = join(distPath, 'electron');
  return { electronPath, distPath, electronVersion: standInVersion, runtime: 'stand-in' };
}

const failureFile = (pinned) => join(cacheFolder(), `electron-${pinned}-download-failed.json`);

async function failedLately(pinned) {
  try {
    const { at } = JSON.parse(await readFile(failureFile(pinned), 'utf8'));
    const hours = (Date.now() - Date.parse(at)) / 3_600_000;
    return hours >= 0 && hours < TRY_AGAIN_AFTER_HOURS;
  } catch {
    return false;
  }
}

async function download(pinned) {
  try {
    await step(`Downloading Electron ${pinned}`, () =>
      runLogged('electron download', node24, [join(electronPackage, 'install.js')], {
        timeout: DOWNLOAD_TIMEOUT_MS,
      }));
    await rm(failureFile(pinned), { force: true });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const reason = error.tail.match(/ENOTFOUND|ECONN\w+|ETIMEDOUT|EAI_AGAIN|HTTPError[^\n]*|fetch failed/)?.[0];
    say(
      `The official download of Electron ${pinned} is out of reach here (${reason ?? error.message}); ` +
        `tried again after ${TRY_AGAIN_AFTER_HOURS} hours, or at once by: npm run setup -- --retry-download`,
    );
    await mkdir(cacheFolder(), { recursive: true });
    await writeFile(failureFile(pinned), JSON.stringify({ at: new Date().toISOString() }));
  }
}
