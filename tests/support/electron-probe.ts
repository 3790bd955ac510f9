import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { scratchFolder } from './scratch-folder.ts';

const root = join(import.meta.dirname, '../..');

/** The Electron that set-up found. */
export function electronPath(): string {
  const chosen = process.env['ELECTRON_EXEC_PATH'];
  if (chosen !== undefined) return chosen;
  const known = JSON.parse(readFileSync(join(root, '.dev/runtime.json'), 'utf8')) as { electronPath: string };
  return known.electronPath;
}

/** Chromium cannot sandbox its processes for root. */
export const sandboxArguments: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * Bundles one file of tests/support/probes with the product's own modules into a small Electron app, and
 * answers its folder. The name is the keychain's too: two probes of one name share a key.
 */
export async function buildProbe(name: string): Promise<string> {
  const folder = scratchFolder('probe');
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      ssr: join(root, `tests/support/probes/${name}.ts`),
      outDir: folder,
      target: 'node20.18',
      rolldownOptions: { external: ['electron', 'better-sqlite3'], output: { entryFileNames: 'main.js' } },
    },
    ssr: { noExternal: true, external: ['electron', 'better-sqlite3'] },
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, type: 'module', main: 'main.js', version: '1.0.0' }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}

export interface ProbeRun {
  readonly folder: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Put before the command, e.g. a D-Bus session. */
  readonly wrapper?: readonly string[];
}

/** Runs a probe to its end and answers the JSON line it printed last. */
export async function runProbe({ folder, args, env = {}, wrapper = [] }: ProbeRun): Promise<unknown> {
  const command = [...wrapper, electronPath(), ...sandboxArguments, ...args.filter(isSwitch), folder, ...args.filter((text) => !isSwitch(text))];
  const userData = join(folder, 'user-data');
  mkdirSync(userData, { recursive: true });
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env;
  const probe = spawn(command[0] ?? '', command.slice(1), {
    env: { ...inherited, PROBE_USER_DATA: userData, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  probe.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  probe.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise((resolve, reject) => probe.once('error', reject).once('close', resolve));
  const line = out.trim().split('\n').findLast((text) => text.startsWith('{'));
  if (code !== 0 || line === undefined) throw new Error(`The probe ended with ${String(code)}: ${out}\n${err}`);
  return JSON.parse(line);
}

function isSwitch(text: string): boolean {
  return text.startsWith('--');
}
