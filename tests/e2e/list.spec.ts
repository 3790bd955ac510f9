import { expect, test, type Page } from '@playwright/test';
import { chooseInMenu } from '../support/desktop-shell.ts';
import { row, signIn } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// A list of more than one page, how it is looked at, and what is said while it is read and when that breaks off.

const many = 1_200;

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene({ account: null });
  for (let n = 0; n < many; n++) await scene.sandbox.client.createSecret(`secret-${String(n).padStart(4, '0')}`, 'value', 'colleague');
  await signIn(scene.running.page);
  await expect(footer()).toContainText('List complete');
});
test.afterEach(() => scene.close());

const page = (): Page => scene.running.page;
const footer = () => page().locator('footer');
const refresh = () => page().getByRole('button', { name: 'Refresh the list' });

/** What main remembers of the search; it is told when it has stood for a moment. */
const keptSearch = () =>
  page().evaluate(async () => {
    const { request } = (window as unknown as { kelvin: { request: Record<string, (input: unknown) => Promise<{ value: never }>> } }).kelvin;
    const { chosen } = ((await request['environments.list']?.({})) as { value: { chosen: string } }).value;
    const reply = (await request['secrets.read-look']?.({ environmentId: chosen })) as { value: { look: { search: string } | null } };
    return reply.value.look?.search ?? null;
  });

test('a reading that takes its time shows how far it is and can be stopped; what was read whole stands', async () => {
  const { client } = scene.sandbox;
  await client.fault({ kind: 'hang-before-commit', target: 'api', operation: 'list', page: 2 });
  await refresh().click();
  await expect(page().getByRole('progressbar', { name: 'Reading the list' })).toBeVisible();
  await expect(footer()).toContainText('Reading the list: 1,000 so far');
  await page().getByRole('button', { name: 'Stop reading the list' }).click();
  await expect(footer()).toContainText(/Reading was stopped at .* after 1,000 secrets/);
  await expect(page().getByRole('progressbar')).toBeHidden();

  await client.clearFaults();
  await refresh().click();
  await expect(footer()).toContainText('List complete');
  await expect(footer()).toContainText('1,200 on the platform');

  // From here on a whole list stands: one that breaks off takes nothing away from it.
  await client.fault({ kind: 'reset-before-commit', target: 'api', operation: 'list', page: 2 });
  await refresh().click();
  await expect(footer()).toContainText(/Reading broke off at .* after 1,000 secrets\. What is shown is the list as of today/);
  await expect(footer()).toContainText('1,200 on the platform');
});

test('columns, order and search are chosen with the keyboard, and remembered over a restart', async () => {
  await chooseInMenu(scene.running.app, 'Columns…');
  const choice = (name: string) => page().getByRole('menuitemcheckbox', { name, exact: true });
  await expect(choice('Created')).toHaveAttribute('aria-checked', 'true');
  await page().keyboard.press('Home');
  await expect(choice('Created')).toBeFocused();
  await page().keyboard.press('Enter');
  await expect(choice('Created')).toHaveAttribute('aria-checked', 'false');
  await page().keyboard.press('Escape');
  await expect(page().getByRole('button', { name: 'Columns' })).toBeFocused();
  await expect(page().getByRole('columnheader', { name: 'Created', exact: true })).toBeHidden();

  await page().getByRole('button', { name: 'Updated', exact: true }).press('Enter');
  await page().keyboard.press('ControlOrMeta+f');
  await page().keyboard.type('RET-119');
  await expect(row(page(), 'secret-1199')).toBeVisible();
  await page().getByRole('button', { name: 'Match upper and lower case' }).press('Space');
  await expect(page().getByText('Nothing matches')).toBeVisible();
  await expect.poll(keptSearch).toBe('RET-119');
  await scene.running.kill();
  await scene.startUnlocked();
  await expect(page().getByRole('searchbox')).toHaveValue('RET-119');
  await expect(page().getByRole('button', { name: 'Match upper and lower case' })).toHaveAttribute('aria-pressed', 'true');
  await page().getByRole('button', { name: 'Clear the search' }).click();
  await expect(page().getByRole('columnheader', { name: 'Updated', exact: true })).toHaveAttribute('aria-sort', 'ascending');
  await expect(page().getByRole('columnheader', { name: 'Created', exact: true })).toBeHidden();
});
