import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { addSecret, choosePassphrase, dialog, draftSecret, passphrase } from '../../support/person.ts';
import { group } from '../group.ts';
import type { Studio } from '../studio.ts';

/** A passphrase as what protects the data: chosen, changed, asked for and wrong; and a key file that is gone. */
export const keys = group('keys', async (studio) => {
  const sandbox = await studio.sandbox();
  const profile = studio.profile();
  const { page } = await studio.start({ profile, sandbox: sandbox.origin });
  await expect(page.getByRole('heading', { name: 'Choose a passphrase' })).toBeVisible();
  await studio.show('choose-a-passphrase', ['narrow', 'zoomed']);
  await page.getByLabel('Passphrase', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Protect with this passphrase' }).click();
  await studio.show('choose-a-passphrase-with-what-is-missing');
  await choosePassphrase(page);
  await page.getByRole('button', { name: 'Continue without signing in' }).click();
  await addSecret(studio.app, { name: 'plc-gateway-token', value: 'not shown' });
  await settings(studio);
  await locked(studio);
  await studio.app.end();

  renameSync(join(profile, 'data-key.json'), join(profile, 'elsewhere.json'));
  const { page: trouble } = await studio.start({ profile, sandbox: sandbox.origin });
  await expect(trouble.getByRole('heading', { name: 'The key file is missing' })).toBeVisible();
  await studio.show('key-file-missing', ['narrow']);
  await trouble.getByRole('button', { name: 'Start afresh…' }).click();
  await studio.show('start-afresh');
});

async function settings(studio: Studio): Promise<void> {
  const { page } = studio;
  await page.keyboard.press('ControlOrMeta+,');
  const open = dialog(page, 'Settings');
  await expect(open.getByRole('region', { name: 'Locking' })).toContainText('Sending goes on');
  await studio.show('settings', ['narrow', 'zoomed']);
  await open.getByRole('button', { name: 'Change… Passphrase' }).click();
  await studio.show('change-passphrase', ['narrow']);
  await page.getByRole('button', { name: 'Change passphrase' }).click();
  await studio.show('change-passphrase-with-what-is-missing');
  await page.keyboard.press('Escape');
  await open.getByRole('button', { name: 'Add… Keychain' }).click();
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Add keychain' }).click();
  await expect(dialog(page, 'Add the keychain')).toContainText('What protects it is as it was.');
  await studio.show('add-keychain-refused');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(open).toBeHidden();
}

async function locked(studio: Studio): Promise<void> {
  const { page } = studio;
  await draftSecret(studio.app, { name: 'half-typed', value: 'not shown' });
  await page.keyboard.press('ControlOrMeta+l');
  await expect(page.getByText('What you were typing is there again when you unlock.')).toBeVisible();
  await studio.show('locked', ['narrow', 'zoomed']);
  for (let time = 1; time <= 5; time++) {
    await page.getByLabel('Passphrase', { exact: true }).fill(`wrong, the ${String(time)}th time`);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await expect(page.getByText('This is not the passphrase.')).toBeVisible();
    if (time === 1) await studio.show('wrong-passphrase');
  }
  await expect(page.getByText('5 passphrases in a row were wrong.')).toBeVisible();
  await studio.show('wrong-passphrase-five-times', ['narrow']);
}
