// Where set-up keeps things. Inside the checkout only what belongs to it alone (`.dev/`, ignored by
// git); what is large and the same for every clone (the stand-in runtime, the native module built for
// it) goes to the user's cache folder, so that a second clone is ready in seconds.
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const devFolder = join(root, '.dev');
export const logFolder = join(devFolder, 'logs');
export const runtimeFile = join(devFolder, 'runtime.json');
export const modules = join(root, 'node_modules');

/** The cache folder: KELVIN_SECRETS_CACHE, else the place the operating system has for caches. */
export function cacheFolder(env = process.env, platform = process.platform) {
  if (env.KELVIN_SECRETS_CACHE) return resolve(env.KELVIN_SECRETS_CACHE);
  if (platform === 'darwin') return join(homedir(), 'Library/Caches/kelvin-secrets');
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'), 'kelvin-secrets/Cache');
  }
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kelvin-secrets');
}

/** The project's own Node 24, brought by the npm package `node`. */
export const node24 = join(modules, 'node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
