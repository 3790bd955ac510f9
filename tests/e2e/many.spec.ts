import { expect, test, type Page } from '@playwright/test';
import { addSecret, dialog, goTo, header, paste, row, sendNow, takeAction, valueField, workOffline } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// Many rows at once, and what can be taken back, in the real app; the keyboard does all of it.

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene();
});
test.afterEach(() => scene.close());

const page = (): Page => scene.running.page;

/** Secrets that the platform has and the list shows. */
async function listed(...names: string[]): Promise<void> {
  for (const name of names) await scene.sandbox.client.createSecret(name, 'before', 'colleague');
  await page().getByRole('button', { name: 'Refresh the list' }).or(page().getByRole('button', { name: 'Send now' })).first().click();
  for (const name of names) await expect(row(page(), name)).toContainText('On the platform');
}

test('several secrets are deleted after one question that names them and the environment', async () => {
  await addSecret(scene.running, { name: 'anchor', value: 'stays' });
  await expect(row(page(), 'anchor')).toContainText('On the platform');
  await listed('one', 'two', 'three');
  await row(page(), 'one').click();
  await row(page(), 'two').click({ modifiers: ['ControlOrMeta'] });
  await expect(page().getByRole('group', { name: '2 chosen' })).toBeVisible();
  await expect(row(page(), 'two')).toHaveAttribute('aria-selected', 'true');
  await page().getByRole('button', { name: 'Delete…' }).click();
  const question = dialog(page(), 'Delete 2 secrets?');
  await expect(question).toContainText('2 secrets are deleted from Sandbox for good.');
  await expect(question.getByRole('region', { name: 'Names' }).getByRole('listitem')).toHaveText(['one', 'two']);
  await question.getByRole('button', { name: 'Delete 2 from Sandbox' }).click();
  for (const name of ['one', 'two']) await expect.poll(() => scene.sandbox.client.secret(name)).toBeUndefined();
  expect((await scene.sandbox.client.secret('three'))?.name).toBe('three');
  expect((await scene.sandbox.client.secret('anchor'))?.name).toBe('anchor');
});

test('several secrets get the same value, and the dialog says so', async () => {
  await addSecret(scene.running, { name: 'anchor', value: 'stays' });
  await expect(row(page(), 'anchor')).toContainText('On the platform');
  await listed('one', 'two');
  await page().getByRole('grid').focus();
  await page().keyboard.press('ControlOrMeta+a');
  await expect(page().getByRole('group', { name: '3 chosen' })).toBeVisible();
  await row(page(), 'anchor').getByRole('checkbox', { name: 'Choose anchor' }).uncheck();
  await page().getByRole('button', { name: 'Replace value…' }).click();
  const replace = dialog(page(), 'Replace the value of 2 secrets');
  await expect(replace).toContainText('All 2 get this one value.');
  await valueField(page()).focus();
  await paste(scene.running, 'the same');
  await replace.getByRole('button', { name: 'Replace 2 in Sandbox' }).click();
  const { client } = scene.sandbox;
  const hmac = await client.hmac('the same');
  for (const name of ['one', 'two']) await expect.poll(async () => (await client.secret(name))?.valueHmac).toBe(hmac);
  expect((await client.secret('anchor'))?.valueHmac).not.toBe(hmac);
});

test('in the outbox several are held, released and discarded with the keyboard, and a discard is undone', async () => {
  await workOffline(page());
  for (const name of ['a', 'b', 'c']) await addSecret(scene.running, { name, value: `value of ${name}` });
  await goTo(page(), 'Outbox');
  await page().getByRole('grid').focus();
  await page().keyboard.press('Home');
  await page().keyboard.press('Shift+ArrowDown');
  await expect(page().getByRole('group', { name: '2 chosen' })).toBeVisible();
  await page().getByRole('button', { name: 'Put on hold' }).first().press('Enter');
  for (const name of ['a', 'b']) await expect(row(page(), name)).toContainText('On hold');
  await expect(row(page(), 'c')).not.toContainText('On hold');

  await page().keyboard.press('ControlOrMeta+a');
  await page().keyboard.press('Delete');
  await expect(page().getByRole('group', { name: '3 entries were discarded.' })).toBeVisible();
  await expect(page().getByRole('gridcell', { name: 'c', exact: true })).toHaveCount(0);
  await page().keyboard.press('ControlOrMeta+z');
  for (const name of ['a', 'b']) await expect(row(page(), name)).toContainText('On hold');

  await page().getByRole('grid').focus();
  await page().keyboard.press('ControlOrMeta+a');
  await page().getByRole('group', { name: '3 chosen' }).getByRole('button', { name: 'Release' }).click();
  await page().getByRole('switch', { name: 'Work offline' }).click();
  await sendNow(page());
  await expect.poll(async () => (await scene.sandbox.client.secret('a'))?.valueHmac).toBe(await scene.sandbox.client.hmac('value of a'));
  for (const name of ['b', 'c']) await expect.poll(async () => (await scene.sandbox.client.secret(name))?.name).toBe(name);
});

test('a platform that cannot replace: deleted and created anew, after a choice that names the time without a secret', async () => {
  const { client } = scene.sandbox;
  await addSecret(scene.running, { name: 'no-update', value: 'old' });
  await expect(row(page(), 'no-update')).toContainText('On the platform');
  await client.fault({ kind: 'status', status: 405, target: 'api', operation: 'update' });
  await takeAction(page(), 'no-update', 'Replace value…');
  await valueField(page()).focus();
  await paste(scene.running, 'new');
  await page().getByRole('button', { name: 'Replace in Sandbox' }).click();
  await expect(row(page(), 'no-update')).toContainText('This platform cannot replace secrets');
  await row(page(), 'no-update').getByRole('button', { name: 'Resolve no-update' }).click();
  const panel = page().getByRole('region', { name: 'no-update' });
  // What takes the secret away for a moment is not chosen for the person.
  await expect(panel.getByRole('radio', { name: 'Delete it, then create it with your value' })).not.toBeChecked();
  await panel.getByRole('radio', { name: 'Delete it, then create it with your value' }).check();
  await expect(panel).toContainText('there is no secret of this name: whatever reads it then finds none');
  await panel.getByRole('button', { name: 'Delete and create in Sandbox' }).click();
  await expect.poll(async () => (await client.secret('no-update'))?.valueHmac).toBe(await client.hmac('new'));
  await expect(header(page())).toContainText('Up to date');
});
