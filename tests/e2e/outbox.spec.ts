import { expect, test, type Locator, type Page } from '@playwright/test';
import { addSecret, demo, discardSecret, goTo, header, openDetails, row, sendNow, takeAction, workOffline } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

declare const window: {
  readonly kelvin: { readonly request: Readonly<Record<string, (input: unknown) => Promise<{ readonly value: unknown }>>> };
};

// The Outbox view: what is open stands there with its reason and what happens next, is filtered by state and found by
// name; what became of the rest stands in the History, with when, how it is known and as whom.

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene();
});
test.afterEach(() => scene.close());

const page = (): Page => scene.running.page;
const entries = (): Locator => page().getByRole('grid', { name: 'Entries in the outbox' });
const names = (): Promise<string[]> => entries().locator('td.name').allInnerTexts();
const filter = (name: string): Locator => page().getByRole('group', { name: 'Show' }).getByRole('button', { name: new RegExp(`^${name}`) });

test('entries are filtered by state and found by name, each with its reason and its next step', async () => {
  const { client } = scene.sandbox;
  const answerAgain = await client.refuse();
  await addSecret(scene.running, { name: 'taken', value: 'ours' });
  await client.createSecret('taken', 'of the colleague', 'colleague');
  await answerAgain();
  await sendNow(page());
  await expect(row(page(), 'taken')).toContainText('Needs you');
  await client.refuse();
  for (const name of ['boiler', 'historian', 'opc-ua']) await addSecret(scene.running, { name, value: 'not shown' });
  await takeAction(page(), 'boiler', 'Put on hold');
  await expect(header(page())).toContainText('No answer');

  await goTo(page(), 'Outbox');
  await expect(page().getByRole('row', { name: /^Sandbox Nothing answers at/ })).toBeVisible();
  await expect(row(page(), 'taken')).toContainText(/colleague created a secret with this name.*After your choice/);
  await expect(row(page(), 'boiler')).toContainText('On hold');
  await expect(row(page(), 'boiler')).toContainText('When released');
  for (const name of ['historian', 'opc-ua']) await expect(row(page(), name)).toContainText(/Waiting\s*Not tried yet\s*When the platform answers/);
  for (const [state, shown] of [
    ['Needs you', ['taken']],
    ['On hold', ['boiler']],
    ['Waiting', ['historian', 'opc-ua']],
    ['Sending', []],
  ] as const) {
    await filter(state).focus();
    await page().keyboard.press('Enter');
    await expect(filter(state)).toHaveAttribute('aria-pressed', 'true');
    await expect(filter(state)).toContainText(String(shown.length));
    await expect.poll(names).toEqual(shown);
  }
  await expect(page().getByText('No entry matches.')).toBeVisible();
  await filter('All').click();
  await page().keyboard.press('ControlOrMeta+f');
  await page().keyboard.type('OPC');
  await expect.poll(names).toEqual(['opc-ua']);
});

test('a filter that leaves little above the history fills the screen with the history', async () => {
  const addMany = (which: string) =>
    page().evaluate(async (name) => {
      const { request } = window.kelvin;
      const { chosen: environmentId } = (await request['environments.list']?.({}))?.value as { chosen: string };
      const secrets = Array.from({ length: 60 }, (_, n) => ({ name: `${name}-${String(n)}`, value: 'not shown', replaces: null }));
      await request['outbox.add-many']?.({ environmentId, secrets });
    }, which);
  await addMany('arrives');
  await expect.poll(async () => (await scene.sandbox.client.secrets()).length).toBe(60);
  await expect(header(page())).toContainText('Up to date');
  await workOffline(page());
  await addMany('waits');
  await goTo(page(), 'Outbox');
  await expect(filter('Waiting')).toContainText('60');

  await filter('Needs you').click();
  await expect(page().getByText('No entry matches.')).toBeVisible();
  const history = page().getByRole('table', { name: 'History' });
  await expect(history.getByRole('row', { name: /arrives/ }).first()).toBeInViewport();
  // The row at the bottom of the list is one with words in it.
  const atBottom = () =>
    history.evaluate((table) => {
      const box = table.closest('.scroll')?.getBoundingClientRect();
      if (box === undefined) return null;
      const row = document.elementFromPoint(box.left + 40, box.bottom - 4)?.closest('tr');
      return row?.textContent.includes('arrives') ?? null;
    });
  await expect.poll(atBottom).toBe(true);
});

test('where what the panel shows ends, the keyboard goes on in the list, or at its heading where nothing is left', async () => {
  const answerAgain = await scene.sandbox.client.refuse();
  for (const name of ['first', 'second']) await addSecret(scene.running, { name, value: 'not shown' });
  await goTo(page(), 'Outbox');
  await takeAction(page(), 'second', 'Put on hold');
  const first = await openDetails(page(), 'first');
  await expect(first.getByRole('heading', { name: 'first' })).toBeFocused();
  await answerAgain();
  await sendNow(page());
  await expect(first).toBeHidden();
  await expect(entries()).toBeFocused();

  const second = await openDetails(page(), 'second');
  await second.getByRole('button', { name: 'Release' }).press('Enter');
  await expect(second).toBeHidden();
  await expect(page().getByRole('heading', { name: 'Outbox', level: 1 })).toBeFocused();
});

test('the history tells what was delivered when, how that is known and as whom, and what was discarded', async () => {
  const { client } = scene.sandbox;
  const answerAgain = await client.refuse();
  await addSecret(scene.running, { name: 'given-up', value: 'not shown' });
  await discardSecret(page(), 'given-up');
  await answerAgain();
  await sendNow(page());
  await addSecret(scene.running, { name: 'answered', value: 'not shown' });
  await expect(row(page(), 'answered')).toContainText('On the platform');
  await client.fault({ kind: 'reset-after-commit', target: 'api', operation: 'create', count: 1 });
  await addSecret(scene.running, { name: 'looked-for', value: 'not shown' });
  await sendNow(page());
  await expect(row(page(), 'looked-for')).toContainText('On the platform');

  await goTo(page(), 'Outbox');
  await expect(page().getByRole('heading', { name: 'Nothing is waiting' })).toBeVisible();
  const history = page().getByRole('table', { name: 'History' });
  const ended = (name: string): Locator => history.getByRole('row').filter({ hasText: name });
  for (const [name, how, as] of [
    ['answered', 'Confirmed by the answer', demo.userName],
    ['looked-for', 'Confirmed by reading back', demo.userName],
    ['given-up', 'Discarded by you', '–'],
  ] as const) {
    await expect(ended(name)).toContainText(how);
    await expect(ended(name)).toContainText('Create');
    await expect(ended(name)).toContainText('Sandbox');
    await expect(ended(name)).toContainText(as);
  }
  await expect(history.getByRole('row').nth(1)).toContainText('looked-for'); // the newest first
});
