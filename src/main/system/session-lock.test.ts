import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import { createLockReader, createSessionLock, type SessionLock } from './session-lock.ts';

const head = (path: string, from: string, member: string): string =>
  `signal time=1.5 sender=:1.7 -> destination=(null destination) serial=9 path=${path}; interface=${from}; member=${member}`;
const session = '/org/freedesktop/login1/session/_32';
const properties = head(session, 'org.freedesktop.DBus.Properties', 'PropertiesChanged');
const changed = (name: string, value: string): string[] => [
  properties,
  '   string "org.freedesktop.login1.Session"',
  '   array [',
  '      dict entry(',
  `         string "${name}"`,
  `         variant             boolean ${value}`,
  '      )',
  '   ]',
];

describe('what is written of the buses', () => {
  const saver = (from: string, value: string): string[] => [head('/x', from, 'ActiveChanged'), `   boolean ${value}`];
  test.each([
    ['the screen saver of the desktop came up', saver('org.freedesktop.ScreenSaver', 'true'), 1],
    ['that of GNOME', saver('org.gnome.ScreenSaver', 'true'), 1],
    ['it went away', saver('org.freedesktop.ScreenSaver', 'false'), 0],
    ['something else became active', saver('org.example.Toaster', 'true'), 0],
    ['logind asks for a lock', [head(session, 'org.freedesktop.login1.Session', 'Lock')], 1],
    ['logind asks for an unlock', [head(session, 'org.freedesktop.login1.Session', 'Unlock')], 0],
    ['somebody else has a signal of that name', [head('/x', 'org.example.Door', 'Lock')], 0],
    ['a session is locked', changed('LockedHint', 'true'), 1],
    ['a session is not locked any more', changed('LockedHint', 'false'), 0],
    ['a session is idle', changed('IdleHint', 'true'), 0],
    ['one is idle and another one is locked', [...changed('IdleHint', 'true'), ...changed('LockedHint', 'true')], 1],
  ])('%s', (_, lines, locks) => {
    expect(lines.filter(createLockReader())).toHaveLength(locks);
  });
});

const hasBus = ['dbus-run-session', 'dbus-monitor', 'dbus-send'].every((program) => spawnSync(program, ['--help']).error === undefined);

describe.runIf(process.platform === 'linux' && hasBus)('a real bus', () => {
  let bus: { address: string; end(): Promise<void> };
  let lock: SessionLock | null;
  beforeEach(async () => {
    lock = null;
    const running = spawn('dbus-run-session', ['--', 'sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const [line] = (await once(running.stdout, 'data')) as [Buffer];
    bus = {
      address: line.toString().trim(),
      async end() {
        if (running.exitCode !== null) return;
        running.stdin.end();
        await once(running, 'exit');
      },
    };
  });
  afterEach(async () => {
    lock?.stop();
    await bus.end();
  });

  const nowhere = 'unix:path=/nonexistent';
  const on = (session: string, system: string) => ({
    ...process.env,
    DBUS_SESSION_BUS_ADDRESS: session,
    DBUS_SYSTEM_BUS_ADDRESS: system,
  });
  function send(path: string, signal: string, ...args: string[]): void {
    spawnSync('dbus-send', [`--bus=${bus.address}`, '--type=signal', path, signal, ...args]);
  }

  test.each([
    ['a session’s, where the desktop tells it', () => on(bus.address, nowhere), () =>
      send('/org/freedesktop/ScreenSaver', 'org.freedesktop.ScreenSaver.ActiveChanged', 'boolean:true')],
    ['the system’s, where logind tells it', () => on(nowhere, bus.address), () =>
      send(session, 'org.freedesktop.login1.Session.Lock')],
  ])('is listened to: %s', async (_, env, tell) => {
    const locked = new Promise<void>((resolve) => {
      lock = createSessionLock(new VirtualClock(), resolve, env());
    });
    expect(await lock?.listen()).toBe(true);
    tell();
    await locked;
  });

  test('that went away is listened to again after a minute; one that never was is not', async () => {
    const clock = new VirtualClock();
    lock = createSessionLock(clock, () => undefined, on(bus.address, nowhere));
    expect(await lock.listen()).toBe(true);
    await bus.end();
    await expect.poll(() => clock.timersWaiting, { timeout: 30_000 }).toBe(1);
    clock.pass(60_000);
    expect(await lock.listen(), 'it has not come back').toBe(false);
    expect(clock.timersWaiting).toBe(0);
  });

  test('that is not there is told as that', async () => {
    lock = createSessionLock(new VirtualClock(), () => undefined, on(nowhere, nowhere));
    expect(await lock.listen()).toBe(false);
  });

  test('needs a program to listen to it: where there is none, that is told', async () => {
    lock = createSessionLock(new VirtualClock(), () => undefined, { ...on(bus.address, bus.address), PATH: '/nonexistent' });
    expect(await lock.listen()).toBe(false);
  });
});
