import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { commandLine } from '../support/app.ts';

const root = join(import.meta.dirname, '../..');

/** A program of tests/bench/programs, bundled with the product's own modules and run by the same Electron. */
export interface ElectronProgram {
  /** Runs it to its end with a question in its environment (BENCH_QUESTION), and answers what it printed last. */
  ask<Answer>(question: unknown): Promise<Answer>;
  remove(): void;
}

/** @param asNode as plain Node instead of as an app: no Chromium beside it */
export async function electronProgram(name: string, { asNode = false } = {}): Promise<ElectronProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-bench-program-'));
  const external = ['electron', 'better-sqlite3'];
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      ssr: join(import.meta.dirname, `programs/${name}.ts`),
      outDir: folder,
      target: 'node20.18',
      rolldownOptions: { external, output: { entryFileNames: 'main.mjs' } },
    },
    ssr: { noExternal: true, external },
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'main.mjs' }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const { executablePath, args } = commandLine();
  const command = asNode ? [join(folder, 'main.mjs')] : [...args.slice(0, -1), `--user-data-dir=${join(folder, 'profile')}`, folder];
  return {
    ask: (question) => run(executablePath, command, { BENCH_QUESTION: JSON.stringify(question), ...(asNode ? { ELECTRON_RUN_AS_NODE: '1' } : {}) }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function run<Answer>(executable: string, args: readonly string[], env: Record<string, string>): Promise<Answer> {
  const child = spawn(executable, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, complaints] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const answer = out.trim().split('\n').at(-1) ?? '';
  if (code !== 0 || answer === '') throw new Error(`A program of the bench ended with ${String(code)}: ${complaints.slice(-2000)}`);
  return JSON.parse(answer) as Answer;
}
