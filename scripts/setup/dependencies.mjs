// node_modules: there, in step with package-lock.json, and with a Node 24 in it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './command.mjs';
import { withLock } from './lock.mjs';
import { devFolder, modules, node24, root } from './places.mjs';
import { step } from './progress.mjs';

const seal = join(modules, '.kelvin-setup');

/** Installs the dependencies when they are missing or stale; a few milliseconds when they are not. */
export async function installDependencies() {
  if (sealed()) return;
  await withLock(join(devFolder, 'locks/dependencies'), async () => {
    if (sealed()) return;
    if (!inStep()) {
      await step('Installing the dependencies (npm ci)', () =>
        runNpm('npm ci', ['ci', '--ignore-scripts', '--include=dev'], { cwd: root }));
    }
    if (!nodeWorks()) {
      // The only install script that is run. The others are not needed, and the database module's would ask
      // for a compiler and for headers from the network, to build what it brings along ready-made.
      await step('Putting Node 24 in place (npm rebuild node)', () =>
        runNpm('npm rebuild node', ['rebuild', 'node', '--ignore-scripts=false'], { cwd: root }));
    }
    if (!nodeWorks()) throw new Error(`No working Node 24 at ${node24}. Delete node_modules and start again.`);
    writeFileSync(seal, fingerprint());
  });
}

function sealed() {
  try {
    return readFileSync(seal, 'utf8') === fingerprint() && existsSync(node24);
  } catch {
    return false;
  }
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

// npm writes what it installed into a hidden lock file. Comparing it entry by entry, rather than by a
// hash, spares a whole reinstall to the developer who has just run `npm install something`.
function inStep() {
  try {
    const wanted = packagesIn(join(root, 'package-lock.json'));
    const present = packagesIn(join(modules, '.package-lock.json'));
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '') return true;
      const found = present[path];
      if (!found) return entry.optional === true || entry.devOptional === true; // other systems' packages
      return found.version === entry.version && found.integrity === entry.integrity;
    });
  } catch {
    return false;
  }
}

function packagesIn(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

function nodeWorks() {
  try {
    return execFileSync(node24, ['-p', 'process.versions.napi >= 10'], { encoding: 'utf8' }).trim() === 'true';
  } catch {
    return false;
  }
}
