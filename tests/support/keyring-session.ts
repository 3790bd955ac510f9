import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from './scratch-folder.ts';

/**
 * A D-Bus session of its own with a GNOME keyring of its own, for one command. The keyring's files stay in
 * `home`, so that the next session with the same home has the same keyring.
 */
export interface Keyring {
  readonly home: string;
  readonly wrapper: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

// A bus that could start services would start a second keyring, which asks for a password in a window.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

export function hasKeyring(): boolean {
  return ['gnome-keyring-daemon', 'dbus-run-session'].every((program) => spawnSync(program, ['--version']).status === 0);
}

/** @param password another password than the first session's finds the keyring locked */
export function keyringSession(password: string, home = scratchFolder('keyring')): Keyring {
  const places = { XDG_DATA_HOME: 'data', XDG_RUNTIME_DIR: 'run', XDG_CACHE_HOME: 'cache', XDG_CONFIG_HOME: 'config' };
  const env = Object.fromEntries(Object.entries(places).map(([name, place]) => [name, join(home, place)]));
  for (const place of Object.values(env)) {
    mkdirSync(place, { recursive: true });
    chmodSync(place, 0o700);
  }
  const bus = join(home, 'session-bus.conf');
  writeFileSync(bus, busConfig);
  const unlock = `printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"`;
  return {
    home,
    wrapper: ['dbus-run-session', `--config-file=${bus}`, '--', 'bash', '-c', unlock, 'keyring'],
    env: { ...env, KEYRING_PASSWORD: password },
  };
}

export interface Desktop {
  readonly env: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

/** A session bus with its keyring, for as long as the app runs in it. */
export async function logIn(keyring: Keyring): Promise<Desktop> {
  const [command = '', ...args] = keyring.wrapper;
  const session = spawn(command, [...args, 'sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'], {
    env: { ...process.env, ...keyring.env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const gone = once(session, 'close');
  const [address] = (await once(session.stdout, 'data')) as [Buffer];
  const { KEYRING_PASSWORD: _, ...places } = keyring.env;
  return {
    env: { ...places, DBUS_SESSION_BUS_ADDRESS: address.toString().trim() },
    async end() {
      session.stdin.end();
      await gone;
    },
  };
}

/** How the app is told to use it. */
export const gnome = ['--password-store=gnome-libsecret'];

/** A session without any bus. */
export const noBus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent', XDG_RUNTIME_DIR: '/nonexistent' };
