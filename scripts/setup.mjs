#!/usr/bin/env node
// Set-up: everything between a fresh clone and a running app. Every command begins with it; when all is
// there it costs a fraction of a second. Runs on Node 20.19 or newer with nothing installed.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installDependencies } from './setup/dependencies.mjs';
import { findElectron, pinnedVersion } from './setup/electron-runtime.mjs';
import { findNativeModule, needsCompiler } from './setup/native-module.mjs';
import { continueOnNode24, refuseAncientNode } from './setup/node24.mjs';
import { devFolder, runtimeFile } from './setup/places.mjs';
import { say } from './setup/progress.mjs';
import { hasDisplay, provideSystemPackages } from './setup/system-packages.mjs';

const run = promisify(execFile);

/**
 * Does what is still to be done and goes on under the project's own Node 24 (on an older Node this
 * function does not return: the script is started again there).
 * @param {string} scriptUrl the calling script's `import.meta.url`
 * @param {('display'|'fonts'|'keyring'|'certutil'|'c-compiler')[]} [options.needs] what the command needs from the system
 * @returns {Promise<Runtime>} also written to .dev/runtime.json, where tests and tools find it
 *
 * @typedef {object} Runtime
 * @property {string} electronPath    the executable
 * @property {string} distPath        its folder
 * @property {string} electronVersion
 * @property {number} napi            its Node-API
 * @property {string} nativeBinding   the database module that this Electron can load
 * @property {'official'|'stand-in'} runtime  a stand-in is for development and tests, never shipped
 */
export async function setUp(scriptUrl, { needs = [], retryDownload = false } = {}) {
  refuseAncientNode();
  await installDependencies();
  await continueOnNode24(scriptUrl);

  const electron = await findElectron({ retryDownload });
  await provideSystemPackages({ electronPath: electron.electronPath, needs });
  const napi = await napiOf(electron.electronPath);
  if (needsCompiler(napi)) await provideSystemPackages({ needs: ['compiler'] });
  const nativeBinding = await findNativeModule({ electronPath: electron.electronPath, napi });

  const runtime = { ...electron, napi, nativeBinding };
  mkdirSync(devFolder, { recursive: true });
  writeFileSync(runtimeFile, `${JSON.stringify({ ...runtime, stamp: stampOf(electron.electronPath) }, null, 2)}\n`);
  say(describe(runtime));
  return runtime;
}

/** What a command needs to show windows: a virtual display, and the fonts the pictures are made with. */
export function needsForWindows() {
  return hasDisplay() ? [] : ['display', 'fonts'];
}

/** The environment in which the app, its tests and its tools find this runtime. */
export function environmentOf(runtime) {
  const env = {
    ...process.env,
    ELECTRON_EXEC_PATH: runtime.electronPath,
    ELECTRON_OVERRIDE_DIST_PATH: runtime.distPath,
    KELVIN_SECRETS_NATIVE_BINDING: runtime.nativeBinding,
  };
  delete env.ELECTRON_RUN_AS_NODE; // set by some editors' terminals; it would make Electron a plain Node
  return env;
}

function describe({ runtime, electronVersion, napi }) {
  if (runtime === 'official') return `Runtime: Electron ${electronVersion}, Node-API ${napi}.`;
  return (
    `Runtime: stand-in Electron ${electronVersion}, Node-API ${napi}: for development and tests on this ` +
    `machine only, never what is shipped (that is ${pinnedVersion()}).`
  );
}

// Asking costs a start of Electron: the answer is kept for as long as the executable is the same file.
async function napiOf(electronPath) {
  const stamp = stampOf(electronPath);
  const known = readKnown();
  if (known?.electronPath === electronPath && known.stamp === stamp) return known.napi;
  const { stdout } = await run(electronPath, ['-p', 'process.versions.napi'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return Number(stdout);
}

function readKnown() {
  try {
    return JSON.parse(readFileSync(runtimeFile, 'utf8'));
  } catch {
    return undefined;
  }
}

function stampOf(path) {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const retryDownload = process.argv.includes('--retry-download');
    await setUp(import.meta.url, { needs: needsForWindows(), retryDownload });
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
