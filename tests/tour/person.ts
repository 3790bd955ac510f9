import type { Locator, Page } from '@playwright/test';
import { expect } from './expect.ts';
import type { Scene } from './scene.ts';
import type { TourSecret } from './secrets.ts';

/** What a person does and sees in the window, by roles and visible words alone. */

const passphrase = 'a gate between two rivers';

export async function choosePassphrase({ page }: Scene): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).pressSequentially(passphrase);
  await page.getByLabel('Repeat it').pressSequentially(passphrase);
}

export async function unlock(page: Page): Promise<void> {
  await page.getByLabel('Passphrase').pressSequentially(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

/** Where a system has a keychain that protects, no passphrase is asked for. */
export async function isAsked(page: Page, heading: string): Promise<boolean> {
  const asked = page.getByRole('heading', { name: heading, exact: true });
  const beyond = page.getByRole('heading', { name: /^(Secrets|Sign in to Sandbox)$/ });
  await expect(asked.or(beyond)).toBeVisible();
  return asked.isVisible();
}

/** The header's one place that tells reach, count and last exchange. */
export function header(page: Page): Locator {
  return page.getByRole('group', { name: 'Status' });
}

/** The row of a secret in the list. */
export function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('gridcell', { name, exact: true }) });
}

export function addDialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Add Secret' });
}

/** Opens the dialog and gives name and value; the value stays hidden. Adding it is another click. */
export async function fillInSecret(scene: Scene, { name, value, how, size }: TourSecret): Promise<Locator> {
  const { page } = scene;
  await page.getByRole('button', { name: 'Add Secret' }).first().click();
  const dialog = addDialog(page);
  await dialog.getByRole('textbox', { name: 'Name' }).pressSequentially(name);
  const field = dialog.getByRole('textbox', { name: 'Value' });
  if (how === 'typed') await field.pressSequentially(value);
  else await paste(scene, field, value);
  await expect(dialog).toContainText(size);
  return dialog;
}

export async function commitSecret(page: Page): Promise<void> {
  await addDialog(page).getByRole('button', { name: 'Add to Sandbox' }).click();
  await expect(addDialog(page)).toBeHidden();
}

export async function addSecret(scene: Scene, secret: TourSecret): Promise<void> {
  await fillInSecret(scene, secret);
  await commitSecret(scene.page);
}

/** As if it had been copied in another window; nothing of it stays on the clipboard. */
async function paste({ app, page }: Scene, field: Locator, text: string): Promise<void> {
  await app.app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  await field.focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(field).not.toHaveValue('');
  await app.app.evaluate(({ clipboard }) => clipboard.clear());
}

/** The window's close button is the system's, not the page's: this is what pressing it does. */
export async function closeWindow({ app }: Scene): Promise<void> {
  await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}
