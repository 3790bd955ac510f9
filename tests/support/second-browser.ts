import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { commandLine } from './app.ts';
import { scratchFolder } from './scratch-folder.ts';

/** A person's browser: a Chromium in a process of its own, with its own cookies. It knows nothing of the app. */
export interface SecondBrowser {
  readonly page: Page;
  close(): Promise<void>;
}

/** A window without menu, preload or privileges: what any browser's tab is. */
const main = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ webPreferences: { sandbox: true } }).loadURL('about:blank'));
app.on('window-all-closed', () => app.quit());
`;

/** Opens the browser, empty. It is the runtime's Chromium, which every machine that runs these tests has. */
export async function openSecondBrowser(): Promise<SecondBrowser> {
  const folder = scratchFolder('browser');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'second-browser', main: 'main.js', version: '1.0.0' }));
  writeFileSync(join(folder, 'main.js'), main);
  const { executablePath, sandboxed } = commandLine();
  const browser = await _electron.launch({
    executablePath,
    args: [
      '-r', join(import.meta.dirname, 'wait-for-debugger.cjs'),
      ...(sandboxed ? [] : ['--no-sandbox']),
      `--user-data-dir=${join(folder, 'data')}`,
      folder,
    ],
    chromiumSandbox: sandboxed,
  });
  return { page: await browser.firstWindow(), close: () => end(browser) };
}

async function end(browser: ElectronApplication): Promise<void> {
  const child = browser.process();
  const gone = new Promise((resolve) => child.once('close', resolve));
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  else return;
  await gone;
}

/** From now on the app's wish to open the browser is written down instead. The answer tells the addresses so far. */
export async function catchBrowser(app: ElectronApplication): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    (globalThis as { openedByTest?: string[] }).openedByTest = opened;
    shell.openExternal = (address) => {
      opened.push(address);
      return Promise.resolve();
    };
  });
  return () => app.evaluate(() => (globalThis as { openedByTest?: string[] }).openedByTest ?? []);
}
