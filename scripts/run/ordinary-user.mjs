// Root cannot have Chromium's sandbox, so under root one stage of the tests runs as `nobody`: no account
// is made and nothing is left behind. What that user may not read (root's home, a private checkout) is
// copied to where it can.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { root } from '../setup/places.mjs';
import { say } from '../setup/progress.mjs';
import { namespaceTrouble } from './app-process.mjs';

const NOBODY = { uid: 65534, gid: 65534 }; // the ids that Linux itself reserves for it
const NOT_COPIED = ['.git', '.dev', 'coverage', 'dist', 'test-results', 'tour'];
const OF_ROOT = ['DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'];

/**
 * Calls `work` with what a program needs to run as an ordinary user.
 * @param {import('../setup.mjs').Runtime} runtime
 * @param {NodeJS.ProcessEnv} env
 * @param {(there: { env: NodeJS.ProcessEnv, folder: string, results: string, user: object }) => Promise<T>} work
 *   `folder` holds the checkout, `results` may be written to, `user` goes into spawn's options
 * @template T
 */
export async function asOrdinaryUser(runtime, env, work) {
  if (process.platform !== 'linux' || process.getuid() !== 0) {
    return work({ env, folder: root, results: root, user: {} });
  }
  say("  This is root: the stage runs as the user nobody, with Chromium's sandbox on.");
  const place = mkdtempSync(join(tmpdir(), 'kelvin-ordinary-user-'));
  try {
    chmodSync(place, 0o755);
    const own = ownFolders(place);
    const folder = readable(join(root, 'node_modules/node/bin/node')) && readable(join(root, 'out/main/index.js'))
      ? root
      : copyCheckout(join(place, 'checkout'));
    const electronPath = placeRuntime(runtime, place);
    const nativeBinding = placeFile(runtime.nativeBinding, place);
    const there = { ...env };
    for (const name of [...OF_ROOT, 'KELVIN_SECRETS_NO_CHROMIUM_SANDBOX']) delete there[name];
    if (env.XAUTHORITY) there.XAUTHORITY = giveAway(env.XAUTHORITY, own.home);
    Object.assign(there, {
      HOME: own.home,
      TMPDIR: own.tmp,
      USER: 'nobody',
      LOGNAME: 'nobody',
      ELECTRON_EXEC_PATH: electronPath,
      ELECTRON_OVERRIDE_DIST_PATH: dirname(electronPath),
      KELVIN_SECRETS_NATIVE_BINDING: nativeBinding,
    });
    return await work({ env: there, folder, results: own.results, user: NOBODY });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function ownFolders(place) {
  const folders = {};
  for (const name of ['home', 'tmp', 'results']) {
    folders[name] = join(place, name);
    mkdirSync(folders[name], { mode: 0o700 });
    chownSync(folders[name], NOBODY.uid, NOBODY.gid);
  }
  return folders;
}

function readable(path) {
  return spawnSync('test', ['-r', path], NOBODY).status === 0;
}

function copyCheckout(target) {
  mkdirSync(target);
  const entries = readdirSync(root).filter((name) => !NOT_COPIED.includes(name));
  execFileSync('cp', ['-a', ...entries.map((name) => join(root, name)), target]);
  execFileSync('chmod', ['-R', 'a+rX', target]);
  return target;
}

function placeRuntime({ electronPath, distPath }, place) {
  const trouble = namespaceTrouble();
  if (readable(electronPath) && !trouble) return electronPath;
  const target = join(place, 'runtime');
  execFileSync('cp', ['-a', distPath, target]);
  execFileSync('chmod', ['-R', 'a+rX', target]);
  if (trouble) {
    // Without namespaces for everybody Chromium needs its helper to belong to root and be setuid.
    const helper = join(target, 'chrome-sandbox');
    chownSync(helper, 0, 0);
    chmodSync(helper, 0o4755);
  }
  return join(target, basename(electronPath));
}

function placeFile(path, place) {
  if (readable(path)) return path;
  const target = join(place, basename(path));
  copyFileSync(path, target);
  chmodSync(target, 0o755);
  return target;
}

function giveAway(path, home) {
  const target = join(home, basename(path));
  copyFileSync(path, target);
  chownSync(target, NOBODY.uid, NOBODY.gid);
  return target;
}
