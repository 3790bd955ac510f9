// Starts the sandbox platform beside the app.
import { join } from 'node:path';
import { logFolder, node24, root } from '../setup/places.mjs';
import { startProgram } from './processes.mjs';

export const sandboxProgram = join(root, 'sandbox/main.ts');

/**
 * Starts the sandbox platform of a development profile and waits until it answers.
 * @returns {Promise<{ origin: string, ended: Promise<number>, end(): Promise<void> }>}
 */
export async function startSandbox(profile) {
  const args = [sandboxProgram, '--port', String(profile.sandboxPort), '--data', profile.sandboxData];
  let announce;
  const ready = new Promise((resolve) => (announce = resolve));
  const said = [];
  const program = startProgram(node24, [...args, '--exit-with-stdin'], {
    env: process.env,
    cwd: root,
    stdin: 'pipe',
    log: join(logFolder, 'sandbox.log'),
    onLine(line) {
      said.push(line);
      if (line.startsWith('{"ready":true')) announce(JSON.parse(line));
    },
  });
  const answer = await Promise.race([ready, program.ended]);
  if (typeof answer === 'object') return { ...program, origin: answer.origin };
  throw new Error(
    `The sandbox platform did not start on port ${profile.sandboxPort}. It said:\n${said.join('\n')}\n` +
      `If another \`npm start\` of this checkout is running, end it first; if something else has the port, ` +
      `delete ${profile.portFile} to have a new one chosen.`,
  );
}
