import { expect } from '@playwright/test';
import { chooseInMenu, closeWindow, desktopWithTray } from '../../support/desktop-shell.ts';
import { addSecret, choosePassphrase, dialog, draftSecret, goTo, header, row, signIn } from '../../support/person.ts';
import { group } from '../group.ts';
import type { Studio } from '../studio.ts';

/** What belongs to the app and not to one secret: its settings, its sheets, its status, and its end. */
export const desktop = group('desktop', async (studio) => {
  const sandbox = await studio.sandbox();
  const { client } = sandbox;
  const { page, app } = await studio.start({ sandbox: sandbox.origin, env: desktopWithTray(true) });
  await choosePassphrase(page);
  await signIn(page);
  await page.getByRole('button', { name: 'Account menu' }).click();
  await studio.show('account-menu', ['narrow', 'zoomed']);
  await page.keyboard.press('Escape');
  await sheets(studio);

  await addSecret(studio.app, { name: 'opc-ua-key', value: 'not shown' });
  await expect(header(page)).toContainText('Up to date');
  await studio.show('up-to-date', ['narrow', 'zoomed']);
  await client.fault({ kind: 'hang-before-commit', target: 'api', operation: 'create' });
  for (const name of ['historian-password', 'mes-service-key', 'plc-gateway-token']) await addSecret(studio.app, { name, value: 'not shown' });
  await expect(header(page)).toContainText('sending');
  await studio.show('sending', ['narrow', 'zoomed']);
  await client.clearFaults();
  await client.release('hung');
  await expect(row(page, 'plc-gateway-token')).toContainText('On the platform');
  await client.setPermissions('demo', ['read']);
  await addSecret(studio.app, { name: 'not-allowed', value: 'not shown' });
  await expect(row(page, 'not-allowed')).toContainText('Needs you');
  await studio.show('needs-you', ['narrow', 'zoomed']);
  await client.revokeSessions();
  await addSecret(studio.app, { name: 'waits-for-a-sign-in', value: 'not shown' });
  await expect(header(page)).toContainText('Session ended');
  await studio.show('session-ended', ['narrow', 'zoomed']);
  await goTo(page, 'Outbox');
  await studio.show('outbox-session-ended', ['narrow']);
  await goTo(page, 'Secrets');

  for (const density of ['Comfortable', 'Compact'] as const) {
    await chooseInMenu(app, density);
    await expect(page.locator(`html[data-density=${density.toLowerCase()}]`)).toBeAttached();
    await studio.show(density.toLowerCase());
  }
  await closeWindow(app);
  await expect(dialog(page, 'Quit Kelvin Secrets?')).toBeVisible();
  await studio.show('quit-with-a-tray', ['narrow', 'zoomed']);
  await page.getByRole('button', { name: 'Keep open' }).click();
});

async function sheets(studio: Studio): Promise<void> {
  const { app, page } = studio.app;
  for (const [item, title] of [
    ['Settings…', 'Settings'],
    ['Keyboard Shortcuts', 'Keyboard shortcuts'],
    ['Report for Support…', 'Report for support'],
    ['About Kelvin Secrets', 'About Kelvin Secrets'],
  ] as const) {
    await chooseInMenu(app, item);
    await expect(dialog(page, title)).toBeVisible();
    if (title === 'Settings') await expect(dialog(page, title).getByRole('region', { name: 'Appearance' })).toBeVisible();
    await studio.show(title.toLowerCase().replaceAll(' ', '-'), ['narrow', 'zoomed']);
    if (title === 'Settings') {
      await dialog(page, title).getByRole('region', { name: 'Appearance' }).scrollIntoViewIfNeeded();
      await studio.show('settings-to-the-end');
    }
    await page.keyboard.press('Escape');
    await expect(dialog(page, title)).toBeHidden();
  }
}

/** The same with the colours that a person gave their system, and with more contrast. */
export const contrast = group('contrast', async (studio) => {
  const sandbox = await studio.sandbox();
  const { client } = sandbox;
  const { page } = await studio.start({ sandbox: sandbox.origin });
  await choosePassphrase(page);
  await signIn(page);
  await addSecret(studio.app, { name: 'opc-ua-key', value: 'not shown' });
  await expect(row(page, 'opc-ua-key')).toContainText('On the platform');
  await client.setPermissions('demo', ['read']);
  await addSecret(studio.app, { name: 'not-allowed', value: 'not shown' });
  await expect(row(page, 'not-allowed')).toContainText('Needs you');
  for (const [how, media] of [['more-contrast', { contrast: 'more' }], ['own-colours', { contrast: 'no-preference', forcedColors: 'active' }]] as const) {
    await page.emulateMedia(media);
    await studio.show(`list-${how}`, ['narrow']);
    await draftSecret(studio.app, { name: 'Not A Name', value: 'not shown ' });
    await studio.show(`add-${how}`);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard draft' }).click();
    await row(page, 'not-allowed').click({ button: 'right' });
    await studio.show(`actions-${how}`);
    await page.keyboard.press('Escape');
    await goTo(page, 'Outbox');
    await studio.show(`outbox-${how}`);
    await page.keyboard.press('ControlOrMeta+,');
    await expect(dialog(page, 'Settings').getByRole('region', { name: 'Appearance' })).toBeVisible();
    await studio.show(`settings-${how}`);
    await page.keyboard.press('Escape');
    await goTo(page, 'Secrets');
  }
});
