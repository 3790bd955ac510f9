// Programs that a command starts and must end: each in a process group of its own, ended by its id.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { passSignalsTo } from '../setup/node24.mjs';

const GRACE_MS = 5_000;
const groups = process.platform !== 'win32';
const running = new Set();

/**
 * Starts a program in its own process group.
 * @param {string} options.log  what it prints goes there, except the lines that `onLine` answers `false` to
 * @param {(line: string) => void | false} [options.onLine] gets each line as it is printed
 * @param {'pipe' | 'ignore'} [options.stdin]
 * @returns {{ child: import('node:child_process').ChildProcess, ended: Promise<number>, end(): Promise<void> }}
 * `ended` resolves with the exit code (1 when it was ended by a signal, or could not be started)
 */
export function startProgram(file, args, { env, cwd, log, onLine, stdin = 'ignore' }) {
  mkdirSync(dirname(log), { recursive: true });
  const sink = createWriteStream(log);
  const child = spawn(file, args, { env, cwd, detached: groups, stdio: [stdin, 'pipe', 'pipe'] });
  const take = (line) => onLine?.(line) === false || sink.write(`${line}\n`);
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', take);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      take(error.message);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  }).finally(() => {
    running.delete(program);
    sink.end();
  });
  const program = { child, ended, end: () => end(child, ended) };
  running.add(program);
  return program;
}

/** Ends every program that is still running: asks first, insists after five seconds. */
export async function endAll() {
  await Promise.all([...running].map((program) => program.end()));
}

/** Runs a program on this terminal to its end; Ctrl-C reaches it too. Resolves with its exit code. */
export function runOnTerminal(file, args, { env, cwd } = {}) {
  const child = spawn(file, args, { env, cwd, stdio: 'inherit' });
  passSignalsTo(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Calls `work` once on the first signal that asks this command to end. */
export function onAskedToEnd(work) {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!asked) work();
      asked = true;
    });
  }
}

async function end(child, ended) {
  child.stdin?.end();
  signal(child, 'SIGTERM');
  const stopped = await Promise.race([ended.then(() => true), wait(GRACE_MS, false, { ref: false })]);
  if (!stopped) signal(child, 'SIGKILL');
  await ended;
}

function signal(child, name) {
  if (child.pid === undefined) return;
  try {
    if (groups) process.kill(-child.pid, name);
    else child.kill(name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has just ended by itself
  }
}
