import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { hasKeyring, keyringSession, type Keyring } from '../support/keyring-session.ts';
import { addSecret, row } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// The app on a desktop with a real keyring: nothing is asked, until the keyring is another one or gone.

test.skip(process.platform !== 'linux' || !hasKeyring(), 'needs gnome-keyring and dbus-run-session');

interface Desktop {
  readonly env: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

/** A session bus with its keyring, for as long as the app runs in it. */
async function logIn(keyring: Keyring): Promise<Desktop> {
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

const gnome = ['--password-store=gnome-libsecret'];
const noBus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent', XDG_RUNTIME_DIR: '/nonexistent' };

test('with a keyring nothing is asked; without it the screen says what happened; with it again all is there', async () => {
  const first = keyringSession('test');
  let desktop = await logIn(first);
  let scene: Scene | undefined;
  try {
    scene = await openScene({ passphrase: null, launch: { args: gnome, env: desktop.env } });
    await scene.sandbox.client.refuse();
    await addSecret(scene.running, { name: 'kept', value: 'by the keyring' });
    await expect(row(scene.running.page, 'kept')).toContainText('Waiting');
    await scene.running.end();
    await desktop.end();
    const files = ['data-key.json', 'secrets.db'].map((name) => join(scene?.profile ?? '', name));
    const before = files.map((file) => readFileSync(file));

    const { page: without } = await scene.start({ env: noBus });
    await expect(without.getByRole('heading', { name: 'This computer’s keychain has changed' })).toBeVisible();
    await expect(without.getByText('Start or unlock the keychain that was used before, and try again.')).toBeVisible();
    await scene.running.end();

    desktop = await logIn(keyringSession('test'));
    const { page: another } = await scene.start({ env: desktop.env });
    await expect(another.getByRole('heading', { name: 'This computer’s keychain has changed' })).toBeVisible();
    await scene.running.end();
    await desktop.end();
    expect(files.map((file) => readFileSync(file))).toEqual(before);

    desktop = await logIn(keyringSession('test', first.home));
    const { page: back } = await scene.start({ env: desktop.env });
    await expect(row(back, 'kept')).toContainText('Waiting');
  } finally {
    await scene?.close();
    await desktop.end();
  }
});

test('without a keyring a passphrase is asked for, in words that say why', async () => {
  const scene = await openScene({ account: null, passphrase: null, launch: { args: gnome, env: noBus } });
  try {
    const { page } = scene.running;
    await expect(page.getByRole('heading', { name: 'Choose a passphrase' })).toBeVisible();
    await expect(page.getByText('This computer offers no keychain that protects anything.')).toBeVisible();
  } finally {
    await scene.close();
  }
});
