import { expect, test } from '@playwright/test';
import { addSecret, openDetails, row, takeAction } from '../support/person.ts';
import { sceneOfFile } from '../support/scene.ts';

// The details panel: what can be taken elsewhere is copied without a value, and nothing else can be copied.

const scene = sceneOfFile();

const copied = (): Promise<string> => scene().running.app.evaluate(({ clipboard }) => clipboard.readText());

declare const window: { readonly kelvin: { readonly request: Readonly<Record<string, (input: unknown) => Promise<unknown>>> } };

test('the reference and the commands of a secret are copied with the keyboard alone', async () => {
  const { page } = scene().running;
  const { origin } = scene().sandbox;
  await addSecret(scene().running, { name: 'to-take-along', value: 'never in a command' });
  await expect(row(page, 'to-take-along')).toContainText('On the platform');
  const panel = await openDetails(page, 'to-take-along');

  await panel.getByRole('button', { name: 'Copy the reference' }).press('Enter');
  await expect.poll(copied).toBe('<% secrets.to-take-along %>');
  await expect(page.getByRole('group', { name: 'Copied.' })).toBeVisible();

  await panel.getByText('The same elsewhere').press('Enter');
  const text = panel.getByRole('region', { name: 'Replace value as cURL' });
  await expect(text).toContainText(`'${origin}/api/v4/secrets/to-take-along/update'`);
  await panel.getByRole('button', { name: 'Copy as cURL' }).press('Enter');
  await expect.poll(copied).toBe(await text.textContent());

  await panel.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
  await panel.getByRole('button', { name: 'Command line', exact: true }).press('Enter');
  await panel.getByRole('button', { name: 'Copy as Command line' }).press('Enter');
  await expect.poll(copied).toBe(`kelvin auth login '${origin}'\nkelvin secret delete 'to-take-along'`);
  await panel.getByRole('button', { name: 'Python', exact: true }).press('Enter');
  await panel.getByRole('button', { name: 'Copy as Python' }).press('Enter');
  await expect.poll(copied).toContain('client.secret.delete_secret(secret_name="to-take-along")');
});

test('an entry that waits has the command for what it waits to do', async () => {
  const { page } = scene().running;
  const answerAgain = await scene().sandbox.client.refuse();
  await addSecret(scene().running, { name: 'still-waits', value: 'never in a command' });
  await takeAction(page, 'still-waits', 'Details');
  const panel = page.getByRole('region', { name: 'still-waits' });
  await panel.getByText('The same elsewhere').click();
  await panel.getByRole('button', { name: 'Copy as cURL' }).click();
  await expect.poll(copied).toContain('{"name":"still-waits","value":"YOUR-VALUE"}');
  expect(await copied()).not.toContain('never in a command');
  await answerAgain();
});

test('a page that was taken over copies no text of its own', async () => {
  const { app, page } = scene().running;
  await app.evaluate(({ clipboard }) => clipboard.writeText('as it was'));
  const environmentId = await page.evaluate(async () => {
    const reply = (await window.kelvin.request['environments.list']?.({})) as { value: { chosen: string } };
    return reply.value.chosen;
  });
  const ask = (input: object): Promise<unknown> =>
    page.evaluate((given) => window.kelvin.request['secrets.copy-command']?.(given), input);
  const right = { environmentId, name: 'a text of its own', intent: 'create', form: 'reference' };
  expect(await ask(right)).toMatchObject({ ok: false, code: 'unknown-secret' });
  expect(await ask({ ...right, text: 'more' })).toMatchObject({ ok: false, code: 'bad-input' });
  const written = page.evaluate(() => (globalThis as unknown as { navigator: { clipboard: { writeText(text: string): Promise<void> } } }).navigator.clipboard.writeText('x'));
  await expect(written).rejects.toThrow();
  expect(await copied()).toBe('as it was');
});
