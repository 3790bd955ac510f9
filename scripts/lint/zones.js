// Where a file lives decides what it may know. This is the one place that says which parts there are,
// who is above whom, and who may speak to Electron (docs/architecture.md explains why).
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Modules of the main process, highest first. A module may use the lines below its own. */
const LEVELS = [
  ['index'],
  ['start'],
  ['ipc', 'windows', 'tray', 'notifications', 'updates', 'diagnostics'],
  ['sync', 'secrets'],
  ['outbox', 'auth', 'platform-api'],
  ['environments'],
  ['storage'],
  ['vault'],
  ['system', 'logging'],
];

/** Modules of the main process that may import Electron; the rest runs under plain Node in a test. */
const SPEAK_ELECTRON = ['index', 'start', 'ipc', 'windows', 'tray', 'notifications', 'updates', 'system'];

/**
 * The part of the project that a file belongs to: 'shared', 'main', 'preload', 'renderer', 'sandbox',
 * 'tests', 'other'; within main also its module and that module's level (0 is the bottom).
 */
export function zoneOf(file) {
  const path = relative(root, file).split(sep);
  const test = /\.test\.[jt]s$/.test(file);
  if (path[0] === 'sandbox' || path[0] === 'tests') return { name: path[0], test };
  if (path[0] !== 'src') return { name: 'other', test };
  if (path[1] !== 'main') return { name: path[1], test };
  const module = (path[2] ?? '').replace(/\.[jt]s$/, '');
  const index = LEVELS.findIndex((level) => level.includes(module));
  return { name: 'main', test, module, level: index === -1 ? undefined : LEVELS.length - 1 - index };
}

export const speaksElectron = (zone) =>
  zone.name === 'preload' || (zone.name === 'main' && SPEAK_ELECTRON.includes(zone.module));

/** The file that a relative import means; undefined for a package. */
export function target(specifier, importer) {
  return specifier.startsWith('.') ? resolve(dirname(importer), specifier) : undefined;
}

/** A file's path from the root of the project, with forward slashes. */
export const fromRoot = (file) => relative(root, file).split(sep).join('/');
