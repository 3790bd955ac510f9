import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen, session } from 'electron';
import { localesArgument } from '../../shared/ipc/bridge.ts';
import type { Locales } from '../../shared/words/formats.ts';
import { noteError } from '../logging/log.ts';
import type { Log } from '../logging/log.ts';
import type { Preferences } from '../system/preferences.ts';
import { appUrl } from '../system/trusted-sender.ts';
import { serveApp } from './app-protocol.ts';
import { guardSession } from './guard.ts';
import type { OwnWindows } from './own-windows.ts';
import { reviveRenderer } from './revive.ts';
import { placeWindow, smallestSize } from './window-place.ts';

export interface MainWindowOptions {
  /** The folder of the built app: out/, inside the archive when packaged. */
  readonly builtFolder: string;
  readonly devServer: URL | null;
  readonly development: boolean;
  readonly locales: Locales;
  readonly preferences: Preferences;
  readonly windows: OwnWindows;
  readonly log: Log;
  /** Asked when the person closes the window; false keeps it open. */
  readonly mayClose: () => boolean;
  readonly onClosed: () => void;
  /** The person came to it. */
  readonly onFocused: () => void;
  /** Windows logs off or shuts down: it waits for nothing. */
  readonly onSessionEnd: () => void;
}

/** Opens, shows and brings forward the app's one window. */
export interface MainWindow {
  /** Resolves when the window shows, or is gone again: what may block comes after it. */
  open(): Promise<void>;
  /** To the front, opened if there is none. */
  show(): void;
  /** Out of sight, with all that is typed in it. */
  hide(): void;
  isFocused(): boolean;
  /** Whether there is a page that can ask the person something. */
  canAsk(): boolean;
}

/** The colour of the empty window before the page paints: `canvas` of the look, so that nothing flashes. */
const canvas = { light: '#ffffff', dark: '#17191c' } as const;

export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { builtFolder, devServer, preferences, windows, log } = options;
  const address = devServer?.href ?? appUrl;
  let window: BrowserWindow | null = null;

  // In memory: what a page shows and what is typed into it must not reach the disk by way of a browser cache.
  const pages = session.fromPartition('window');
  guardSession(pages, { devServer, log });
  serveApp(pages, join(builtFolder, 'renderer'));

  async function open(): Promise<void> {
    if (window !== null) return show();
    const opened = new BrowserWindow({
      ...placeWindow(preferences.get('window'), screen.getAllDisplays().map(({ workArea }) => workArea)),
      minWidth: smallestSize.width,
      minHeight: smallestSize.height,
      show: false,
      backgroundColor: nativeTheme.shouldUseDarkColors ? canvas.dark : canvas.light,
      autoHideMenuBar: true,
      webPreferences: {
        preload: join(builtFolder, 'preload/index.cjs'),
        additionalArguments: [`${localesArgument}${JSON.stringify(options.locales)}`],
        session: pages,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false, // dictionaries are downloaded, and some systems' checkers see the text
        devTools: options.development,
        navigateOnDragDrop: false,
        autoplayPolicy: 'user-gesture-required',
      },
    });
    window = opened;
    windows.add(opened.webContents);
    rememberPlace(opened, preferences);
    reviveRenderer(opened, address, log);
    const shown = new Promise<void>((resolve) => {
      opened.once('ready-to-show', () => {
        if (preferences.get('window')?.maximised === true) opened.maximize();
        opened.show();
        resolve();
      });
      opened.once('closed', resolve);
    });
    opened.on('close', (event) => {
      if (!options.mayClose()) event.preventDefault();
    });
    opened.on('focus', options.onFocused);
    opened.on('session-end', options.onSessionEnd);
    opened.on('closed', () => {
      window = null;
      options.onClosed();
    });
    opened.webContents.on('preload-error', (_event, _path, error) => {
      log({ event: 'preload-error', error: noteError(error) });
    });
    // A load that is broken off (the app quits meanwhile) is no news.
    opened.loadURL(address).catch(() => undefined);
    await shown;
  }

  function show(): void {
    if (window === null) return void open();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  function hide(): void {
    const hiding = window;
    if (hiding === null) return;
    if (!hiding.isFullScreen()) return hiding.hide();
    // On macOS a hidden window in full screen leaves an empty one behind.
    hiding.once('leave-full-screen', () => hiding.hide());
    hiding.setFullScreen(false);
  }

  return {
    open,
    show,
    hide,
    isFocused: () => window?.isFocused() ?? false,
    canAsk: () => window !== null && !window.webContents.isCrashed(),
  };
}

function rememberPlace(window: BrowserWindow, preferences: Preferences): void {
  window.on('close', () => {
    preferences.set('window', { ...window.getNormalBounds(), maximised: window.isMaximized() });
  });
}
