import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import {
  changeTray, chooseInMenu, chooseInTray, clickLastNotice, closeWindow, desktopWithTray, holdTimers, isVisible, listenToShell, lookAtWindow, menuItems, notices, trayShows, trayTip,
} from '../support/desktop-shell.ts';
import { addSecret, dialog, draftSecret, goTo, openDetails, row, sendNow, unlock } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// What lies around the window: menus, tray, notifications, the look of it, and the report for support.

/** What is told has to last this long first (notifications/notifier.ts). */
const noticeSettlesMs = 1_500;

const withTray = desktopWithTray(true);
const withoutTray = desktopWithTray(false);

let opened: Scene | null = null;
test.afterEach(async () => {
  await opened?.close();
  opened = null;
});

/** The app on a desktop of this kind, signed in. */
async function begin(env: Readonly<Record<string, string>>): Promise<Scene> {
  opened = await openScene({ launch: { env } });
  return opened;
}

const enabled = (items: readonly { label: string; enabled: boolean }[]) => items.filter((item) => item.enabled).map(({ label }) => label);

test.describe('the menus', () => {
  test('do what they say, and offer nothing of the open app while it is locked', async () => {
    const scene = await begin(withoutTray);
    const { app, page } = scene.running;
    await chooseInMenu(app, 'Add Secret…');
    await expect(dialog(page, 'Add Secret')).toBeVisible();
    // A dialog stays, with what is typed in it, whatever is chosen meanwhile.
    await chooseInMenu(app, 'Settings…');
    await expect(dialog(page, 'Add Secret')).toBeVisible();
    await expect(dialog(page, 'Settings')).toBeHidden();
    await page.keyboard.press('Escape');

    await chooseInMenu(app, 'Outbox');
    await expect(page.getByRole('heading', { name: 'Outbox', level: 1 })).toBeVisible();
    await chooseInMenu(app, 'Secrets');
    await expect(page.getByRole('heading', { name: 'Secrets', level: 1 })).toBeVisible();
    await chooseInMenu(app, 'Search Names');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await chooseInMenu(app, 'Import…');
    await expect(page.getByRole('dialog', { name: /Import/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await chooseInMenu(app, 'Keyboard Shortcuts');
    await expect(dialog(page, 'Keyboard shortcuts')).toBeVisible();
    await page.keyboard.press('Escape');

    await chooseInMenu(app, 'Work Offline');
    await expect(page.getByRole('switch', { name: 'Work offline' })).toBeChecked();
    await expect.poll(async () => (await menuItems(app, 'Outbox')).find(({ label }) => label === 'Work Offline')?.checked).toBe(true);
    await addSecret(scene.running, { name: 'waits', value: 'value' });
    expect(enabled(await menuItems(app, 'Outbox'))).toEqual(['Work Offline']);
    await chooseInMenu(app, 'Work Offline');
    await expect(row(page, 'waits')).toContainText('On the platform');
    expect(await menuItems(app, 'Environment')).toMatchObject([{ label: 'Sandbox', checked: true }, { label: 'Manage Environments…' }]);

    await chooseInMenu(app, 'Lock Now');
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
    await expect.poll(async () => enabled(await menuItems(app, 'File'))).toEqual(['Close Window', 'Quit']);
    expect(enabled(await menuItems(app, 'Outbox'))).toEqual([]);
    expect(enabled(await menuItems(app, 'Environment'))).toEqual([]);
    expect(await menuItems(app, 'Environment')).not.toContainEqual(expect.objectContaining({ label: 'Sandbox' }));
  });

  test('theme and density are chosen there or in the settings, at once, and stand at the next start before anything is drawn', async () => {
    const scene = await begin(withoutTray);
    const { app, page } = scene.running;
    await addSecret(scene.running, { name: 'measured', value: 'value' });
    const height = () => row(page, 'measured').evaluate((element) => element.getBoundingClientRect().height);
    expect(await height()).toBe(36);
    await chooseInMenu(app, 'Comfortable');
    await expect.poll(height).toBe(44);
    await page.emulateMedia({ colorScheme: null }); // the test's own driver says light otherwise
    await page.keyboard.press('ControlOrMeta+,');
    await dialog(page, 'Settings').getByRole('radio', { name: 'Dark' }).check();
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await expect.poll(isDark).toBe(true);
    await expect.poll(async () => (await menuItems(app, 'View')).filter(({ checked }) => checked).map(({ label }) => label)).toEqual(['Dark', 'Comfortable']);
    await scene.running.end();

    const { app: next, page: locked } = await scene.start();
    expect(await next.evaluate(({ nativeTheme, BrowserWindow }) => [nativeTheme.themeSource, BrowserWindow.getAllWindows()[0]?.getBackgroundColor()])).toEqual(['dark', '#17191C']);
    await unlock(locked);
    await expect.poll(() => row(locked, 'measured').evaluate((element) => element.getBoundingClientRect().height)).toBe(44);
  });
});

test.describe('the tray', () => {
  test.skip(process.platform !== 'linux', 'elsewhere there always is one');

  test('tells counts, sends, locks, and keeps the app when its window is closed', async () => {
    const scene = await begin(withTray);
    const { app, page } = scene.running;
    await listenToShell(app);
    const answerAgain = await scene.sandbox.client.refuse();
    await addSecret(scene.running, { name: 'kept-one', value: 'first' });
    await addSecret(scene.running, { name: 'kept-two', value: 'second' });
    await expect.poll(() => trayTip(app)).toBe('Kelvin Secrets: 2 waiting');
    expect(await trayShows(app, 'waits-2-22.png')).toBe(true);

    // As the default, closing the window asks to quit, and the tray is one of the answers.
    await closeWindow(app);
    await dialog(page, 'Quit Kelvin Secrets?').getByRole('button', { name: 'Keep running in tray' }).click();
    await expect.poll(() => isVisible(app)).toBe(false);
    await chooseInTray(app, 'Open Kelvin Secrets');
    await expect.poll(() => isVisible(app)).toBe(true);
    await expect(dialog(page, 'Quit Kelvin Secrets?')).toBeHidden();

    await page.keyboard.press('ControlOrMeta+,');
    const closing = dialog(page, 'Settings').getByRole('checkbox', { name: 'Closing the window leaves the app running' });
    await expect(closing).not.toBeChecked();
    await expect(closing).toHaveAccessibleDescription(/goes on sending behind its icon in the tray/);
    await closing.check();
    await page.keyboard.press('Escape');
    await expect(dialog(page, 'Settings')).toBeHidden();
    const add = await draftSecret(scene.running, { name: 'half-typed', value: 'value' });
    await closeWindow(app);
    await expect.poll(() => isVisible(app)).toBe(false);

    await answerAgain();
    await chooseInTray(app, 'Send Now');
    await expect.poll(() => trayTip(app)).toBe('Kelvin Secrets: Nothing is waiting');
    expect(await trayShows(app, 'panel-22.png')).toBe(true);
    await chooseInTray(app, 'Work Offline');
    await expect.poll(() => trayTip(app)).toBe('Kelvin Secrets: Working offline · Nothing is waiting');
    await chooseInTray(app, 'Work Offline');
    await chooseInTray(app, 'Open Kelvin Secrets');
    await expect.poll(() => isVisible(app)).toBe(true);
    await expect(add.getByLabel('Name', { exact: true })).toHaveValue('half-typed');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard draft' }).click();

    await chooseInTray(app, 'Lock Now');
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
    await expect.poll(() => trayTip(app)).toBe('Kelvin Secrets: Locked');
    await closeWindow(app);
    await expect.poll(() => isVisible(app)).toBe(false);
    await chooseInTray(app, 'Quit');
    expect(await scene.running.gone).toBe(0);
  });

  test('that has gone brings the window back, rather than leave an app that nobody can reach', async () => {
    const desktop = desktopWithTray(true);
    const scene = await begin(desktop);
    const { app, page } = scene.running;
    await page.keyboard.press('ControlOrMeta+,');
    await dialog(page, 'Settings').getByRole('checkbox', { name: 'Closing the window leaves the app running' }).check();
    await page.keyboard.press('Escape');
    changeTray(desktop, false);
    const hidden = app.evaluate(({ BrowserWindow }) => new Promise<string>((resolve) => {
      BrowserWindow.getAllWindows()[0]?.once('hide', () => resolve('hidden'));
    }));
    await closeWindow(app);
    expect(await hidden).toBe('hidden');
    await expect.poll(() => isVisible(app)).toBe(true);
    // Now that it is known, closing quits.
    await closeWindow(app);
    expect(await scene.running.gone).toBe(0);
  });

  test('is not promised where the desktop has none: closing quits, and the settings say why', async () => {
    const scene = await begin(withoutTray);
    const { app, page } = scene.running;
    await page.keyboard.press('ControlOrMeta+,');
    const closing = dialog(page, 'Settings').getByRole('checkbox', { name: 'Closing the window leaves the app running' });
    await expect(closing).toBeDisabled();
    await expect(closing).toHaveAccessibleDescription(/This desktop has no tray/);
    await page.keyboard.press('Escape');
    await closeWindow(app);
    expect(await scene.running.gone).toBe(0);
  });
});

test('times are written as the computer’s region writes them, in the window and around it', async () => {
  const scene = await begin({ ...withTray, LC_ALL: 'en_US.UTF-8' });
  await addSecret(scene.running, { name: 'arrives', value: 'value' });
  await expect(row(scene.running.page, 'arrives')).toContainText(/today, \d{1,2}:\d\d\s[AP]M/);
  await scene.running.end();
  const { page } = await scene.startUnlocked({ env: { ...withTray, LC_ALL: 'en_US.UTF-8', LC_TIME: 'en_GB.UTF-8' } });
  await expect(row(page, 'arrives')).toContainText(/today, \d{1,2}:\d\d\s[AP]M/);
  await scene.running.end();
  const { page: german } = await scene.startUnlocked({ env: { ...withTray, LC_ALL: '', LC_TIME: 'de_DE.UTF-8' } });
  await expect(row(german, 'arrives')).toContainText(/today, \d\d:\d\d(?!\s[AP]M)/);
});

test('the window opens where it was, in its size, and with all of it on the screen', async () => {
  const scene = await begin(withoutTray);
  const bounds = (app: typeof scene.running.app) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
  const [first] = await scene.running.app.evaluate(({ screen }) => screen.getAllDisplays().map(({ workArea }) => workArea));
  if (first === undefined) throw new Error('There is no screen');
  const place = { x: first.x + 37, y: first.y + 23, width: 700, height: 520 };
  await scene.running.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), place);
  await closeWindow(scene.running.app);
  expect(await scene.running.gone).toBe(0);
  const { app } = await scene.start();
  expect(await bounds(app)).toEqual(place);
  await scene.running.end();

  // As if it had been on a screen that is gone, and much larger than this one.
  const file = join(scene.profile, 'preferences.json');
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...kept, window: { x: 9000, y: 9000, width: 9000, height: 9000, maximised: false } }));
  const { app: next } = await scene.start();
  const { x, y, width, height } = (await bounds(next)) ?? { x: 0, y: 0, width: 0, height: 0 };
  // As large as the screen, give or take the pixel that the window system keeps.
  expect(Math.abs(first.width - width) + Math.abs(first.height - height)).toBeLessThanOrEqual(2);
  expect([x >= first.x, y >= first.y, x + width <= first.x + first.width, y + height <= first.y + first.height]).toEqual([true, true, true, true]);
});

test('a notification comes once when everything arrived and once when somebody is needed, never a name, and leads to the Outbox', async () => {
  const scene = await begin(withoutTray);
  const { app, page } = scene.running;
  const { client } = scene.sandbox;
  /** They wait, which what lies around the window has seen, and then they arrive. */
  const arrive = async (...names: readonly string[]): Promise<void> => {
    const answerAgain = await client.refuse();
    for (const name of names) await addSecret(scene.running, { name, value: `value of ${name}` });
    await expect.poll(async () => enabled(await menuItems(app, 'Outbox'))).toContain('Send Now');
    await answerAgain();
    await sendNow(page);
    for (const name of names) await expect(row(page, name)).toContainText('On the platform');
  };
  await listenToShell(app);
  await lookAtWindow(app, false);
  await arrive('told-one', 'told-two', 'told-three');
  await expect.poll(() => notices(app)).toEqual([{ title: 'Everything arrived', body: 'The platform has confirmed 3 entries.' }]);

  await client.setPermissions('demo', ['read']);
  for (const name of ['needs-one', 'needs-two']) await addSecret(scene.running, { name, value: `value of ${name}` });
  await expect(row(page, 'needs-two')).toContainText('Needs you');
  await expect.poll(async () => (await notices(app)).length).toBe(2);
  const told = JSON.stringify(await notices(app));
  expect(told).toMatch(/(1 entry needs|2 entries need) you/);
  expect(told).not.toMatch(/needs-one|needs-two|told-|value of|demo|Sandbox/);
  await clickLastNotice(app);
  await expect(page.getByRole('heading', { name: 'Outbox', level: 1 })).toBeVisible();

  // Looking at the window, nobody is told what it shows. What is told waits for its time, which is over when the test says so.
  const timeIsOver = await holdTimers(app, noticeSettlesMs);
  await lookAtWindow(app, true);
  await client.setPermissions('demo', ['read', 'create']);
  await goTo(page, 'Secrets');
  await arrive('seen');
  await timeIsOver();
  expect(await notices(app)).toHaveLength(2);
  await page.keyboard.press('ControlOrMeta+,');
  await dialog(page, 'Settings').getByRole('checkbox', { name: 'Notify me when I am not looking' }).uncheck();
  await page.keyboard.press('Escape');
  await lookAtWindow(app, false);
  await arrive('unseen');
  await timeIsOver();
  expect(await notices(app)).toHaveLength(2);
});

test('the report for support is shown in full, copied and saved as shown, and names nobody', async () => {
  const scene = await begin(withoutTray);
  const { app, page } = scene.running;
  await scene.sandbox.client.setPermissions('demo', ['read']);
  await addSecret(scene.running, { name: 'axolotl-key', value: 'okapi-value' });
  await expect(row(page, 'axolotl-key')).toContainText('Needs you');

  await chooseInMenu(app, 'Report for Support…');
  const report = dialog(page, 'Report for support');
  const text = await report.getByRole('region', { name: 'The report' }).innerText();
  expect(text).toContain('phase: ready');
  expect(text).toContain('alike: create needs-attention forbidden');
  expect(text).toContain('"event":"attempt"');
  for (const name of ['axolotl', 'okapi', 'demo', 'Sandbox', '127.0.0.1', 'localhost', scene.profile, new URL(scene.sandbox.origin).port]) {
    expect(text).not.toContain(name);
  }
  await report.getByRole('button', { name: 'Copy' }).click();
  await expect(report.getByRole('status')).toHaveText('It is on the clipboard.');
  const same = (other: string) => other.replaceAll(/\s+/g, ' ').trim();
  expect(same(await app.evaluate(({ clipboard }) => clipboard.readText()))).toBe(same(text));

  const file = join(scene.profile, 'report.txt');
  await app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await report.getByRole('button', { name: 'Save…' }).click();
  await expect(report.getByRole('status')).toHaveText('Saved.');
  expect(same(readFileSync(file, 'utf8'))).toBe(same(text));
  await page.keyboard.press('Escape');

  // Before the locked window it can be had too, and tells nothing of what waits.
  await chooseInMenu(app, 'Lock Now');
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  await chooseInMenu(app, 'Report for Support…');
  const lockedText = await report.getByRole('region', { name: 'The report' }).innerText();
  expect(lockedText).toContain('phase: locked person');
  expect(lockedText).not.toMatch(/^Environment \d|"event":"attempt/m);
});

test('About tells the versions and the licences of what is in it', async () => {
  const scene = await begin(withoutTray);
  const { app, page } = scene.running;
  await chooseInMenu(app, 'About Kelvin Secrets');
  const about = dialog(page, 'About Kelvin Secrets');
  await expect(about).toContainText(`Version ${await app.evaluate(({ app: own }) => own.getVersion())}`);
  await expect(about).toContainText(/Electron \d/);
  await expect(about.getByRole('region', { name: 'Licences' })).toContainText('svelte');
  await page.keyboard.press('Enter');
  await expect(about).toBeHidden();
});

test('the codes of an entry are one click away, and are copied without a name', async () => {
  const scene = await begin(withoutTray);
  const { app, page } = scene.running;
  await scene.sandbox.client.setPermissions('demo', ['read']);
  await addSecret(scene.running, { name: 'axolotl-key', value: 'okapi-value' });
  await expect(row(page, 'axolotl-key')).toContainText('Needs you');
  const panel = await openDetails(page, 'axolotl-key');
  await expect(panel.getByText('forbidden', { exact: true })).toBeHidden();
  await panel.getByText('Technical details').click();
  await expect(panel.getByText('forbidden', { exact: true })).toBeVisible();
  await panel.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('The technical details are on the clipboard').first()).toBeVisible();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('reason: forbidden\n');
  expect(copied).not.toMatch(/axolotl|okapi|demo/);
});
