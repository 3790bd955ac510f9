import { expect } from '@playwright/test';
import {
  addSecret, choosePassphrase, dialog, draftSecret, goTo, openDetails, paste, row, sendNow, signIn, takeAction, valueField, workOffline,
} from '../../support/person.ts';
import { group } from '../group.ts';
import type { Studio } from '../studio.ts';

const certificate = `-----BEGIN CERTIFICATE-----\n${'MIIBhTCCASugAwIBAgIQIRi6zePL6mKjOipn\n'.repeat(5)}-----END CERTIFICATE-----\n`;

/** What is typed, taken from a file, replaced, deleted and taken back. */
export const writing = group('writing', async (studio) => {
  const sandbox = await studio.sandbox();
  const { client } = sandbox;
  for (const name of ['boiler-2-modbus', 'erp-export-token', 'historian-password', 'opc-ua-key']) await client.createSecret(name, 'not shown', 'colleague');
  const { page } = await studio.start({ sandbox: sandbox.origin });
  await choosePassphrase(page);
  await signIn(page);
  await expect(row(page, 'opc-ua-key')).toBeVisible();
  await values(studio);
  await names(studio);

  await openDetails(page, 'erp-export-token');
  await page.getByText('The same elsewhere').click();
  await studio.show('details-elsewhere', ['narrow', 'zoomed']);
  await page.keyboard.press('Escape');

  await several(studio);

  await client.fault({ kind: 'status', status: 405, target: 'api', operation: 'update' });
  await takeAction(page, 'opc-ua-key', 'Replace value…');
  await valueField(page).focus();
  await paste(studio.app, 'not shown either');
  await studio.show('replace', ['narrow', 'zoomed']);
  await page.getByRole('button', { name: 'Replace in Sandbox' }).click();
  await expect(row(page, 'opc-ua-key')).toContainText('This platform cannot replace secrets');
  await openDetails(page, 'opc-ua-key');
  await studio.show('delete-and-create', ['narrow', 'zoomed']);
  await page.keyboard.press('Escape');
  await takeBack(studio);
  await history(studio);
});

async function values(studio: Studio): Promise<void> {
  const { page } = studio;
  const add = await draftSecret(studio.app, { name: 'gateway-certificate', value: certificate, how: 'paste' });
  await studio.show('value-of-several-lines', ['narrow', 'zoomed']);
  await page.getByRole('button', { name: 'Reveal' }).click();
  await studio.show('value-revealed', ['narrow', 'zoomed']);
  await page.keyboard.press('ControlOrMeta+a');
  await paste(studio.app, ' \ufefftok\u200ben\u00a01\n');
  await expect(add).toContainText('that nobody sees');
  await studio.show('value-with-unseen', ['narrow', 'zoomed']);
  for (const [what, buffer] of [['text', Buffer.from(certificate)], ['bytes', Buffer.from([0xff, 0xfe, 0x41])]] as const) {
    const choosing = page.waitForEvent('filechooser');
    await add.getByRole('button', { name: 'From file…' }).click();
    await (await choosing).setFiles({ name: 'gateway.pem', mimeType: 'application/octet-stream', buffer });
    await expect(add).toContainText('gateway.pem, taken as');
    await studio.show(`value-from-a-file-of-${what}`, ['narrow']);
  }
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(add).toBeHidden();
}

async function names(studio: Studio): Promise<void> {
  const { page } = studio;
  const add = await draftSecret(studio.app, { name: 'historian-password', value: 'not shown' });
  await expect(add).toContainText('colleague');
  await studio.show('name-on-the-platform', ['narrow', 'zoomed']);
  await workOfflineFrom(studio);
  await addSecret(studio.app, { name: 'plc-gateway-token', value: 'not shown' });
  const again = await draftSecret(studio.app, { name: 'plc-gateway-token', value: 'not shown' });
  await expect(again).toContainText('already waits');
  await studio.show('name-that-waits', ['narrow']);
  await page.getByRole('textbox', { name: 'Name' }).fill('historian-password');
  await studio.show('name-in-the-list-as-it-was', ['narrow']);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await page.getByRole('switch', { name: 'Work offline' }).click();
  await sendNow(page);
  await expect(row(page, 'plc-gateway-token')).toContainText('On the platform');
}

/** Whatever is typed is given up first. */
async function workOfflineFrom(studio: Studio): Promise<void> {
  await studio.page.keyboard.press('Escape');
  await studio.page.getByRole('button', { name: 'Discard draft' }).click();
  await workOffline(studio.page);
}

async function several(studio: Studio): Promise<void> {
  const { page } = studio;
  const selection = page.getByRole('group', { name: '3 chosen' });
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await selection.getByRole('button', { name: 'Replace value…' }).click();
  await studio.show('replace-several', ['narrow', 'zoomed']);
  await page.keyboard.press('Escape');
  await selection.getByRole('button', { name: 'Delete…' }).click();
  await studio.show('delete-several', ['narrow', 'zoomed']);
  await page.keyboard.press('Escape');
  await page.getByRole('grid').focus();
  await page.keyboard.press('Escape');
}

async function takeBack(studio: Studio): Promise<void> {
  const { page } = studio;
  await workOffline(page);
  for (const name of ['mes-service-key', 'scada-password']) await addSecret(studio.app, { name, value: 'not shown' });
  await takeAction(page, 'mes-service-key', 'Rename…');
  await studio.show('rename');
  await page.keyboard.press('Escape');
  await takeAction(page, 'mes-service-key', 'Change value…');
  await studio.show('change-value');
  await page.keyboard.press('Escape');
  await takeAction(page, 'mes-service-key', 'Discard');
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible();
  await studio.show('discarded-with-undo', ['narrow', 'zoomed']);
  await goTo(page, 'Outbox');
  await page.getByRole('grid').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await studio.show('outbox-with-all-chosen', ['narrow', 'zoomed']);
  await page.keyboard.press('Delete');
  const question = dialog(page, 'Discard 2 entries?').or(page.getByRole('group', { name: /discarded/ }).first());
  await expect(question.first()).toBeVisible();
  await studio.show('discard-several');
  await page.keyboard.press('Escape');
}

async function history(studio: Studio): Promise<void> {
  const { page } = studio;
  await page.getByRole('heading', { name: 'History' }).scrollIntoViewIfNeeded();
  await studio.show('history', ['narrow', 'zoomed']);
}
