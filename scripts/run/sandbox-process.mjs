// Starts the sandbox platform beside the app.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { logFolder, node24, root } from '../setup/places.mjs';
import { startProgram } from './processes.mjs';

export const sandboxProgram = join(root, 'sandbox/main.ts');

const PATIENCE_MS = 30_000;

/**
 * Starts the sandbox platform of a development profile and waits until it answers. Its control port and
 * the token for it are left in the profile (control.json), for whoever wants to set a fault by hand.
 * @returns {Promise<{ origin: string, ended: Promise<number>, end(): Promise<void> }>}
 */
export async function startSandbox(profile) {
  const args = [sandboxProgram, '--port', String(profile.sandboxPort), '--data', profile.sandboxData];
  let announce;
  const ready = new Promise((resolve) => (announce = resolve));
  const said = [];
  const program = startProgram(node24, [...args, '--json', '--exit-with-stdin'], {
    env: process.env,
    cwd: root,
    stdin: 'pipe',
    log: join(logFolder, 'sandbox.log'),
    onLine(line) {
      if (line.startsWith('{"ready":true')) {
        announce(JSON.parse(line));
        return false; // the line holds the control port's token
      }
      said.push(line);
    },
  });
  const answer = await Promise.race([ready, program.ended, wait(PATIENCE_MS, 'silent', { ref: false })]);
  if (typeof answer === 'object') {
    const { origin, control, controlToken } = answer;
    writeFileSync(profile.controlFile, JSON.stringify({ control, controlToken }, null, 2), { mode: 0o600 });
    return { ...program, origin };
  }
  throw new Error(
    `The sandbox platform did not start on port ${profile.sandboxPort}. It said:\n${said.join('\n')}\n` +
      `If another \`npm start\` of this checkout is running, end it first; if something else has the port, ` +
      `delete ${profile.portFile} to have a new one chosen.`,
  );
}
