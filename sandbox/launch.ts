import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ControlClient } from './control-client.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

export interface LaunchOptions {
  port?: number;
  controlPort?: number;
  dataFile?: string;
  /** More of the command line, as in `--help`. */
  args?: string[];
  /**
   * The Node 24 that runs it; this process's own by default. Needed where this process is not Node
   * (Electron).
   */
  execPath?: string;
  env?: NodeJS.ProcessEnv;
}

/** A sandbox that runs as a process of its own. */
export interface LaunchedSandbox {
  origin: string;
  control: string;
  controlToken: string;
  /** A client for its control port. */
  client: ControlClient;
  child: ChildProcess;
  /** Ends it in good order; resolves when the process is gone. */
  stop(): Promise<void>;
  /** Ends it the hard way (SIGKILL), as a power cut would; resolves when the process is gone. */
  kill(): Promise<void>;
}

/**
 * Starts `sandbox/main.ts` and resolves when it answers. Rejects with its own words when it does not start.
 * The child ends with this process, however that one ends, because it watches its standard input.
 */
export async function launchSandbox(options: LaunchOptions = {}): Promise<LaunchedSandbox> {
  const child = spawn(options.execPath ?? process.execPath, [MAIN, ...argumentsFor(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4000)));

  const ready = await Promise.race([readyLine(child), gone.then(() => undefined)]);
  if (ready === undefined)
    throw new Error(`the sandbox did not start: ${complaints.trim() || `exit code ${child.exitCode}`}`);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  return {
    ...ready,
    client: new ControlClient(ready),
    child,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function argumentsFor({ port = 0, controlPort = 0, dataFile, args = [] }: LaunchOptions): string[] {
  const data = dataFile === undefined ? [] : ['--data', dataFile];
  return [
    '--json',
    '--exit-with-stdin',
    '--port',
    String(port),
    '--control-port',
    String(controlPort),
    ...data,
    ...args,
  ];
}

type Ready = Pick<LaunchedSandbox, 'origin' | 'control' | 'controlToken'>;

function readyLine(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve) => {
    if (child.stdout === null) throw new Error('the sandbox has no output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = parseReady(line);
      if (ready !== undefined) resolve(ready);
    });
  });
}

function parseReady(line: string): Ready | undefined {
  try {
    const parsed = JSON.parse(line) as Partial<Ready & { ready: boolean }>;
    const { ready, origin, control, controlToken } = parsed;
    return ready === true && origin && control && controlToken
      ? { origin, control, controlToken }
      : undefined;
  } catch {
    return undefined;
  }
}
