// Runs a program whose output is shown only if something in it failed.
import { spawn } from 'node:child_process';
import { endWithMe } from '../setup/command.mjs';

/** Resolves with the exit code (1 for a signal) and everything it printed. Nothing is on its stdin. */
export function runCaptured(file, args, { cwd, env, uid, gid } = {}) {
  return new Promise((resolve, reject) => {
    const child = endWithMe(spawn(file, args, { cwd, env, uid, gid, stdio: ['ignore', 'pipe', 'pipe'] }));
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
