import { expect, test, type Page } from '@playwright/test';
import type { Bridge } from '../../src/shared/ipc/bridge.ts';
import { row, signIn } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { screenProblems } from '../gallery/screen-problems.ts';

// The very first reading of a list of more than a page: what stands there meanwhile, and after it broke off.

declare const window: { readonly kelvin: Bridge };

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene({ account: null });
});
test.afterEach(() => scene.close());

const page = (): Page => scene.running.page;
const footer = () => page().locator('footer');

async function fill(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await scene.sandbox.client.createSecret(`secret-${String(n).padStart(4, '0')}`, 'value', 'colleague');
}

async function expectAccessible(): Promise<void> {
  expect(await screenProblems(page(), 'first reading')).toEqual([]);
}

test('a first reading that takes its time says so, with a bar; then the list is there', async () => {
  await fill(3);
  await scene.sandbox.client.fault({ kind: 'hang-before-commit', target: 'api', operation: 'list', page: 1 });
  await signIn(page());
  // The probe hangs as well, so nobody else reads the list: it is asked for as the button does.
  await page().evaluate(async () => {
    const { request } = window.kelvin;
    const listed = await request['environments.list']({});
    const chosen = listed.ok ? listed.value.chosen : null;
    if (chosen !== null) void request['secrets.refresh']({ environmentId: chosen });
  });
  await expect(page().getByRole('heading', { name: /^Reading the secrets of / })).toBeVisible();
  await expect(page().getByRole('progressbar', { name: 'Reading the list' })).toBeVisible();
  await expectAccessible();
  await scene.sandbox.client.clearFaults();
  await scene.sandbox.client.release('hung');
  await expect(row(page(), 'secret-0000')).toBeVisible();
  await expect(footer()).toContainText('List complete');
});

test('a first list that broke off is shown as far as it came, and said to be incomplete, also after a restart', async () => {
  await fill(1_001);
  const { client } = scene.sandbox;
  await client.fault({ kind: 'reset-before-commit', target: 'api', operation: 'list', page: 2 });
  await signIn(page());
  await expect(row(page(), 'secret-0000')).toBeVisible();
  await expect(footer()).toContainText(/List incomplete\. Reading broke off at .* after 1,000 secrets/);
  await expect(footer()).not.toContainText('on the platform');
  await expectAccessible();
  await scene.running.kill();

  await client.fault({ kind: 'refuse' });
  await scene.startUnlocked();
  await expect(row(page(), 'secret-0000')).toBeVisible();
  await expect(footer()).toContainText('List incomplete. It was not read to its end yet');
  await client.clearFaults();
  await page().getByRole('button', { name: 'Try now' }).click();
  await expect(footer()).toContainText('List complete');
  await expect(footer()).toContainText('1,001 on the platform');
});
