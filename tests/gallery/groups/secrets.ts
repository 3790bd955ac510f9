import { expect } from '@playwright/test';
import { addSecret, choosePassphrase, dialog, draftSecret, openDetails, row, signIn, takeAction } from '../../support/person.ts';
import { group } from '../group.ts';

/** The list of secrets and what is done to one of them. */
export const secrets = group('secrets', async (studio) => {
  const sandbox = await studio.sandbox();
  const { page } = await studio.start({ sandbox: sandbox.origin });
  await choosePassphrase(page);
  await signIn(page);
  await studio.show('empty', ['narrow']);
  for (const name of ['boiler-2-modbus', 'erp-export-token', 'historian-password', 'mes-service-key', 'opc-ua-key']) {
    await sandbox.client.createSecret(name, 'not shown');
  }
  await addSecret(studio.app, { name: 'plc-gateway-token', value: 'not shown' });
  await expect(row(page, 'plc-gateway-token')).toContainText('On the platform');
  await page.getByRole('button', { name: 'Refresh the list' }).click();
  await expect(row(page, 'opc-ua-key')).toBeVisible();
  await studio.show('list', ['narrow', 'zoomed']);
  await openDetails(page, 'plc-gateway-token');
  await studio.show('details', ['narrow']);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Search names' }).fill('nothing-like-it');
  await studio.show('nothing-found');
  await page.getByRole('searchbox', { name: 'Search names' }).fill('');

  const add = await draftSecret(studio.app, { name: 'Not A Name', value: 'trailing space \n' });
  await studio.show('add-with-warnings', ['narrow', 'zoomed']);
  await page.keyboard.press('Escape');
  await studio.show('leave-a-draft');
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(add).toBeHidden();
  for (const [action, title] of [['Replace value…', 'Replace value'], ['Delete…', 'Delete secret?']] as const) {
    await takeAction(page, 'mes-service-key', action);
    await studio.show(title.toLowerCase().replaceAll(' ', '-').replace('?', ''));
    await page.keyboard.press('Escape');
    await expect(dialog(page, title)).toBeHidden();
  }
  await page.keyboard.press('ControlOrMeta+/');
  await studio.show('shortcuts');
  await page.keyboard.press('Escape');
});
