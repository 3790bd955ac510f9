// Starts the app from out/ (or from the dev server's folder) in its development profile.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { logFolder, root } from '../setup/places.mjs';
import { say } from '../setup/progress.mjs';
import { startProgram } from './processes.mjs';

/** Why Chromium cannot sandbox its processes here; undefined when it can. */
export function sandboxTrouble(distPath) {
  if (process.platform !== 'linux') return undefined;
  if (process.getuid() === 0) return 'it cannot be on for root';
  return setuidHelper(distPath) ? undefined : namespaceTrouble();
}

/** Why an ordinary user's program cannot have namespaces of its own on this Linux. */
export function namespaceTrouble() {
  const setting = (name) => read(`/proc/sys/${name}`);
  if (setting('kernel/apparmor_restrict_unprivileged_userns') === '1') {
    return 'this system lets only programs with an AppArmor profile make user namespaces';
  }
  if (setting('kernel/unprivileged_userns_clone') === '0' || setting('user/max_user_namespaces') === '0') {
    return 'this system allows no user namespaces';
  }
  return undefined;
}

/** The arguments that Chromium needs on this machine; says so when its sandbox has to stay off. */
export function chromiumArguments(distPath) {
  const trouble = sandboxTrouble(distPath);
  if (!trouble) return [];
  say(`Chromium's sandbox is off in this run: ${trouble}. What is shipped never runs so.`);
  return ['--no-sandbox'];
}

/** Starts the app. Its output goes to .dev/logs/app.log; what it says itself is shown too. */
export function startApp(runtime, env) {
  const log = join(logFolder, 'app.log');
  const args = [...chromiumArguments(runtime.distPath), root];
  const onLine = (line) => {
    if (isNews(line)) say(line);
  };
  return { ...startProgram(runtime.electronPath, args, { env, cwd: root, log, onLine }), log };
}

// Chromium's own lines ([pid:date:ERROR:file.cc(1)]) and the app's log lines (JSON) stay in the log file.
function isNews(line) {
  return line.trim() !== '' && !/^\[\d+:\d{4}\/\d+\.\d+:/.test(line) && !line.startsWith('{');
}

function setuidHelper(distPath) {
  const helper = join(distPath, 'chrome-sandbox');
  if (!existsSync(helper)) return false;
  const { uid, mode } = statSync(helper);
  return uid === 0 && (mode & 0o4000) !== 0;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
