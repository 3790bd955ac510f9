import { expect } from '@playwright/test';
import { gnome, hasKeyring, keyringSession, logIn, noBus, type Keyring } from '../../support/keyring-session.ts';
import { addSecret, dialog, passphrase, row, signIn, unlock } from '../../support/person.ts';
import { group } from '../group.ts';
import type { Studio } from '../studio.ts';

const missing = (): string | null =>
  process.platform === 'linux' && hasKeyring() ? null : 'it needs gnome-keyring and dbus-run-session';

/** The system's keychain as what protects the data: there, gone, another one, and a passphrase beside it. */
export const keychain = group('keychain', async (studio) => {
  const sandbox = await studio.sandbox();
  const profile = studio.profile();
  const start = async (env: Readonly<Record<string, string>>) =>
    (await studio.start({ profile, sandbox: sandbox.origin, args: gnome, env })).page;
  const desktop = async (keyring: Keyring) => {
    const session = await logIn(keyring);
    studio.after(() => session.end());
    return session.env;
  };
  const own = await desktop(keyringSession('test'));
  const page = await start(own);
  await signIn(page);
  await sandbox.client.refuse();
  await addSecret(studio.app, { name: 'plc-gateway-token', value: 'not shown' });
  await studio.app.end();

  const without = await start(noBus);
  await expect(without.getByRole('heading', { name: 'This computer’s keychain has changed' })).toBeVisible();
  await studio.show('keychain-not-running', ['narrow', 'zoomed']);
  await studio.app.end();
  const emptied = await desktop(keyringSession('test'));
  const another = await start(emptied);
  await expect(another.getByRole('heading', { name: 'This computer’s keychain has changed' })).toBeVisible();
  await studio.show('keychain-emptied');
  await studio.app.end();

  const back = await start(own);
  await expect(row(back, 'plc-gateway-token')).toBeVisible();
  await withPassphrase(studio);
  await studio.app.end();
  const other = await start(emptied);
  await expect(other.getByText('This computer’s keychain does not open it at the moment.')).toBeVisible();
  await studio.show('locked-with-both-and-the-keychain-emptied', ['narrow']);
  await studio.app.end();
  const gone = await start(noBus);
  await unlock(gone);
  await gone.keyboard.press('ControlOrMeta+,');
  const protection = dialog(gone, 'Settings').getByRole('region', { name: 'Protection' });
  await expect(protection).toContainText('Does not open the key.');
  await studio.show('settings-with-the-keychain-gone');
  await protection.getByRole('button', { name: 'Repair… Keychain' }).click();
  await studio.show('repair-the-keychain');
}, missing);

async function withPassphrase(studio: Studio): Promise<void> {
  const { page } = studio;
  await page.keyboard.press('ControlOrMeta+,');
  const settings = dialog(page, 'Settings');
  await expect(settings).toContainText('nobody can open what waits here');
  await studio.show('settings-keychain-alone');
  await settings.getByRole('button', { name: 'Set… Passphrase' }).click();
  const set = dialog(page, 'Set a passphrase');
  await studio.show('set-a-passphrase');
  await set.getByLabel('New passphrase').fill(passphrase);
  await set.getByLabel('Repeat it').fill(passphrase);
  await set.getByRole('button', { name: 'Set passphrase' }).click();
  await expect(settings.getByRole('button', { name: 'Remove… Passphrase' })).toBeVisible();
  await studio.show('settings-with-both', ['narrow']);
  await settings.getByRole('button', { name: 'Remove… Keychain' }).click();
  await studio.show('remove-the-keychain');
  await page.keyboard.press('Escape');
  await settings.getByRole('button', { name: 'Lock now' }).click();
  await expect(page.getByRole('button', { name: 'Unlock with the keychain' })).toBeVisible();
  await studio.show('locked-with-both', ['narrow']);
}
