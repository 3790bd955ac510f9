import { createServer } from 'node:net';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import { choosePassphrase, continueWithoutSignIn, dialog, draftSecret, goTo, row } from '../support/person.ts';

// Two environments of one plant, at addresses where nobody answers: how they look needs no network.

test.describe.configure({ mode: 'serial' });

const plants = {
  production: { label: 'Plant A production', kind: 'Production', paint: 'rgb(163, 23, 77)', letters: 'AP', name: 'of-production', place: 1 },
  staging: { label: 'Plant A staging', kind: 'Staging', paint: 'rgb(10, 111, 106)', letters: 'AS', name: 'of-staging', place: 2 },
} as const;
type Plant = (typeof plants)[keyof typeof plants];

let running: LaunchedApp;
let profile: string;
let page: Page;
test.beforeAll(async () => {
  profile = newProfile();
  running = await launchApp({ profile });
  ({ page } = running);
  await page.emulateMedia({ colorScheme: 'light' });
  await choosePassphrase(page);
});
test.afterAll(async () => {
  await running?.kill();
  removeProfile(profile);
});

/** An address of this computer at which nobody listens. */
async function emptyAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

async function fill(form: Page | Locator, { label, kind }: { readonly label: string; readonly kind: string }): Promise<void> {
  await form.getByLabel('Address').fill(await emptyAddress());
  await form.getByLabel('Label').fill(label);
  await form.getByRole('radio', { name: kind }).check();
}

async function openForm(): Promise<Locator> {
  await page.getByRole('button', { name: /^Environment: / }).click();
  await page.getByRole('menuitem', { name: 'Add environment…' }).click();
  return dialog(page, 'Add environment');
}

/** How it is painted: every colour of its ground and border, and whether the ground is striped. */
const paintOf = (painted: Locator) =>
  painted.evaluate((element) => {
    const { getComputedStyle } = globalThis as unknown as { getComputedStyle: (of: unknown) => Record<'backgroundColor' | 'backgroundImage' | 'borderTopColor', string> };
    const { backgroundColor, backgroundImage, borderTopColor } = getComputedStyle(element);
    const colours = `${backgroundColor} ${backgroundImage} ${borderTopColor}`.match(/rgb\([^)]*\)/g) ?? [];
    return { colours, striped: backgroundImage.startsWith('repeating-linear-gradient(-45deg') };
  });

async function expectPainted(plant: Plant, painted: Locator): Promise<void> {
  const { colours, striped } = await paintOf(painted);
  expect(colours).toContain(plant.paint);
  expect(striped).toBe(plant === plants.staging);
}

test('colour, pattern and label tell them apart at once: on the window, in the dialog and on the button that commits', async () => {
  await fill(page, plants.production);
  await page.getByRole('button', { name: 'Add environment' }).click();
  await continueWithoutSignIn(page);
  const add = await openForm();
  await fill(add, plants.staging);
  await add.getByRole('button', { name: 'Add environment' }).click();
  await continueWithoutSignIn(page);

  for (const plant of Object.values(plants)) {
    await page.keyboard.press(`ControlOrMeta+${plant.place}`);
    const plate = page.getByRole('button', { name: `Environment: ${plant.label}` });
    await expect(plate).toHaveAccessibleName(new RegExp(plant.label));
    await expect(plate).toContainText(plant.label);
    await expectPainted(plant, page.locator('.window > .band'));

    const form = await draftSecret(running, { name: plant.name, value: 'v' });
    await expectPainted(plant, form.locator('> .band'));
    await expectPainted(plant, form.locator('.dialog-head .tile'));
    await expect(form.locator('.dialog-head')).toContainText(plant.label);
    const commit = form.getByRole('button', { name: `Add to ${plant.label}`, exact: true });
    expect((await paintOf(commit)).colours).toContain(plant.paint);
    await commit.click();
    await expect(form).toBeHidden();
  }
});

test('colour, pattern and label stand at each row of the outbox, where all environments are in one list', async () => {
  await goTo(page, 'Outbox');
  await expect(page.locator('.window > .band')).toHaveClass(/neutral/);
  for (const plant of Object.values(plants)) {
    const entry = row(page, plant.name);
    const tile = entry.locator('.tile');
    await expectPainted(plant, tile);
    await expect(tile).toHaveAttribute('data-letters', plant.letters);
    await expect(entry).toHaveAccessibleDescription(plant.label);
    const head = page.getByRole('row').filter({ has: page.locator('.tag', { hasText: plant.label }) });
    await expectPainted(plant, head.locator('.tile'));
    expect(await head.evaluate((before, after) => before.nextElementSibling === after, await entry.elementHandle())).toBe(true);
  }
  await goTo(page, 'Secrets');
});

test('one that looks just like another is told before it is added, and can be added all the same', async () => {
  const add = await openForm();
  const told = add.getByText(/^Plant A staging at 127\.0\.0\.1:\d+ looks just like this, and one could be taken for the other\./);
  await fill(add, { ...plants.staging, label: 'plant  A staging' });
  await expect(told).toBeVisible();
  await add.getByRole('radio', { name: 'Production' }).check();
  await expect(told).toBeHidden();
  await add.getByRole('radio', { name: 'Staging' }).check();
  await add.getByRole('radio', { name: 'Rust' }).check();
  await expect(told).toBeHidden();
  await add.getByRole('radio', { name: 'Teal' }).check();
  await expect(told).toBeVisible();
  await add.getByRole('button', { name: 'Add environment' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to plant A staging' })).toBeVisible();
});
