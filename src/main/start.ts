import { join } from 'node:path';
import { app } from 'electron';
import type { MenuCommand } from '../shared/menu-command.ts';
import { useLocales } from '../shared/words/formats.ts';
import { createAnnounce, type Announce } from './ipc/announce.ts';
import { createDispatch } from './ipc/dispatch.ts';
import { createHandlers } from './ipc/handlers.ts';
import { registerRequests } from './ipc/register.ts';
import { noteError } from './logging/log.ts';
import type { Log } from './logging/log.ts';
import { createNotifier } from './notifications/notifier.ts';
import { createSystemNotifications } from './notifications/system-notifications.ts';
import { createDesktopRules } from './start/desktop-rules.ts';
import { createLockingRules, lockWhenIdle } from './start/locking.ts';
import { createNews } from './start/news.ts';
import { openProfile } from './start/open-profile.ts';
import { overviewOf, watchOverview } from './start/overview.ts';
import { createPhases } from './start/phases.ts';
import { sandboxEnvironment } from './start/sandbox-environment.ts';
import { createShell } from './start/shell.ts';
import { createReport } from './start/support-report.ts';
import { whatStays } from './start/what-stays.ts';
import { diskTrouble } from './storage/disk-trouble.ts';
import { openOrSalvage } from './storage/open-or-salvage.ts';
import { openInBrowser } from './system/browser.ts';
import { createClientCertificates } from './system/client-certificates.ts';
import { systemClock } from './system/clock.ts';
import { canBeRead, systemFiles, takesFiles } from './system/files.ts';
import { secondsIdle } from './system/idle.ts';
import { createKeychain } from './system/keychain.ts';
import { formatLocales } from './system/locale.ts';
import { nativeBinding } from './system/native-binding.ts';
import { createNetwork } from './system/network.ts';
import { createPower } from './system/power.ts';
import { openStore } from './system/preference-store.ts';
import { openPreferences } from './system/preferences.ts';
import type { ProfileFiles } from './system/profile.ts';
import { createProxyLogins } from './system/proxy-logins.ts';
import { createReceipts } from './system/receipts.ts';
import { hasTray } from './system/tray-host.ts';
import { devServerOf } from './system/trusted-sender.ts';
import { createVault } from './vault/vault.ts';
import { createClipboard } from './windows/clipboard.ts';
import { createFileDialogs } from './windows/file-dialogs.ts';
import { guardAllContents } from './windows/guard.ts';
import { createMainWindow } from './windows/main-window.ts';
import { readNotices } from './windows/notices-file.ts';
import { createOwnWindows } from './windows/own-windows.ts';
import { createQuit } from './windows/quit.ts';
import { setTheme } from './windows/theme.ts';

export interface StartOptions {
  readonly profile: ProfileFiles;
  readonly log: Log;
}

/** After the start of the app a tray is looked for once more, ms. */
const lateTrayMs = 20_000;

/** Builds every module once, top to bottom; what belongs to the open database is in `openProfile`. */
export async function start({ profile: files, log }: StartOptions): Promise<void> {
  const development = !app.isPackaged;
  const clock = systemClock;
  const locales = formatLocales(process.platform, process.env, app.getSystemLocale());
  useLocales(locales);
  log({
    event: 'app-started',
    version: app.getVersion(),
    electron: process.versions['electron'] ?? '',
    napi: Number(process.versions['napi']),
    development,
  });

  // Windows shows notifications of none but who has a name of this kind; the installer gives its shortcut the same one.
  if (process.platform === 'win32') app.setAppUserModelId(app.isPackaged ? 'app.kelvin-secrets' : process.execPath);

  // The shell: what the person sees, before anything is unlocked.
  const devServer = devServerOf(app.isPackaged, process.env);
  const preferences = openPreferences(files.folder, openStore, () => log({ event: 'preferences-unreadable' }));
  const locking = createLockingRules(preferences);
  const windows = createOwnWindows();
  const tellWindows = createAnnounce(windows);
  const announce: Announce = (name, news) => {
    tellWindows(name, news);
    overview.changed();
  };
  const proxyLogins = createProxyLogins(() => announce('proxy-asks', {}));
  const clientCertificates = createClientCertificates(() => announce('certificate-asks', {}));
  guardAllContents({ devServer, log });
  const desktop = createDesktopRules(preferences, (choices) => {
    setTheme(choices.theme);
    announce('desktop-changed', choices);
    shell.show(overviewOf(phases.current(), phases.profile()));
  });
  setTheme(desktop.read().theme); // before the window: its first ground is the right one

  // The profile: the vault, the database, and everything on it.
  const binding = nativeBinding({
    packaged: app.isPackaged,
    appPath: app.getAppPath(),
    resourcesPath: process.resourcesPath,
    napi: Number(process.versions['napi']),
    env: process.env,
  });
  const vault = createVault({
    keyFile: files.keyFile,
    databaseFile: files.database,
    keychain: createKeychain(),
    files: systemFiles,
    now: () => clock.now(),
  });
  const phases = createPhases({
    files,
    vault,
    clock,
    log,
    openDatabase: (dataKey, suspect) =>
      openOrSalvage({ file: files.database, dataKey, nativeBinding: binding, suspect }, clock.now()),
    openProfile: ({ db, close }) =>
      openProfile({
        db,
        closeDatabase: close,
        clock,
        log,
        preferences,
        receipts: createReceipts(files.receipts),
        failed: (error) => phases.failed(error),
        news: createNews(announce, clock),
        environmentsChanged: () => announce('environments-changed', {}),
        chose: () => overview.changed(),
        appVersion: app.getVersion(),
        openInBrowser,
        comeForward: () => {
          window.show();
          // On macOS a window of an app that is not the active one stays behind the browser.
          app.focus({ steal: true });
        },
        network: (allowedOrigins) => createNetwork({ clock, allowedOrigins, allowHttpLoopback: development, proxyLogins, clientCertificates }),
        development: development ? { sandbox: sandboxEnvironment(process.env) } : null,
      }),
    changed: (phase) => announce('phase-changed', phase),
    keepSending: () => locking.read().keepSending,
    canWrite: () => takesFiles(files.folder),
    canReadKeyFile: () => canBeRead(files.keyFile),
  });

  const power = createPower(clock);

  // The end, and the window that asks about it.
  const quit = createQuit({
    app,
    clock,
    platform: process.platform,
    whatStays: () => (window.canAsk() ? whatStays(phases.working()) : null),
    ask: (what) => announce('quit-asked', what),
    show: () => window.show(),
    beforeExit: () => phases.end(),
  });
  const window = createMainWindow({
    builtFolder: join(app.getAppPath(), 'out'),
    devServer,
    development,
    locales,
    preferences,
    windows,
    log,
    mayClose: () => {
      // An app that goes on running keeps its window too, and whatever is typed in it.
      if (!quit.isRunning() || !staysRunning()) return quit.mayClose();
      hideWindow();
      return false;
    },
    onClosed: () => quit.windowClosed(),
    onFocused: () => notifier.attended(),
    onSessionEnd: () => quit.systemEnds(),
  });

  /** A tray can go at any time, and an app without window and icon would be lost to the person. */
  const hideWindow = (): void => {
    window.hide();
    if (process.platform !== 'darwin') void shell.abilities().then(({ tray }) => (tray ? undefined : window.show()));
  };
  const staysRunning = (): boolean => process.platform === 'darwin' || (shell.hasTray() && desktop.read().closeToTray);

  // What surrounds the window. It is told what is so, and asks for what the person wants.
  const command = (wanted: MenuCommand): void => {
    window.show();
    announce('menu', wanted);
  };
  const notifications = createSystemNotifications();
  const notifier = createNotifier({
    clock,
    port: notifications,
    isAttended: () => window.isFocused(),
    isWanted: () => desktop.read().notify,
    open: command,
  });
  const shell = createShell({
    platform: process.platform,
    development,
    pictures: join(app.getAppPath(), 'resources/icons/tray'),
    choices: () => desktop.read(),
    hasTray,
    notifications: notifications.supported,
    notifier,
    actions: {
      show: () => window.show(),
      command,
      sendNow: () => {
        proxyLogins.askAgain();
        clientCertificates.askAgain();
        const profile = phases.profile();
        for (const { id } of profile?.environments.list() ?? []) profile?.sync.sendNow(id);
      },
      workOffline: (offline) => {
        try {
          phases.profile()?.workOffline.set(offline);
        } catch (error) {
          log({ event: 'work-crashed', where: 'sync', error: noteError(error) });
          phases.failed(error);
          command({ kind: 'refused', code: diskTrouble(error) === 'disk-full' ? 'disk-full' : 'disk-trouble' });
        }
        // The page asks where the switch stands.
        announce('environments-changed', {});
      },
      lock: () => void phases.lock('person'),
      quit: () => app.quit(),
      choose: (change) => desktop.write({ ...desktop.read(), ...change }),
    },
  });
  const overview = watchOverview({
    clock,
    read: () => overviewOf(phases.current(), phases.profile()),
    tell: (seen) => shell.show(seen),
  });
  const report = createReport({
    files,
    clock,
    version: app.getVersion(),
    packaged: app.isPackaged,
    phase: () => phases.current(),
    profile: () => phases.profile(),
    protection: () => vault.protection(),
    locking: () => locking.read(),
    systemLock: () => power.hearsLock(),
    desktop: () => desktop.read(),
    abilities: () => shell.abilities(),
  });

  // The one road from the window to all of it.
  const handlers = createHandlers({
    info: () => ({
      name: app.getName(),
      version: app.getVersion(),
      development,
      platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
    }),
    phase: () => phases.current(),
    profile: () => (quit.isEnding() ? null : phases.profile()),
    unlock: (passphrase) => phases.unlock(passphrase),
    choosePassphrase: (passphrase) => phases.choosePassphrase(passphrase),
    lock: () => phases.lock('person'),
    protection: vault,
    locking,
    systemLock: () => power.hearsLock(),
    files: createFileDialogs(),
    clipboard: createClipboard(),
    desktop: {
      read: () => desktop.read(),
      write: (choices) => desktop.write(choices),
      abilities: () => shell.abilities(),
      keepInTray: () => {
        if (!shell.hasTray()) return false;
        quit.answer(false);
        hideWindow();
        return true;
      },
      about: () => ({
        version: app.getVersion(),
        runtime: (['electron', 'chrome', 'node'] as const).map((name) => ({ name, version: process.versions[name] ?? '' })),
        notices: readNotices({
          packaged: app.isPackaged,
          platform: process.platform,
          appPath: app.getAppPath(),
          executable: app.getPath('exe'),
        }),
      }),
      report,
    },
    proxyLogins,
    clientCertificates,
    startAfresh: () => phases.startAfresh(),
    tryAgain: () => phases.begin(),
    quitQuestion: () => quit.questionShown(),
    answerQuit: (yes) => quit.answer(yes),
  });
  registerRequests({ dispatch: createDispatch({ handlers, log, failed: (error) => phases.failed(error) }), windows, devServer });

  lockWhenIdle({ clock, rules: locking, secondsIdle, lock: (by) => void phases.lock(by) });
  if (locking.read().withSystem) void power.hearsLock();
  power.onChange((change) => {
    log({ event: 'power', change });
    if (change === 'suspend') phases.working()?.suspend();
    if (change === 'resume') phases.working()?.resume();
    if ((change === 'suspend' || change === 'lock-screen') && locking.read().withSystem) void phases.lock('system');
    if (change === 'shutdown') quit.systemEnds();
  });
  app.on('second-instance', () => {
    log({ event: 'second-instance' });
    window.show();
  });
  app.on('activate', () => window.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  // Node asks the system for a signal when its first listener comes. A dependency's came before Electron put its own
  // handler there, which asks the person; so ours has to be the first one anew.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal).on(signal, () => quit.systemEnds());
  }

  // The window first: the keychain may keep the person, and the main process, waiting.
  await window.open();
  void shell.abilities();
  // A panel that starts together with the app may be late.
  clock.setTimer(lateTrayMs, () => void shell.abilities());
  await phases.begin();
}
