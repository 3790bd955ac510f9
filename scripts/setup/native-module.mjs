// The native database module for the runtime in use. The package brings modules built for Node-API 10;
// an older runtime would crash in them without a word, so for such a one the same sources are compiled
// for its Node-API. The result is kept in the cache folder, by version and by hash of the sources.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runLogged, runNpm } from './command.mjs';
import { withLock } from './lock.mjs';
import { PREBUILD_NAPI } from './node24.mjs';
import { cacheFolder, modules, node24, root } from './places.mjs';
import { step } from './progress.mjs';
import { withScratchFolder } from './scratch.mjs';

const run = promisify(execFile);

// Node-API 9 lacks what the sources use from 10; the experimental set has it, and node-addon-api must
// then not insist that finalizers run outside garbage collection. Stress-tested on Electron 33.
const CXXFLAGS = '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT';

/** Whether the module has to be compiled for this runtime (and a compiler is therefore needed). */
export function needsCompiler(napi) {
  return napi < PREBUILD_NAPI && !existsSync(compiledPath(napi));
}

/** Path of the module that this runtime can load. Compiles and tries it out first where it must. */
export async function findNativeModule({ electronPath, napi }) {
  if (napi >= PREBUILD_NAPI) return prebuildPath();
  const compiled = compiledPath(napi);
  if (existsSync(compiled)) return compiled;
  await withLock(`${compiled}.lock`, async () => {
    if (existsSync(compiled)) return;
    await withScratchFolder(async (work) => {
      const built = await step('Compiling the database module for this runtime (a minute or two)', () =>
        compile(work));
      await tryOut(electronPath, built);
      await rename(built, compiled);
    });
  });
  return compiled;
}

/** Path of the module that the package brings for this system. */
export function prebuildPath() {
  process.report.excludeNetwork = true; // else the report waits for reverse DNS
  const libc = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime ? 'musl' : '';
  return join(modules, 'better-sqlite3/prebuilds', `${process.platform}${libc}-${process.arch}.node`);
}

function compiledPath(napi) {
  // The lock file's integrity value is the hash of the package, sources and all.
  const { version, integrity } = lockEntry('node_modules/better-sqlite3');
  const { integrity: glue } = lockEntry('node_modules/node-addon-api');
  const hash = createHash('sha256').update(`${integrity} ${glue} ${CXXFLAGS}`).digest('hex').slice(0, 12);
  const system = `${process.platform}-${process.arch}`;
  return join(cacheFolder(), `better_sqlite3-${version}-napi${napi}-${system}-${hash}.node`);
}

function lockEntry(path) {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages[path];
}

async function compile(work) {
  const source = join(work, 'node_modules/better-sqlite3');
  await cp(join(modules, 'better-sqlite3'), source, { recursive: true });
  await cp(join(modules, 'node-addon-api'), join(work, 'node_modules/node-addon-api'), { recursive: true });
  const headers = await fetchHeaders(join(work, 'headers'));
  const gyp = join(modules, 'node-gyp/bin/node-gyp.js');
  const args = [gyp, 'rebuild', '--release', '--force_build=1', '--jobs=max', `--nodedir=${headers}`];
  const env = { ...process.env, CXXFLAGS: `${process.env.CXXFLAGS ?? ''} ${CXXFLAGS}`.trim() };
  await runLogged('database module build', node24, args, { cwd: source, env });
  const built = join(work, 'better_sqlite3.node');
  await runLogged('database module strip', 'strip', ['-o', built, join(source, 'build/Release/better_sqlite3.node')]);
  return built;
}

// Node's headers come with the npm packages that carry its binary: no download address, no system package.
async function fetchHeaders(folder) {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const name = `node-${process.platform}-${process.arch}`;
  const spec = `${name}@${lockEntry('node_modules/node').version}`;
  const args = ['install', '--prefix', folder, '--ignore-scripts', spec];
  await runNpm('node headers', args, { cwd: folder });
  return join(folder, 'node_modules', name);
}

const TRIAL = `
  const [library, nativeBinding, file] = process.argv.slice(1);
  const Database = require(library);
  const open = () => {
    const db = new Database(file, { nativeBinding });
    db.pragma("cipher='sqlcipher'");
    db.pragma('legacy=4');
    db.pragma("key=\\"x'" + '42'.repeat(32) + "'\\"");
    return db;
  };
  const first = open();
  first.exec("CREATE TABLE t (v TEXT); INSERT INTO t VALUES ('kept')");
  first.close();
  const second = open();
  if (second.prepare('SELECT v FROM t').pluck().get() !== 'kept') throw new Error('wrong answer');
  second.close();
  if (require('node:fs').readFileSync(file).includes('SQLite format 3')) throw new Error('not encrypted');
`;

// A module that loads but crashes is worse than none: an encrypted file is written and read by this very
// runtime before the module is kept.
async function tryOut(electronPath, nativeBinding) {
  const file = `${nativeBinding}.trial.db`;
  const args = ['-e', TRIAL, join(modules, 'better-sqlite3'), nativeBinding, file];
  try {
    await run(electronPath, args, { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
  } catch (error) {
    throw new Error(`The compiled database module does not work on ${electronPath}: ${error.message}`, {
      cause: error,
    });
  }
}
