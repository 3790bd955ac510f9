import { expect } from '@playwright/test';
import { choosePassphrase, row, signIn, workOffline } from '../../support/person.ts';
import { group } from '../group.ts';
import type { Studio } from '../studio.ts';

/** A list of more than one page: how far it was read, and how it is looked at. */
export const list = group('list', async (studio) => {
  const sandbox = await studio.sandbox();
  const { client } = sandbox;
  for (let n = 0; n < 1_040; n++) await client.createSecret(nameOf(n), 'not shown', n % 3 === 0 ? 'colleague' : 'demo');
  const { page } = await studio.start({ sandbox: sandbox.origin });
  await choosePassphrase(page);

  const footer = page.locator('footer');
  await client.fault({ kind: 'hang-before-commit', target: 'api', operation: 'list', page: 2 });
  await signIn(page);
  await expect(page.getByRole('progressbar', { name: 'Reading the list' })).toBeVisible();
  await studio.show('first-reading', ['narrow', 'zoomed']);
  await page.getByRole('button', { name: 'Stop reading the list' }).click();
  await expect(footer).toContainText('Reading was stopped');
  await studio.show('stopped', ['narrow']);
  await client.clearFaults();
  await client.release('hung');

  await client.fault({ kind: 'reset-before-commit', target: 'api', operation: 'list', page: 2 });
  await page.getByRole('button', { name: 'Refresh the list' }).click();
  await expect(footer).toContainText('Reading broke off');
  await studio.show('incomplete', ['narrow', 'zoomed']);
  await client.clearFaults();
  await page.getByRole('button', { name: 'Refresh the list' }).click();
  await expect(footer).toContainText('List complete');
  await studio.show('complete', ['narrow', 'zoomed']);

  await client.fault({ kind: 'hang-before-commit', target: 'api', operation: 'list', page: 2 });
  await page.getByRole('button', { name: 'Refresh the list' }).click();
  await expect(page.getByRole('progressbar', { name: 'Reading the list' })).toBeVisible();
  await studio.show('read-anew');
  await page.getByRole('button', { name: 'Stop reading the list' }).click();
  await client.clearFaults();
  await client.release('hung');
  await looks(studio);
  await workOffline(page);
  await studio.show('offline', ['narrow']);
});

/** As names of keys are: what is connected, and what for. */
function nameOf(n: number): string {
  const plants = ['boiler', 'bottling', 'compressor', 'dryer', 'extruder', 'filler'];
  const uses = ['modbus-password', 'opc-ua-key', 'historian-token', 'gateway-certificate'];
  return `${plants[n % 6] ?? ''}-${String(Math.floor(n / 24) + 1)}-${uses[Math.floor(n / 6) % 4] ?? ''}`;
}

async function looks(studio: Studio): Promise<void> {
  const { page } = studio;
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(page.getByRole('menu', { name: 'Columns' })).toBeVisible();
  await studio.show('columns', ['narrow', 'zoomed']);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Created', exact: true }).click();
  await studio.show('by-created');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  const search = page.getByRole('searchbox', { name: 'Search names' });
  await search.fill('BOILER-2');
  await studio.show('found', ['narrow']);
  await page.getByRole('button', { name: 'Match upper and lower case' }).click();
  await studio.show('found-nothing-by-case', ['narrow', 'zoomed']);
  await page.getByRole('button', { name: 'Match upper and lower case' }).click();
  await search.fill('');

  const first = row(page, 'boiler-1-gateway-certificate');
  await first.click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await studio.show('actions', ['narrow', 'zoomed']);
  await page.keyboard.press('Escape');
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  for (let more = 0; more < 4; more++) await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByRole('group', { name: '5 chosen' })).toBeVisible();
  await studio.show('several-chosen', ['narrow', 'zoomed']);
  await page.keyboard.press('Escape');
}
