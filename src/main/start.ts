import { join } from 'node:path';
import { app } from 'electron';
import { answer, refuse } from '../shared/answer.ts';
import { channels } from '../shared/ipc/requests.ts';
import { createAnnounce } from './ipc/announce.ts';
import { createDispatch } from './ipc/dispatch.ts';
import type { Handlers } from './ipc/dispatch.ts';
import { registerRequests } from './ipc/register.ts';
import type { Log } from './logging/log.ts';
import { systemClock } from './system/clock.ts';
import { createPower } from './system/power.ts';
import { openPreferences } from './system/preferences.ts';
import type { ProfileFiles } from './system/profile.ts';
import { devServerOf } from './system/trusted-sender.ts';
import { setApplicationMenu } from './windows/application-menu.ts';
import { guardAllContents } from './windows/guard.ts';
import { createMainWindow } from './windows/main-window.ts';
import { createOwnWindows } from './windows/own-windows.ts';
import { createQuit } from './windows/quit.ts';

export interface StartOptions {
  readonly profile: ProfileFiles;
  readonly log: Log;
}

/** Builds every module once, top to bottom. */
export async function start({ profile, log }: StartOptions): Promise<void> {
  const development = !app.isPackaged;
  const devServer = devServerOf(app.isPackaged, process.env);
  const clock = systemClock;
  const preferences = openPreferences(profile.preferences, () => log({ event: 'preferences-unreadable' }));
  const windows = createOwnWindows();
  const announce = createAnnounce(windows);

  guardAllContents({ devServer, log });
  setApplicationMenu({ development });

  const quit = createQuit({
    app,
    clock,
    platform: process.platform,
    whatStays: () => null,
    ask: (what) => {
      window.show();
      announce('quit-asked', what);
    },
    beforeExit: async () => undefined,
  });
  const window = createMainWindow({
    builtFolder: join(app.getAppPath(), 'out'),
    devServer,
    development,
    preferences,
    windows,
    log,
    mayClose: () => quit.mayClose(),
    onClosed: () => quit.windowClosed(),
    onSessionEnd: () => quit.systemEnds(),
  });

  const notReady = () => refuse('not-ready');
  const handlers = {
    ...Object.fromEntries(channels.map((channel) => [channel, notReady])),
    'app.phase': () => answer({ kind: 'starting' }),
    'app.quit': ({ quit: yes }: { quit: boolean }) => {
      quit.answer(yes);
      return answer({});
    },
  } as unknown as Handlers;
  registerRequests({ dispatch: createDispatch({ handlers, log }), windows, devServer });

  createPower().onChange((change) => {
    log({ event: 'power', change });
    if (change === 'shutdown') quit.systemEnds();
  });
  app.on('second-instance', () => window.show());
  app.on('activate', () => window.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => quit.systemEnds());

  window.open();
}
