import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type ElectronApplication } from '@playwright/test';
import { scratchFolder } from './scratch-folder.ts';

/**
 * What lies around the window, seen from the main process: Electron has no list of its tray icons and notifications, so
 * their own methods are listened to. The product knows nothing of it.
 */

/** A computer where `dbus-send` says whether the desktop has a tray: for `launch.env`. */
export function desktopWithTray(has: boolean): { readonly PATH: string } {
  const folder = scratchFolder('desktop');
  setTray(folder, has);
  return { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
}

/** From now on that desktop has a tray, or has none any more. */
export function changeTray({ PATH }: { readonly PATH: string }, has: boolean): void {
  setTray(PATH.slice(0, PATH.indexOf(':')), has);
}

function setTray(folder: string, has: boolean): void {
  const program = join(folder, 'dbus-send');
  writeFileSync(`${program}.new`, `#!/bin/sh\necho "   boolean ${String(has)}"\n`);
  chmodSync(`${program}.new`, 0o755);
  renameSync(`${program}.new`, program);
}

interface Heard {
  tips: string[];
  pictures: Electron.NativeImage[];
  menus: Electron.Menu[];
  notices: Electron.Notification[];
  closed: number;
}
const heard = 'kelvinTestHeard';
const heldTimers = 'kelvinTestHeldTimers';

/** Begins to listen. What the tray was told before is told anew with the next change. */
export async function listenToShell(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ Tray, Notification }, name) => {
    const all: Heard = { tips: [], pictures: [], menus: [], notices: [], closed: 0 };
    (globalThis as unknown as Record<string, Heard>)[name] = all;
    Tray.prototype.setToolTip = (tip) => void all.tips.push(tip);
    Tray.prototype.setImage = (picture) => void (typeof picture === 'string' || all.pictures.push(picture));
    Tray.prototype.setContextMenu = (menu) => {
      if (menu !== null) all.menus.push(menu);
    };
    Notification.prototype.show = function show(this: Electron.Notification) {
      all.notices.push(this);
    };
    Notification.prototype.close = () => void (all.closed += 1);
  }, heard);
}

/** The last tip of the tray. */
export function trayTip(app: ElectronApplication): Promise<string | undefined> {
  return app.evaluate((_, name) => (globalThis as unknown as Record<string, Heard>)[name]?.tips.at(-1), heard);
}

/** Whether the tray's icon is this picture of `resources/icons/tray` now. */
export function trayShows(app: ElectronApplication, picture: string): Promise<boolean> {
  return app.evaluate(
    ({ nativeImage }, [name, path]) =>
      (globalThis as unknown as Record<string, Heard>)[name]?.pictures.at(-1)?.toDataURL() === nativeImage.createFromPath(path).toDataURL(),
    [heard, join(import.meta.dirname, '../../resources/icons/tray', picture)] as const,
  );
}

/** Chooses an item of the tray's menu. */
export function chooseInTray(app: ElectronApplication, label: string): Promise<void> {
  return app.evaluate(
    (_, [name, wanted]) => {
      const item = (globalThis as unknown as Record<string, Heard>)[name]?.menus.at(-1)?.items.find((one) => one.label === wanted);
      if (item?.enabled !== true) throw new Error(`The tray does not offer ${wanted}`);
      // The window may be gone before an answer could come back.
      setImmediate(() => (item.click as () => void)());
    },
    [heard, label] as const,
  );
}

export function notices(app: ElectronApplication): Promise<{ title: string; body: string }[]> {
  return app.evaluate(
    (_, name) => ((globalThis as unknown as Record<string, Heard>)[name]?.notices ?? []).map(({ title, body }) => ({ title, body })),
    heard,
  );
}

export function clickLastNotice(app: ElectronApplication): Promise<void> {
  return app.evaluate((_, name) => void (globalThis as unknown as Record<string, Heard>)[name]?.notices.at(-1)?.emit('click'), heard);
}

/**
 * From now on timers of just this length wait for the test.
 *
 * @returns what waits until there is one, and lets all of them be over
 */
export async function holdTimers(app: ElectronApplication, ms: number): Promise<() => Promise<void>> {
  await app.evaluate((_, [length, name]) => {
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    const held = new Map<unknown, () => void>();
    Object.assign(globalThis, {
      [name]: held,
      setTimeout: (run: () => void, delay?: number) => {
        if (delay !== length) return set(run, delay);
        const handle = set(() => undefined, 0);
        held.set(handle, run);
        return handle;
      },
      clearTimeout: (handle: Parameters<typeof clear>[0]) => {
        held.delete(handle);
        clear(handle);
      },
    });
  }, [ms, heldTimers] as const);
  const over = () =>
    app.evaluate((_, name) => {
      const held = (globalThis as unknown as Record<string, Map<unknown, () => void>>)[name];
      const due = [...(held?.values() ?? [])];
      held?.clear();
      for (const run of due) run();
      return due.length;
    }, heldTimers);
  return () => expect.poll(over).toBeGreaterThan(0);
}

/** Whether the person is looking at the window, where no window manager says so. */
export function lookAtWindow(app: ElectronApplication, looking: boolean): Promise<void> {
  return app.evaluate(({ BrowserWindow }, is) => void (BrowserWindow.prototype.isFocused = () => is), looking);
}

export function isVisible(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
}

/** As the window's own button does it. */
export function closeWindow(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => void setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()));
}

export interface MenuItemSeen {
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean;
}

/** The items of one menu of the application, and of the menus in it, in order. */
export function menuItems(app: ElectronApplication, menu: string): Promise<MenuItemSeen[]> {
  return app.evaluate(({ Menu }, name) => {
    const flat = (items: readonly Electron.MenuItem[]): Electron.MenuItem[] =>
      items.flatMap((item) => [item, ...(flat(item.submenu?.items ?? []))]);
    const found = Menu.getApplicationMenu()?.items.find(({ label }) => label === name);
    return flat(found?.submenu?.items ?? [])
      .filter(({ type }) => type !== 'separator')
      .map(({ label, enabled, checked }) => ({ label, enabled, checked }));
  }, menu);
}

/** Chooses an item of the application menu, as a click on it does. */
export function chooseInMenu(app: ElectronApplication, label: string): Promise<void> {
  return app.evaluate(({ Menu }, wanted) => {
    const find = (items: readonly Electron.MenuItem[]): Electron.MenuItem | undefined => {
      for (const item of items) {
        if (item.label === wanted && item.type !== 'submenu') return item;
        const inside = find(item.submenu?.items ?? []);
        if (inside !== undefined) return inside;
      }
      return undefined;
    };
    const item = find(Menu.getApplicationMenu()?.items ?? []);
    if (item?.enabled !== true) throw new Error(`The menu does not offer ${wanted}`);
    setImmediate(() => (item.click as () => void)());
  }, label);
}
