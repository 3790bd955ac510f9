import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

const root = join(import.meta.dirname, '../..');

export interface LaunchOptions {
  /** The profile's folder; a new one in a temporary folder where none is given. */
  readonly profile?: string;
  /** The sandbox that is there as an environment from the start. */
  readonly sandbox?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly profile: string;
  /** Everything the process wrote to stdout and stderr so far. */
  output(): string;
  /** Resolves when the process is gone, with its exit code; null where a signal ended it. */
  readonly gone: Promise<number | null>;
  /** Ends it as the system would (SIGTERM): nothing is asked. */
  end(): Promise<void>;
  /** kill -9 of the main process, and nothing else. Resolves when it is gone. */
  kill(): Promise<void>;
}

/** A folder for a profile; the caller removes it with `removeProfile`. */
export function newProfile(): string {
  return mkdtempSync(join(tmpdir(), 'kelvin-secrets-profile-'));
}

export function removeProfile(profile: string): void {
  // Chromium's helpers outlive an app that was killed by a moment, and write meanwhile.
  rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
}

/** How the built, unpackaged app is started on this machine; `npm test` and `npm run tour` say with what. */
export function commandLine(args: readonly string[] = []): { executablePath: string; args: string[]; sandboxed: boolean } {
  const executablePath = process.env['ELECTRON_EXEC_PATH'];
  if (executablePath === undefined) throw new Error('Run this by npm: it prepares the Electron runtime first.');
  const sandboxed = process.env['KELVIN_SECRETS_NO_CHROMIUM_SANDBOX'] === undefined;
  return { executablePath, args: [...(sandboxed ? [] : ['--no-sandbox']), ...noKeyring(args), ...args, root], sandboxed };
}

/** Without a word about the keychain there is none, whatever runs on this machine: so a passphrase is asked for. */
function noKeyring(args: readonly string[]): readonly string[] {
  return process.platform !== 'linux' || args.some((arg) => arg.startsWith('--password-store')) ? [] : ['--password-store=basic'];
}

export function appEnvironment({ profile, sandbox, env }: LaunchOptions & { readonly profile: string }): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[0] !== 'ELECTRON_RUN_AS_NODE',
  );
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C.UTF-8', // dates and numbers as the tests read them, whatever this computer's own are
    KELVIN_SECRETS_PROFILE: profile,
    ...(sandbox === undefined ? {} : { KELVIN_SECRETS_SANDBOX: sandbox }),
    ...env,
  };
}

/** Starts the built app and waits for its first window. Chromium's sandbox stays on wherever the machine can. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const profile = options.profile ?? newProfile();
  const { executablePath, args, sandboxed } = commandLine(options.args);
  const app = await _electron.launch({
    executablePath,
    args: ['-r', join(import.meta.dirname, 'wait-for-debugger.cjs'), ...args],
    cwd: root,
    chromiumSandbox: sandboxed,
    env: appEnvironment({ ...options, profile }),
  });
  const child = app.process();
  let written = '';
  child.stdout?.on('data', (chunk: Buffer) => (written += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const gone = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(name);
    await gone;
  };
  const page = await app.firstWindow().catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`No window came. ${written}`, { cause: error });
  });
  return {
    app,
    page,
    profile,
    output: () => written,
    gone,
    end: () => signal('SIGTERM'),
    kill: () => signal('SIGKILL'),
  };
}

/** Starts the built app without any debugger, as a person does. Resolves with its exit code when it ends. */
export function startBare(options: LaunchOptions & { readonly profile: string }): { readonly ended: Promise<number | null>; readonly pid: number | undefined; kill(): void } {
  const { executablePath, args } = commandLine(options.args);
  const child = spawn(executablePath, args, { cwd: root, env: appEnvironment(options), stdio: 'ignore' });
  return {
    pid: child.pid,
    ended: new Promise((resolve) => child.once('close', (code) => resolve(code))),
    kill: () => void child.kill('SIGKILL'),
  };
}
