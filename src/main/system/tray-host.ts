import { execFile } from 'node:child_process';
import { sessionBus } from './session-lock.ts';

/** A desktop that does not answer in this time has no tray that could be relied upon, ms. */
const patienceMs = 2_000;

const question = [
  '--session',
  '--print-reply',
  '--dest=org.freedesktop.DBus',
  '/org/freedesktop/DBus',
  'org.freedesktop.DBus.NameHasOwner',
  'string:org.kde.StatusNotifierWatcher',
];

/**
 * Whether this desktop shows tray icons. Windows and macOS always do. On Linux it is up to the desktop, which says so
 * by owning the name of the watcher that icons are registered with (the StatusNotifierItem protocol, which is what
 * Electron speaks): GNOME without an extension has none, and a window that was closed to such a tray would be gone.
 */
export async function hasTray(platform: NodeJS.Platform = process.platform, given: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  if (platform !== 'linux') return platform === 'win32' || platform === 'darwin';
  const env = { ...given, DBUS_SESSION_BUS_ADDRESS: sessionBus(given) };
  return new Promise((resolve) => {
    execFile('dbus-send', question, { env, timeout: patienceMs }, (error, answer) => {
      resolve(error === null && /\bboolean true\b/.test(answer));
    });
  });
}
