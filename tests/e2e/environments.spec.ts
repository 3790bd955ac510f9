import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import { menuItems } from '../support/desktop-shell.ts';
import { addSecret, continueWithoutSignIn, demo, dialog, draftSecret, goTo, header, row, sendNow, signIn } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

declare const window: {
  readonly kelvin: {
    readonly request: Readonly<
      Record<string, (input: unknown) => Promise<{ readonly value?: { readonly environments: readonly { readonly id: string; readonly label: string }[] } }>>
    >;
  };
};

// Three platforms: "Sandbox" works, the session of "Plant A" has ended, "Plant B" is down.

test.describe.configure({ mode: 'serial' });

let scene: Scene;
let plantA: LaunchedSandbox;
let plantB: LaunchedSandbox;
let folder: string;
test.beforeAll(async () => {
  test.slow();
  folder = mkdtempSync(join(tmpdir(), 'kelvin-secrets-list-'));
  [scene, plantA, plantB] = await Promise.all([openScene(), launchSandbox(), launchSandbox()]);
});
test.afterAll(async () => {
  await scene?.close();
  await plantA?.stop();
  await plantB?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function switcher(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^Environment: / }).click();
  return page.getByRole('menu', { name: 'Environment' });
}

async function addEnvironment(page: Page, label: string, origin: string): Promise<void> {
  await (await switcher(page)).getByRole('menuitem', { name: 'Add environment…' }).click();
  const add = dialog(page, 'Add environment');
  await add.getByLabel('Address').fill(origin);
  await add.getByLabel('Label').fill(label);
  await expect(add).toContainText('A Kelvin platform answers here. Sign-in is on the same address.');
  await add.getByRole('button', { name: 'Add environment' }).click();
  await expect(page.getByRole('heading', { name: `Sign in to ${label}` })).toBeVisible();
}

async function choose(page: Page, place: 1 | 2 | 3, label: string): Promise<void> {
  await page.keyboard.press(`ControlOrMeta+${place}`);
  await expect(page.getByRole('button', { name: `Environment: ${label}` })).toBeVisible();
}

async function manage(page: Page): Promise<Locator> {
  await (await switcher(page)).getByRole('menuitem', { name: 'Manage environments…' }).click();
  const managing = dialog(page, 'Environments');
  await expect(managing).toBeVisible();
  return managing;
}

const namesOn = async ({ client }: LaunchedSandbox) => (await client.secrets()).map(({ name }) => name).sort();

test('three environments each have their own gate: the one that works sends, and nothing goes to another', async () => {
  const { page } = scene.running;
  await addEnvironment(page, 'Plant A', plantA.origin);
  await signIn(page);
  await addEnvironment(page, 'Plant B', plantB.origin);
  await signIn(page);
  await expect(header(page)).toContainText('Up to date');

  const answerAgain = await plantB.client.refuse();
  await addSecret(scene.running, { name: 'for-plant-b', value: 'value of plant B' });
  await expect(header(page)).toContainText('No answer');
  await choose(page, 2, 'Plant A');
  await plantA.client.revokeSessions();
  await addSecret(scene.running, { name: 'for-plant-a', value: 'value of plant A' });
  await expect(page.getByRole('region', { name: 'Notice' })).toContainText('Sign in to send 1 secret');
  await choose(page, 1, 'Sandbox');
  await addSecret(scene.running, { name: 'for-sandbox', value: 'value of the sandbox' });
  await expect(row(page, 'for-sandbox')).toContainText('On the platform');
  await expect(header(page)).toContainText('Up to date');
  expect([await namesOn(scene.sandbox), await namesOn(plantA), await namesOn(plantB)]).toEqual([['for-sandbox'], [], []]);

  await answerAgain();
  await choose(page, 3, 'Plant B');
  await sendNow(page);
  await expect(row(page, 'for-plant-b')).toContainText('On the platform');
  await choose(page, 2, 'Plant A');
  await page.getByRole('region', { name: 'Notice' }).getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Plant A' })).toBeVisible();
  await signIn(page, demo);
  await expect(row(page, 'for-plant-a')).toContainText('On the platform');

  // Each platform met its own names and values, and nobody else's.
  for (const [{ client }, name, value] of [
    [scene.sandbox, 'for-sandbox', 'value of the sandbox'],
    [plantA, 'for-plant-a', 'value of plant A'],
    [plantB, 'for-plant-b', 'value of plant B'],
  ] as const) {
    const journal = await client.journal();
    expect([...new Set(journal.flatMap(({ names }) => names))].sort()).toEqual([name]);
    expect(new Set(journal.flatMap(({ valueHmac }) => valueHmac ?? []))).toEqual(new Set([await client.hmac(value)]));
  }
});

test('a list is found again as it was left, and a draft stays in its environment', async () => {
  const { page } = scene.running;
  await Promise.all(Array.from({ length: 120 }, (_, n) => scene.sandbox.client.createSecret(`listed-${String(n).padStart(3, '0')}`, 'v')));
  await choose(page, 1, 'Sandbox');
  await page.getByRole('button', { name: 'Refresh the list' }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '122');
  await page.getByRole('searchbox', { name: 'Search names' }).fill('listed');
  await page.getByRole('grid').press('End');
  await expect(row(page, 'listed-119')).toBeInViewport();

  await choose(page, 3, 'Plant B');
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await expect(row(page, 'for-plant-b')).toBeVisible();
  await choose(page, 1, 'Sandbox');
  await expect(page.getByRole('searchbox')).toHaveValue('listed');
  await expect(row(page, 'listed-119')).toBeInViewport();
  await page.getByRole('searchbox').fill('half');

  const add = await draftSecret(scene.running, { name: 'half-typed', value: 'half' });
  await page.keyboard.press('ControlOrMeta+3');
  await expect(add.getByRole('button', { name: 'Add to Sandbox' })).toBeVisible();
  await add.getByRole('button', { name: 'Add to Sandbox' }).click();
  await expect(row(page, 'half-typed')).toContainText('On the platform');
  expect(await namesOn(plantB)).toEqual(['for-plant-b']);
});

test('an environment is renamed and recoloured, and keeps its address', async () => {
  const { page } = scene.running;
  await (await manage(page)).getByRole('button', { name: 'Change Plant A' }).click();
  const change = dialog(page, 'Change environment');
  await expect(change.getByLabel('Address')).toHaveValue(plantA.origin);
  await expect(change.getByLabel('Address')).not.toBeEditable();
  await change.getByLabel('Label').fill('');
  await change.getByRole('button', { name: 'Save' }).click();
  await expect(change.getByLabel('Label')).toBeFocused();
  await change.getByLabel('Label').fill('Plant A staging');
  await change.getByRole('radio', { name: 'Staging' }).check();
  await change.getByRole('radio', { name: 'Moss' }).check();
  await change.getByRole('button', { name: 'Save' }).click();
  await expect(change).toBeHidden();

  await choose(page, 2, 'Plant A staging');
  await expect(page.locator('.window')).toHaveAttribute('data-env', 'moss');
  await expect(page.locator('.window')).toHaveAttribute('data-kind', 'staging');
  await page.getByRole('button', { name: 'Add Secret' }).click();
  await expect(page.getByRole('button', { name: 'Add to Plant A staging' })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('while the person works offline nothing is sent at all, also after a restart, until they switch back', async () => {
  const { page } = scene.running;
  const platforms = [scene.sandbox, plantA, plantB];
  await page.getByRole('switch', { name: 'Work offline' }).click();
  await expect(page.getByRole('switch', { name: 'Work offline' })).toBeChecked();
  await expect(header(page)).toContainText('Working offline');
  const marks = await Promise.all(platforms.map(({ client }) => client.mark()));
  const marked = async () => (await menuItems(scene.running.app, 'Environment')).filter(({ checked }) => checked).map(({ label }) => label);
  await choose(page, 2, 'Plant A staging');
  await expect.poll(marked).toEqual(['Plant A staging']);
  await choose(page, 1, 'Sandbox');
  await expect.poll(marked).toEqual(['Sandbox']);
  await addSecret(scene.running, { name: 'offline-sandbox', value: 'one' });
  await choose(page, 3, 'Plant B');
  await addSecret(scene.running, { name: 'offline-plant-b', value: 'two' });
  await page.getByRole('button', { name: 'Refresh the list' }).click();
  await scene.running.end();

  const { page: again } = await scene.startUnlocked();
  await expect(header(again)).toContainText('Working offline');
  await expect(again.getByRole('switch', { name: 'Work offline' })).toBeChecked();
  await expect(row(again, 'offline-plant-b')).toContainText('Waiting');
  const sent = async () => Promise.all(platforms.map(async ({ client }, at) => (await client.journal({ since: marks[at] ?? 0 })).length));
  expect(await sent()).toEqual([0, 0, 0]);

  await again.getByRole('button', { name: 'Go online' }).click();
  await expect(again.getByRole('switch', { name: 'Work offline' })).not.toBeChecked();
  await expect(row(again, 'offline-plant-b')).toContainText('On the platform');
  await expect.poll(() => namesOn(scene.sandbox)).toContain('offline-sandbox');
});

test('the list is shared as a file, and what waits is asked about before an environment goes', async () => {
  const { page, app } = scene.running;
  const file = join(folder, 'team.json');
  await app.evaluate(({ dialog: system }, path) => {
    system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    system.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
  await (await manage(page)).getByRole('button', { name: 'Export list…' }).click();
  await expect(page.getByRole('region', { name: 'News' }).getByText('The list of environments is saved')).toBeVisible();
  const written = readFileSync(file, 'utf8');
  expect(written).toContain(plantA.origin);
  expect(written).not.toMatch(/demo|token|offline-/);

  await page.getByRole('switch', { name: 'Work offline' }).evaluate((button) => (button as unknown as { click(): void }).click());
  await page.keyboard.press('Escape');
  await addSecret(scene.running, { name: 'never-sent', value: 'given up' });
  await (await manage(page)).getByRole('button', { name: 'Remove Plant B' }).click();
  const remove = dialog(page, 'Remove environment?');
  await expect(remove).toContainText('1 entry waits in its outbox');
  await remove.getByRole('button', { name: 'Open the outbox' }).click();
  await expect(page.getByRole('heading', { name: 'Outbox', level: 1 })).toBeVisible();
  await (await manage(page)).getByRole('button', { name: 'Remove Plant B' }).click();
  // Something comes while the question stands, as from another hand: it was not in the question, so it is not lost.
  await page.evaluate(async () => {
    const { request } = window.kelvin;
    const listed = await request['environments.list']?.({});
    const environmentId = listed?.value?.environments.find(({ label }) => label === 'Plant B')?.id;
    await request['outbox.add']?.({ environmentId, name: 'came-meanwhile', value: 'not lost' });
  });
  await remove.getByRole('button', { name: 'Discard 1 entry and remove' }).click();
  await expect(remove).toContainText('More waits here by now than this question named. Nothing was changed.');
  await expect(remove).toContainText('2 entries wait in its outbox');
  await remove.getByRole('button', { name: 'Discard 2 entries and remove' }).click();
  await expect(remove).toBeHidden();
  await expect(page.getByRole('button', { name: 'Environment: Sandbox' })).toBeVisible();
  await page.getByRole('switch', { name: 'Work offline' }).click();
  expect(await namesOn(plantB)).not.toContain('never-sent');

  const extra = [{ address: 'ftp://plant-c.example', label: 'Plant C', kind: 'other', colour: 'rust' }, 7];
  const list = JSON.parse(written) as { environments: unknown[] };
  writeFileSync(file, JSON.stringify({ ...list, environments: [...list.environments, ...extra] }));
  const mark = await plantB.client.mark();
  await (await manage(page)).getByRole('button', { name: 'Import list…' }).click();
  const importing = dialog(page, 'Import environments');
  await expect(importing.getByRole('listitem').filter({ hasText: 'Sandbox' })).toContainText('Already there');
  await expect(importing.getByRole('listitem').filter({ hasText: 'Plant C' })).toContainText('Not an address');
  await expect(importing.getByRole('checkbox', { name: /Plant B/ })).toBeChecked();
  await expect(importing).toContainText('1 line of the file says nothing of an environment');
  expect(await plantB.client.mark(), 'a file alone makes the app ask nothing of anybody').toBe(mark);
  await importing.getByRole('button', { name: 'Add 1 environment' }).click();
  await expect(page.getByRole('region', { name: 'News' }).getByText('1 environment is added')).toBeVisible();
  await choose(page, 3, 'Plant B');
  await expect(page.getByRole('heading', { name: 'Sign in to Plant B' })).toBeVisible();
  await continueWithoutSignIn(page);
  await goTo(page, 'Secrets');
  await expect(row(page, 'for-plant-b')).toBeHidden();
});

test('what is at an address is told while it is typed, and no other than a platform’s or a silent one is taken', async () => {
  const { page } = scene.running;
  const website = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>Welcome'));
  await new Promise<void>((resolve) => website.listen(0, '127.0.0.1', resolve));
  const { port } = website.address() as { port: number };
  try {
    await (await switcher(page)).getByRole('menuitem', { name: 'Add environment…' }).click();
    const add = dialog(page, 'Add environment');
    await add.getByLabel('Label').fill('Plant C');
    for (const [address, told] of [
      [scene.sandbox.origin, 'This address is already here, as Sandbox.'],
      [`http://127.0.0.1:${port}`, `127.0.0.1:${port} answers, but not as a Kelvin platform.`],
      ['http://plant-c.example', 'Only https addresses'],
      ['https://ana:secret@plant-c.example', 'An address with a user name or password in it is not kept.'],
    ] as const) {
      await add.getByLabel('Address').fill(address);
      await expect(add).toContainText(told);
      await add.getByRole('button', { name: 'Add environment' }).click();
      await expect(add.getByLabel('Address')).toBeFocused();
    }
  } finally {
    website.close();
  }
  const silent = `127.0.0.1:${port}`;
  const add = dialog(page, 'Add environment');
  await add.getByLabel('Address').fill(`http://${silent}/`);
  await expect(add).toContainText(/Not checked\. .* You can add it all the same\./);
  await add.getByRole('button', { name: 'Add environment' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Plant C' })).toBeVisible();
});
