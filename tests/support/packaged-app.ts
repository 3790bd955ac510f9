import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from '@playwright/test';

export interface PackagedApp {
  readonly page: Page;
  output(): string;
  /** As the system would end it; resolves with its exit code. */
  end(): Promise<number | null>;
}

/** The packaged app that was built before, in its test flavour; `npm test` says where it is. */
export function packagedExecutable(): string {
  const executable = process.env['KELVIN_SECRETS_PACKAGED'];
  if (executable === undefined) throw new Error('Run this by npm: it packages the app first.');
  return executable;
}

/** Starts the packaged app and takes hold of its window through Chromium's own debugging port. */
export async function launchPackaged(env: Readonly<Record<string, string>>): Promise<PackagedApp> {
  const sandboxed = process.env['KELVIN_SECRETS_NO_CHROMIUM_SANDBOX'] === undefined;
  const args = ['--remote-debugging-port=0', '--password-store=basic', ...(sandboxed ? [] : ['--no-sandbox'])];
  const child = spawn(packagedExecutable(), args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const address = new Promise<string>((resolve) => {
    createInterface(child.stderr).on('line', (line) => {
      const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const early = ended.then((code) => {
    throw new Error(`The packaged app ended with ${String(code)} before it could be reached: ${written.slice(-2000)}`);
  });
  const browser = await chromium.connectOverCDP(await Promise.race([address, early]));
  early.catch(() => undefined);
  return {
    page: await firstPage(browser),
    output: () => written,
    async end() {
      await browser.close();
      if (child.exitCode === null) child.kill('SIGTERM');
      return ended;
    },
  };
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('The packaged app has no pages.');
  return context.pages()[0] ?? context.waitForEvent('page');
}
