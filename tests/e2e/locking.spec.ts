import { expect, test, type Page } from '@playwright/test';
import { notCreatedOnce } from '../support/created-once.ts';
import { addSecret, dialog, draftSecret, passphrase, row, unlock, valueField } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// The app is locked in every way there is: what the window holds then, what is sent meanwhile, and how it opens again.

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene();
});
test.afterEach(() => scene.close());

const lockedScreen = (page: Page) => page.getByRole('heading', { name: 'Locked' });
const settings = (page: Page) => dialog(page, 'Settings');

/** Everything that the document holds, what is typed into its fields too. */
function everythingIn(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map((field) => field.value);
    return [document.title, document.documentElement.outerHTML, ...fields].join('\n');
  });
}

async function lockByKey(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+l');
  await expect(lockedScreen(page)).toBeVisible();
}

async function openSettings(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+,');
  await expect(settings(page).getByRole('heading', { name: 'Protection' })).toBeVisible();
}

async function closeSettings(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(settings(page)).toBeHidden();
}

test('locked by key over an open form: the document holds no name and no value, nothing is sent, and the form comes back', async () => {
  test.slow();
  const { page } = scene.running;
  const { client } = scene.sandbox;
  const answerAgain = await client.refuse();
  await addSecret(scene.running, { name: 'pump-key', value: 'marker of the pump' });
  await expect(row(page, 'pump-key')).toContainText('Waiting');
  const add = await draftSecret(scene.running, { name: 'valve-key', value: 'marker of the valve\r\n', how: 'paste' });
  await add.getByRole('button', { name: 'Reveal' }).click();

  await lockByKey(page);
  await expect(page.getByText('Nothing is sent while it is locked.')).toBeVisible();
  await expect(page.getByText('You locked it.')).toBeVisible();
  expect(await everythingIn(page)).not.toMatch(/pump-key|valve-key|marker|Sandbox|demo/);
  const since = await client.mark();
  await answerAgain();

  for (let time = 1; time <= 5; time++) {
    await page.getByLabel('Passphrase', { exact: true }).fill(`wrong, the ${String(time)}th time`);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await expect(page.getByText('This is not the passphrase.')).toBeVisible();
    await expect(page.getByText('passphrases in a row were wrong')).toHaveCount(time < 5 ? 0 : 1);
    await expect(page.getByRole('button', { name: 'Report for support' })).toHaveCount(time < 5 ? 0 : 1);
    await expect(page.getByRole('button', { name: 'Unlock', exact: true })).toBeEnabled();
  }
  await expect(page.getByText('Nothing was changed or deleted, however often you try.')).toBeVisible();
  expect(await client.journal({ since }), 'requests while it was locked').toEqual([]);

  await unlock(page);
  await expect(add.getByLabel('Name', { exact: true })).toHaveValue('valve-key');
  await expect(valueField(page)).toHaveValue('•'.repeat(20));
  await add.getByRole('button', { name: /^Add to / }).click();
  for (const [name, value] of [['pump-key', 'marker of the pump'], ['valve-key', 'marker of the valve\r\n']] as const) {
    await expect(row(page, name)).toContainText('On the platform');
    expect(notCreatedOnce(await client.journal(), name, await client.hmac(value), 1)).toEqual([]);
  }
});

test('quitting a locked app asks about what is typed and nothing else', async () => {
  const { page, app } = scene.running;
  const quit = () => app.evaluate(({ app: electron }) => setImmediate(() => electron.quit()));
  await scene.sandbox.client.refuse();
  await addSecret(scene.running, { name: 'pump-key', value: 'waits' });
  await draftSecret(scene.running, { name: 'valve-key', value: 'typed' });
  await lockByKey(page);
  await quit();
  const question = dialog(page, 'Quit Kelvin Secrets?');
  await expect(question).toContainText('What you typed in the open form is not added');
  expect(await everythingIn(page)).not.toMatch(/pump-key|valve-key|\d secrets?/);
  await question.getByRole('button', { name: 'Keep open' }).click();
  await unlock(page);
  await dialog(page, 'Add Secret').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await lockByKey(page);
  await quit();
  expect(await scene.running.gone).toBe(0);
});

test('nobody at the computer, or its own lock, locks the app; where the person chose that, sending goes on behind it', async () => {
  test.slow();
  const { page, app } = scene.running;
  const { client } = scene.sandbox;
  await openSettings(page);
  const locking = settings(page).getByRole('region', { name: 'Locking' });
  await expect(locking.getByRole('radio', { name: 'Never' })).toBeChecked();
  await expect(locking.getByRole('radio', { name: 'Nothing is sent' })).toBeChecked();
  await locking.getByRole('radio', { name: '15 min' }).check();
  await locking.getByRole('checkbox', { name: /^Lock when this computer / }).check();
  await locking.getByRole('radio', { name: 'Sending goes on' }).check();
  await closeSettings(page);

  const answerAgain = await client.refuse();
  await addSecret(scene.running, { name: 'pump-key', value: 'marker of the pump' });
  await expect(row(page, 'pump-key')).toContainText('Waiting');
  await app.evaluate(({ powerMonitor }) => { powerMonitor.getSystemIdleTime = () => 15 * 60; });
  await expect(page.getByText('It locked itself because nobody was at this computer.')).toBeVisible();
  await expect(page.getByText('It goes on being sent while the app is locked, as you chose.')).toBeVisible();
  await answerAgain();
  await expect.poll(() => client.secret('pump-key'), { timeout: 45_000 }).toBeDefined();
  await expect(lockedScreen(page)).toBeVisible();
  expect(await everythingIn(page)).not.toMatch(/pump-key|marker|Sandbox/);

  await app.evaluate(({ powerMonitor }) => { powerMonitor.getSystemIdleTime = () => 0; });
  await unlock(page);
  await expect(row(page, 'pump-key')).toContainText('On the platform');
  expect(notCreatedOnce(await client.journal(), 'pump-key', await client.hmac('marker of the pump'), 1)).toEqual([]);

  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
  await expect(page.getByText('It locked itself when this computer was locked or went to sleep.')).toBeVisible();
  await scene.running.end();
  const { page: again } = await scene.startUnlocked();
  await openSettings(again);
  await expect(settings(again).getByRole('radio', { name: '15 min' })).toBeChecked();
});

test('the passphrase is changed in the settings, and the next start takes the new one alone', async () => {
  test.slow();
  const { page } = scene.running;
  const next = 'another horse, another battery';
  await page.getByRole('button', { name: 'Account menu' }).click();
  await page.getByRole('menuitem', { name: 'Settings…' }).click();
  const protection = settings(page).getByRole('region', { name: 'Protection' });
  await expect(protection).toContainText(/Passphrase\s*Since \d+ \w+ \d+\. Last checked at \d\d:\d\d/);
  await expect(protection.getByRole('button', { name: /^Remove/ }), 'the only protection stays').toHaveCount(0);

  await protection.getByRole('button', { name: 'Add… Keychain' }).click();
  const add = dialog(page, 'Add the keychain');
  await add.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await add.getByRole('button', { name: 'Add keychain' }).click();
  await expect(add).toContainText('This computer’s keychain protects nothing at the moment');
  await expect(add).toContainText('What protects it is as it was.');
  await page.keyboard.press('Escape');

  await protection.getByRole('button', { name: 'Change… Passphrase' }).click();
  const change = dialog(page, 'Change the passphrase');
  await expect(change.getByLabel('Current passphrase')).toBeFocused();
  await change.getByLabel('Current passphrase').fill('not this one');
  await change.getByLabel('New passphrase').fill(next);
  await change.getByLabel('Repeat it').fill(next);
  await change.getByRole('button', { name: 'Change passphrase' }).click();
  await expect(change).toContainText('This is not the passphrase. Nothing was changed; try again.');
  await change.getByLabel('Current passphrase').fill(passphrase);
  await change.getByRole('button', { name: 'Change passphrase' }).click();
  // Each passphrase that is tried or set costs an scrypt, and a busy machine makes them long.
  await expect(change).toBeHidden({ timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'News' }).getByText('The passphrase is changed')).toBeVisible();
  await scene.running.end();

  const { page: again } = await scene.start();
  await again.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await again.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(again.getByText('This is not the passphrase.')).toBeVisible();
  await unlock(again, next);
});
