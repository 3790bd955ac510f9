import { mkdirSync } from 'node:fs';
import { app, dialog } from 'electron';
import { testFlavour } from './flavour.ts';
import { findForbidden, forbiddenWords } from './forbidden-switches.ts';
import { chooseProfile } from './profile.ts';

const exitCode = { refused: 2, noProfile: 1 } as const;

/** Leaves at once, with words, if somebody started the app in a way that opens what it protects. */
export function refuseForbiddenStart(): boolean {
  const found = findForbidden({
    packaged: app.isPackaged,
    testFlavour,
    hasSwitch: (name) => app.commandLine.hasSwitch(name),
    env: process.env,
  });
  if (found.length > 0) leave(forbiddenWords(found), exitCode.refused);
  return found.length > 0;
}

/**
 * Takes the profile for this process: its folder, and the lock that makes it the only one. Null, and the app
 * is on its way out, if another process has it already (nothing of the profile was touched) or it cannot be.
 */
export function takeProfile(): string | null {
  const { name, folder } = chooseProfile({
    packaged: app.isPackaged,
    testFlavour,
    platform: process.platform,
    env: process.env,
    appData: app.getPath('appData'),
    home: app.getPath('home'),
  });
  app.setName(name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    leave('Kelvin Secrets cannot write to its folder on this computer. Free some space or ask who runs it.', exitCode.noProfile);
    return null;
  }
  app.setPath('userData', folder);
  if (app.requestSingleInstanceLock()) return folder;
  app.exit(0);
  return null;
}

function leave(words: string, code: number): void {
  process.stderr.write(`${words}\n`);
  // Before `ready` it blocks until it is read, except on Linux, where it goes to stderr as well.
  if (process.platform !== 'linux') dialog.showErrorBox('Kelvin Secrets', words);
  app.exit(code);
}
