// A virtual display where there is none.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithMe } from '../setup/command.mjs';
import { hasDisplay } from '../setup/system-packages.mjs';

const SCREEN = '1600x1200x24';

/**
 * Calls `work` with an environment in which windows can be shown, in a virtual display where there is
 * no other, which ends with the work.
 */
export async function withDisplay(env, work) {
  if (hasDisplay(env)) return work(env);
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-display-'));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clear);
  const cookie = join(folder, 'Xauthority');
  writeFileSync(cookie, authority(randomBytes(16)), { mode: 0o600 });
  // -noreset: it would start anew whenever the last window is gone, and turn away an app that starts just then.
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset', '-auth', cookie];
  // Detached: Ctrl-C must not take the screen away from an app that is just closing.
  const server = endWithMe(spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true }));
  const ended = new Promise((resolve) => server.once('close', resolve));
  try {
    const number = await displayNumber(server);
    return await work({ ...env, DISPLAY: `:${number}`, XAUTHORITY: cookie });
  } finally {
    server.kill();
    await ended;
    process.off('exit', clear);
    clear();
  }
}

/** So many tests with windows go at once: most of what they do is to wait as the app does. */
const WORKERS = 3;

/**
 * Calls `work` with an environment in which playwright.config.ts finds a virtual display for each of several workers: on
 * one display two apps would take the keyboard from each other. On a desktop there is one worker.
 */
export function onDisplays(env, work, displays = []) {
  if (hasDisplay(env) || displays.length === WORKERS) return work({ ...env, KELVIN_TEST_DISPLAYS: JSON.stringify(displays) });
  return withDisplay(env, ({ DISPLAY, XAUTHORITY }) => onDisplays(env, work, [...displays, { DISPLAY, XAUTHORITY }]));
}

// The server chooses a free number itself and says which: no two commands race for one.
function displayNumber(server) {
  let number = '';
  let complaint = '';
  server.stderr.setEncoding('utf8').on('data', (chunk) => (complaint += chunk));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('close', () => reject(new Error(`The virtual display did not start: ${complaint.trim()}`)));
    server.stdio[3].setEncoding('utf8').on('data', (chunk) => {
      number += chunk;
      if (number.endsWith('\n')) resolve(number.trim());
    });
  });
}

// An entry of an X authority file: family "any", no address, no display number, so that it fits whichever
// number the server chooses. Without a cookie every local user could watch the screen.
function authority(cookie) {
  const counted = (bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
  const none = Buffer.alloc(0);
  const family = Buffer.from([0xff, 0xff]);
  return Buffer.concat([family, ...[none, none, Buffer.from('MIT-MAGIC-COOKIE-1'), cookie].map(counted)]);
}
