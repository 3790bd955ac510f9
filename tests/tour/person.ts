import type { Locator, Page } from '@playwright/test';
import { dialog, passphrase, paste } from '../support/person.ts';
import { expect } from './expect.ts';
import type { Scene } from './scene.ts';
import type { TourSecret } from './secrets.ts';

export { header, row } from '../support/person.ts';

/** What a person does in the tour beside what the tests do too. Everything is typed, key by key, where a person would. */

export async function typePassphraseTwice(page: Page): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).pressSequentially(passphrase);
  await page.getByLabel('Repeat it').pressSequentially(passphrase);
}

export async function unlock(page: Page): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).pressSequentially(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

/** Where a system has a keychain that protects, no passphrase is asked for. */
export async function isAsked(page: Page, heading: string): Promise<boolean> {
  const asked = page.getByRole('heading', { name: heading, exact: true });
  const beyond = page.getByRole('heading', { name: /^(Secrets|Sign in to Sandbox)$/ });
  await expect(asked.or(beyond)).toBeVisible();
  return asked.isVisible();
}

/** Opens the dialog and gives name and value; the value stays hidden. Adding it is another click. */
export async function fillInSecret({ app, page }: Scene, { name, value, how, size }: TourSecret): Promise<Locator> {
  await page.getByRole('button', { name: 'Add Secret' }).first().click();
  const add = dialog(page, 'Add Secret');
  await add.getByRole('textbox', { name: 'Name' }).pressSequentially(name);
  const field = add.getByRole('textbox', { name: 'Value' });
  if (how === 'typed') {
    await field.pressSequentially(value);
  } else {
    await field.focus();
    await paste(app, value);
    await expect(field).not.toHaveValue('');
    await app.app.evaluate(({ clipboard }) => clipboard.clear()); // nothing of it stays there
  }
  await expect(add).toContainText(size);
  return add;
}

export async function commitSecret(page: Page): Promise<void> {
  const add = dialog(page, 'Add Secret');
  await add.getByRole('button', { name: 'Add to Sandbox' }).click();
  await expect(add).toBeHidden();
}

export async function addSecret(scene: Scene, secret: TourSecret): Promise<void> {
  await fillInSecret(scene, secret);
  await commitSecret(scene.page);
}

/** The window's close button is the system's, not the page's: this is what pressing it does. */
export async function closeWindow({ app }: Scene): Promise<void> {
  await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}
