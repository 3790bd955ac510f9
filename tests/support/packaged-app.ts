import { spawn, type ChildProcess } from 'node:child_process';
import { chromium, expect, type Browser, type Page } from '@playwright/test';

export interface PackagedApp {
  readonly child: ChildProcess;
  /** What it wrote to stdout and stderr so far. */
  output(): string;
  /** Resolves when it is gone, with its exit code; null where a signal ended it. */
  readonly gone: Promise<number | null>;
}

/** Starts a packaged executable as a person does, in a home folder of its own. */
export function startPackaged(executable: string, home: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): PackagedApp {
  const root = process.env['KELVIN_SECRETS_NO_CHROMIUM_SANDBOX'] === undefined ? [] : ['--no-sandbox'];
  // Whatever a developer or this machine has set would lead out of the home folder, or to another keychain.
  const { XDG_CONFIG_HOME: _config, XDG_DATA_HOME: _data, ELECTRON_RUN_AS_NODE: _node, ...inherited } = process.env;
  const child = spawn(executable, [...root, '--password-store=basic', ...args], {
    cwd: home,
    env: { ...inherited, HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (written += text));
  return {
    child,
    output: () => written,
    gone: new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve(code))),
  };
}

/** Sees and presses through the debugger that only the test flavour may open. The window must be there. */
export async function connectTo(app: PackagedApp): Promise<{ browser: Browser; page: Page }> {
  const listening = /DevTools listening on (ws:\/\/\S+)/;
  await expect.poll(() => app.output()).toMatch(listening);
  const browser = await chromium.connectOverCDP(listening.exec(app.output())?.[1] ?? '');
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('The packaged app shows no page.');
  return { browser, page };
}
