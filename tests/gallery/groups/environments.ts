import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { addSecret, choosePassphrase, continueWithoutSignIn, dialog, goTo, header, signIn } from '../../support/person.ts';
import { group } from '../group.ts';
import type { Studio } from '../studio.ts';

/** First run, and several environments beside one another: a production, a staging and another one. */
export const environments = group('environments', async (studio) => {
  await studio.start();
  await choosePassphrase(studio.page);
  await firstRun(studio);
  await more(studio);
  await manyWaiting(studio);
  await settings(studio);
});

async function firstRun(studio: Studio): Promise<void> {
  const { page } = studio;
  const plant = await studio.sandbox();
  await expect(page.getByRole('heading', { name: 'Add your first environment' })).toBeVisible();
  await studio.show('first-run', ['narrow', 'zoomed']);
  await page.getByRole('button', { name: 'Add environment' }).click();
  await studio.show('first-run-with-what-is-missing');
  await page.getByLabel('Address').fill('https://plant-a.example');
  await expect(page.locator('main')).toContainText('Not checked');
  await studio.show('first-run-offline');
  await fill(page, plant.origin, 'Plant A', 'Production');
  await expect(page.locator('main')).not.toContainText('Not checked');
  await studio.show('first-run-checked');
  await page.getByRole('button', { name: 'Add environment' }).click();
  await signIn(page);
}

async function more(studio: Studio): Promise<void> {
  const { page } = studio;
  const [staging, line] = [await studio.sandbox(), await studio.sandbox()];
  const add = await openForm(page);
  await fill(add, staging.origin, 'plant a', 'Production');
  await expect(add).toContainText('looks just like');
  await studio.show('look-alike');
  await add.getByLabel('Label').fill('Plant A');
  await add.getByRole('radio', { name: 'Staging' }).check();
  await studio.show('add-environment', ['narrow', 'zoomed']);
  await add.getByRole('button', { name: 'Add environment' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Plant A' })).toBeVisible();
  await studio.show('sign-in-to-staging');
  await signIn(page);
  await expect(header(page)).toContainText('Up to date');
  await studio.show('staging-empty', ['narrow']);
  const third = await openForm(page);
  await fill(third, line.origin, 'Line 4 of the bottling hall in the new building', 'Other');
  await third.getByRole('button', { name: 'Add environment' }).click();
  await continueWithoutSignIn(page);
  await expect(header(page)).toContainText('Not signed in');
  await studio.show('other-not-signed-in', ['narrow']);
  await line.client.refuse();
}

async function manyWaiting(studio: Studio): Promise<void> {
  const { page } = studio;
  await page.getByRole('switch', { name: 'Work offline' }).click();
  for (const [digit, name] of [[1, 'plc-gateway-token'], [2, 'historian-password'], [3, 'bottling-line-api-key']] as const) {
    await page.keyboard.press(`ControlOrMeta+${digit}`);
    await addSecret(studio.app, { name, value: 'not shown' });
  }
  await page.keyboard.press('ControlOrMeta+1');
  await studio.show('production-work-offline', ['narrow', 'zoomed']);
  await page.getByRole('button', { name: 'Add Secret' }).first().click();
  await expect(page.getByRole('button', { name: 'Add to Plant A' })).toBeVisible();
  await studio.show('add-to-production');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+2');
  await page.getByRole('button', { name: 'Add Secret' }).first().click();
  await studio.show('add-to-staging');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+3');
  await page.getByRole('button', { name: 'Add Secret' }).first().click();
  await studio.show('add-to-other');
  await page.keyboard.press('Escape');
  await goTo(page, 'Outbox');
  await studio.show('outbox-across-environments', ['narrow', 'zoomed']);
  await goTo(page, 'Secrets');
  await openSwitcher(page);
  await studio.show('switcher', ['narrow']);
  await page.keyboard.press('Escape');
}

async function settings(studio: Studio): Promise<void> {
  const { page } = studio;
  const managing = await manage(page);
  await studio.show('manage-environments', ['narrow', 'zoomed']);
  await managing.getByRole('button', { name: 'Change Plant A' }).first().click();
  await studio.show('change-environment', ['narrow']);
  await page.keyboard.press('Escape');
  await (await manage(page)).getByRole('button', { name: /^Remove Line 4/ }).click();
  await expect(dialog(page, 'Remove environment?')).toContainText('waits in its outbox');
  await studio.show('remove-with-what-waits', ['narrow']);
  await page.keyboard.press('Escape');
  await list(studio);
}

/** The list that a team shares as a file. */
async function list(studio: Studio): Promise<void> {
  const { page } = studio;
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-secrets-gallery-'));
  studio.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'team.json');
  await studio.app.app.evaluate(({ dialog: system }, path) => {
    system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    system.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
  const managing = await manage(page);
  await managing.getByRole('button', { name: 'Export list…' }).click();
  await expect(page.getByRole('region', { name: 'News' })).toContainText('The list of environments is saved');
  await studio.show('list-exported');
  const exported = JSON.parse(readFileSync(file, 'utf8')) as object;
  const plants = ['Plant B', 'Plant C'].map((label, n) => ({
    address: `https://plant-${'bc'.charAt(n)}.example`, label, kind: n === 0 ? 'production' : 'staging', colour: n === 0 ? 'indigo' : 'moss',
  }));
  const odd = [{ address: 'ftp://plant-d.example', label: 'Plant D', kind: 'other', colour: 'rust' }, 7];
  writeFileSync(file, JSON.stringify({ ...exported, environments: [...plants, ...odd] }));
  await managing.getByRole('button', { name: 'Import list…' }).click();
  await expect(dialog(page, 'Import environments')).toBeVisible();
  await studio.show('import-environments', ['narrow']);
  await page.getByRole('button', { name: 'Add 2 environments' }).click();
  await openSwitcher(page);
  await studio.show('switcher-with-many', ['narrow', 'zoomed']);
  await page.keyboard.press('Escape');
}

async function fill(form: Page | Locator, address: string, label: string, kind: string): Promise<void> {
  await form.getByLabel('Address').fill(address);
  await form.getByLabel('Label').fill(label);
  await form.getByRole('radio', { name: kind }).check();
  await form.getByLabel('Label').focus();
}

async function openSwitcher(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Environment: / }).click();
  await expect(page.getByRole('menu', { name: 'Environment' })).toBeVisible();
}

async function openForm(page: Page): Promise<Locator> {
  await openSwitcher(page);
  await page.getByRole('menuitem', { name: 'Add environment…' }).click();
  return dialog(page, 'Add environment');
}

async function manage(page: Page): Promise<Locator> {
  const managing = dialog(page, 'Environments');
  if (await managing.isVisible()) return managing;
  await openSwitcher(page);
  await page.getByRole('menuitem', { name: 'Manage environments…' }).click();
  await expect(managing).toBeVisible();
  return managing;
}
