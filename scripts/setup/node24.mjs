// A fresh machine may have Node 20, on which the database's prebuilt module crashes the process without
// a word. Everything after the installation therefore runs on the project's own Node 24.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { node24 } from './places.mjs';

/** The oldest Node-API that the prebuilt database module can be loaded into. */
export const PREBUILD_NAPI = 10;

/** The oldest Node that may start a script here (package.json `engines`); older ones lack what they use. */
export function refuseAncientNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node ${version} is too old: Node 20.19 or newer is needed to set the project up.`);
}

/**
 * Returns on Node 24; on an older Node starts the same script again on the project's own and never
 * returns: the process ends as the new one did.
 */
export async function continueOnNode24(scriptUrl) {
  if (Number(process.versions.napi) >= PREBUILD_NAPI) return;
  const child = spawn(node24, [fileURLToPath(scriptUrl), ...process.argv.slice(2)], { stdio: 'inherit' });
  passSignalsTo(child);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? (signal === 'SIGINT' ? 130 : 1)));
  });
  process.exit(code);
}

/** Lets a child decide how a signal ends it; this process only has to outlive it. */
export function passSignalsTo(child) {
  // A terminal's Ctrl-C reaches every process in front of it by itself; sent twice it would mean "at once".
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
}
