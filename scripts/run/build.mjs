// Builds the app into out/ when its sources changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from '../setup/command.mjs';
import { modules, node24, root } from '../setup/places.mjs';
import { step } from '../setup/progress.mjs';

const SOURCES = [
  'src', 'resources', 'electron.vite.config.ts', 'scripts/notices/bundled-packages.js', 'svelte.config.js',
  'package.json', 'package-lock.json',
];
const out = join(root, 'out');
const seal = join(out, '.built-from');

/** @param {'real' | 'test'} flavour  `test` may be driven by tests when packaged; it is never shipped */
export async function build(flavour = 'real') {
  const wanted = `${flavour} ${hashOf(SOURCES)}`;
  if (existsSync(join(out, 'main/index.js')) && existsSync(seal) && readFileSync(seal, 'utf8') === wanted) return;
  const env = { ...process.env, KELVIN_SECRETS_FLAVOUR: flavour, NODE_ENV: 'production' };
  const tool = join(modules, 'electron-vite/bin/electron-vite.js');
  await step('Building the app', () => runLogged('build', node24, [tool, 'build'], { cwd: root, env }));
  writeFileSync(seal, wanted);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) addTo(hash, path);
  return hash.digest('hex');
}

function addTo(hash, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  const files = statSync(full).isDirectory() ? filesBelow(full) : [full];
  for (const file of files) hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
