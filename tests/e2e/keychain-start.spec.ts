import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { gnome, hasKeyring, keyringSession, logIn, noBus } from '../support/keyring-session.ts';
import { addSecret, row } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// The app on a desktop with a real keyring: nothing is asked, until the keyring is another one or gone.

test.skip(process.platform !== 'linux' || !hasKeyring(), 'needs gnome-keyring and dbus-run-session');

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
