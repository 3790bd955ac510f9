import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Clock } from './clock.ts';

/**
 * Who tells on Linux that a session is locked, and on which bus. Chromium does not listen there (Electron's
 * `lock-screen` is for macOS and Windows). Desktops announce their screen saver on the session's bus
 * (org.freedesktop.ScreenSaver, org.gnome.ScreenSaver and their like), systemd-logind that it asks for a lock and that
 * a desktop said that it is locked (org.freedesktop.login1(5), Session: signal Lock, property LockedHint).
 */
const sources: readonly (readonly string[])[] = [
  ['--session', "type='signal',member='ActiveChanged'"],
  [
    '--system',
    "type='signal',interface='org.freedesktop.login1.Session',member='Lock'",
    "type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',arg0='org.freedesktop.login1.Session'",
  ],
];

// The shell lives until this process closes its input, be it by dying, and takes the monitor with it.
const keeper = 'dbus-monitor "$@" & exec >&-; read -r _; kill "$!"';

/** A bus that went away may come back with the next login to the desktop, ms. */
const listenAgainMs = 60_000;

export interface SessionLock {
  /** Listens, where nothing listens yet. True when at least one bus can be listened to. */
  listen(): Promise<boolean>;
  /** Stops listening. */
  stop(): void;
}

/**
 * Listens on D-Bus, through `dbus-monitor`, for a session of this computer being locked. Whose session it is is not
 * asked: the variable that names one's own is missing or stale in many desktops, and a lock too many costs a click.
 */
export function createSessionLock(
  clock: Clock,
  locked: () => void,
  given: NodeJS.ProcessEnv = process.env,
): SessionLock {
  const env = { ...given, DBUS_SESSION_BUS_ADDRESS: sessionBus(given) };
  const stops = new Map<readonly string[], () => void>();
  const heard = new Map<readonly string[], Promise<boolean>>();

  const listenTo = (source: readonly string[]): Promise<boolean> => {
    const known = heard.get(source);
    if (known !== undefined) return known;
    const hears = new Promise<boolean>((resolve) => {
      const child = spawn('sh', ['-c', keeper, 'session-lock', ...source], { env, stdio: ['pipe', 'pipe', 'ignore'] });
      const isLock = createLockReader();
      let hasSpoken = false;
      let again = { cancel: () => undefined as void };
      // The first thing that it says is the name that the bus gave it.
      createInterface({ input: child.stdout }).on('line', (line) => {
        hasSpoken = true;
        resolve(true);
        if (isLock(line)) locked();
      });
      const end = (): void => {
        child.stdin.end();
        resolve(false);
        if (heard.get(source) !== hears) return;
        heard.delete(source);
        stops.delete(source);
        if (!hasSpoken) return;
        again = clock.setTimer(listenAgainMs, () => void listenTo(source));
        stops.set(source, () => again.cancel());
      };
      child.on('error', end);
      child.stdin.on('error', () => undefined);
      child.stdout.on('close', end);
      stops.get(source)?.();
      stops.set(source, () => child.stdin.end());
    });
    heard.set(source, hears);
    return hears;
  };

  return {
    listen: async () => (await Promise.all(sources.map(listenTo))).includes(true),
    stop() {
      heard.clear();
      for (const stop of stops.values()) stop();
      stops.clear();
    },
  };
}

/** Said in so many words, for where no bus is known the library would start one. */
export function sessionBus(env: NodeJS.ProcessEnv): string {
  return env['DBUS_SESSION_BUS_ADDRESS'] ?? `unix:path=${env['XDG_RUNTIME_DIR'] ?? '/nonexistent'}/bus`;
}

const header = /^signal .*; interface=(\S+); member=(\S+)$/;

/** Reads what `dbus-monitor` writes, line by line; true at the line that says that a session is locked. */
export function createLockReader(): (line: string) => boolean {
  let reading: 'nothing' | 'screen-saver' | 'properties' | 'locked-hint' = 'nothing';
  return (line) => {
    const [, from = '', member = ''] = header.exec(line) ?? [];
    if (from !== '') {
      reading = 'nothing';
      if (member === 'ActiveChanged' && from.endsWith('.ScreenSaver')) reading = 'screen-saver';
      if (member === 'PropertiesChanged') reading = 'properties';
      return member === 'Lock' && from === 'org.freedesktop.login1.Session';
    }
    switch (reading) {
      case 'nothing':
        return false;
      case 'screen-saver':
        reading = 'nothing';
        return /^ +boolean true$/.test(line);
      case 'properties':
        if (/^ +string "LockedHint"$/.test(line)) reading = 'locked-hint';
        return false;
      case 'locked-hint':
        reading = 'properties';
        return /^ +variant +boolean true$/.test(line);
    }
  };
}
