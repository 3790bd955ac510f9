// Runs a program that somebody waits for: its output goes to a log file, and is shown only if it fails.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { logFolder } from './places.mjs';

const TAIL_LINES = 40;

/** A program ended badly. `tail` holds the last lines it wrote. */
export class CommandFailed extends Error {
  constructor(title, ending, tail, log) {
    super(`${title} ${ending}. Its whole output is in ${log}; the end of it:\n\n${tail}`);
    this.name = 'CommandFailed';
    this.tail = tail;
  }
}

/**
 * Runs a program to its end and resolves with its output.
 * @param {string} title names it in the error and in the log's file name
 * @param {number} [options.timeout] in milliseconds
 * @throws CommandFailed when it cannot be started, exits with anything but 0, or takes too long
 */
export function runLogged(title, file, args, { cwd, env = process.env, timeout = 0 } = {}) {
  mkdirSync(logFolder, { recursive: true });
  const log = join(logFolder, `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.log`);
  const sink = createWriteStream(log);
  let output = '';
  const collect = (chunk) => {
    sink.write(chunk);
    output += chunk;
  };
  return new Promise((resolve, reject) => {
    const child = endWithMe(spawn(file, args, { cwd, env, timeout, stdio: ['ignore', 'pipe', 'pipe'] }));
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const fail = (ending) => {
      sink.end();
      const tail = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
      reject(new CommandFailed(title, ending, tail, log));
    };
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('close', (code, signal) => {
      if (code !== 0) return fail(code === null ? `was ended by ${signal}` : `ended with exit code ${code}`);
      sink.end();
      resolve(output);
    });
  });
}

/** Ends a child when this process ends before it, for whatever reason it can still react to. */
export function endWithMe(child) {
  const end = () => child.kill();
  process.once('exit', end);
  child.once('close', () => process.off('exit', end));
  return child;
}

/**
 * Runs npm with these arguments. Under `npm start` npm tells which npm and which Node it is; the Node named
 * there lies outside node_modules, which matters because `npm ci` replaces that whole folder.
 */
export function runNpm(title, args, { cwd }) {
  // `npm start --silent` would silence the reason of a failure as well.
  const env = { ...process.env, npm_config_loglevel: 'warn', npm_config_audit: 'false', npm_config_fund: 'false' };
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script?.endsWith('.js')) return runLogged(title, node ?? process.execPath, [script, ...args], { cwd, env });
  if (process.platform === 'win32') return runLogged(title, 'cmd.exe', ['/c', 'npm.cmd', ...args], { cwd, env });
  return runLogged(title, 'npm', args, { cwd, env });
}
