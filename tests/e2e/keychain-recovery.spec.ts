import { expect, test, type Page } from '@playwright/test';
import { gnome, hasKeyring, keyringSession, logIn, noBus } from '../support/keyring-session.ts';
import { addSecret, dialog, passphrase, row, unlock } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// A real keyring, and a passphrase beside it as the way back when the keyring is lost.

test.skip(process.platform !== 'linux' || !hasKeyring(), 'needs gnome-keyring and dbus-run-session');
test.slow();

async function protection(page: Page) {
  await page.keyboard.press('ControlOrMeta+,');
  const region = dialog(page, 'Settings').getByRole('region', { name: 'Protection' });
  await expect(region).toContainText('GNOME keyring');
  return region;
}

test('a passphrase that was set beside the keyring opens the app when the keyring was emptied, and mends what the keyring kept', async () => {
  let desktop = await logIn(keyringSession('test'));
  let scene: Scene | undefined;
  try {
    scene = await openScene({ passphrase: null, launch: { args: gnome, env: desktop.env } });
    const { page } = scene.running;
    await scene.sandbox.client.refuse();
    await addSecret(scene.running, { name: 'kept', value: 'by the keyring' });

    const before = await protection(page);
    await expect(before).toContainText('If the keychain is emptied or this computer changes, nobody can open what waits here.');
    await before.getByRole('button', { name: 'Set… Passphrase' }).click();
    const set = dialog(page, 'Set a passphrase');
    await set.getByLabel('New passphrase').fill(passphrase);
    await set.getByLabel('Repeat it').fill(passphrase);
    await set.getByRole('button', { name: 'Set passphrase' }).click();
    await expect(before.getByRole('listitem')).toHaveText([
      /GNOME keyring.*Since .*Last checked at \d\d:\d\d, when it opened the key\./,
      /Passphrase.*Since .*Last checked at \d\d:\d\d, when it opened the key\./,
    ], { timeout: 60_000 });

    // Locked by hand, the keyring opens it without a question.
    await dialog(page, 'Settings').getByRole('button', { name: 'Lock now' }).click();
    await page.getByRole('button', { name: 'Unlock with the keychain' }).click();
    await expect(row(page, 'kept')).toContainText('Waiting');
    await scene.running.end();
    await desktop.end();

    // No keyring at all: the passphrase opens it, and the settings do not say that the keyring does.
    const { page: without } = await scene.start({ env: noBus });
    await unlock(without);
    const now = await protection(without);
    await expect(now).toContainText('Does not open the key. Last checked at');
    await expect(now.getByRole('button', { name: 'Remove… Passphrase' })).toHaveCount(0);
    await now.getByRole('button', { name: 'Repair… Keychain' }).click();
    const repair = dialog(without, 'Repair the keychain');
    await repair.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await repair.getByRole('button', { name: 'Repair keychain' }).click();
    await expect(repair).toContainText('This computer’s keychain protects nothing at the moment', { timeout: 60_000 });
    await scene.running.end();

    // Another keyring, and an empty one: the passphrase opens it, once.
    const emptied = keyringSession('test');
    desktop = await logIn(emptied);
    const { page: locked } = await scene.start({ env: desktop.env });
    await expect(locked.getByText('This computer’s keychain does not open it at the moment.')).toBeVisible();
    await expect(locked.getByRole('button', { name: 'Try the keychain again' })).toBeVisible();
    await unlock(locked);
    await expect(row(locked, 'kept')).toContainText('Waiting');
    await scene.running.end();
    const { page: again } = await scene.start({ env: desktop.env });
    await expect(row(again, 'kept'), 'nothing is asked any more').toContainText('Waiting');

    // Without the keychain, the passphrase alone is asked for.
    const after = await protection(again);
    await after.getByRole('button', { name: 'Remove… Keychain' }).click();
    const remove = dialog(again, 'Remove the keychain');
    await remove.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await remove.getByRole('button', { name: 'Remove keychain' }).click();
    await expect(dialog(again, 'Settings').getByRole('region', { name: 'Protection' })).toContainText('No keychain', { timeout: 60_000 });
    await scene.running.end();
    const { page: last } = await scene.start({ env: desktop.env });
    await expect(last.getByRole('button', { name: 'Unlock', exact: true })).toBeVisible();
    await expect(last.getByRole('button', { name: /keychain/ })).toHaveCount(0);
    await unlock(last);
    await expect(row(last, 'kept')).toContainText('Waiting');

    // The keyring again, and then the keyring alone.
    await last.keyboard.press('ControlOrMeta+,');
    const open = dialog(last, 'Settings').getByRole('region', { name: 'Protection' });
    for (const [button, title, done] of [
      ['Add… Keychain', 'Add the keychain', 'The keychain opens the app from now on'],
      ['Remove… Passphrase', 'Remove the passphrase', 'The passphrase is removed'],
    ] as const) {
      await open.getByRole('button', { name: button }).click();
      const step = dialog(last, title);
      await step.getByLabel('Passphrase', { exact: true }).fill(passphrase);
      await step.getByRole('button', { name: button.replace('… K', ' k').replace('… P', ' p') }).click();
      await expect(last.getByRole('region', { name: 'News' }).getByText(done)).toBeVisible({ timeout: 60_000 });
    }
    await expect(open).toContainText('No passphrase');
    await scene.running.end();
    const { page: alone } = await scene.start({ env: desktop.env });
    await expect(row(alone, 'kept'), 'nothing is asked').toContainText('Waiting');
  } finally {
    await scene?.close();
    await desktop.end();
  }
});
