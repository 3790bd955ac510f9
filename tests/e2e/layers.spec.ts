import { createServer, type Server } from 'node:http';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { announcementTransport } from '../../src/shared/ipc/transport.ts';
import { addSecret, dialog, draftSecret, row, takeAction, workOffline } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

declare const window: { readonly kelvin: { readonly request: Readonly<Record<string, (input: unknown) => Promise<unknown>>> } };

// What lies over the window: dialogs and menus, and where the keyboard is meanwhile and afterwards.

let scene: Scene;
const page = (): Page => scene.running.page;

test.beforeAll(async () => {
  scene = await openScene();
  for (const name of ['first', 'second']) {
    await addSecret(scene.running, { name, value: `value of ${name}` });
    await expect(row(page(), name)).toContainText('On the platform');
  }
});

test.afterAll(() => scene.close());

/** Whether the focus lies on something in `where`. */
const holdsFocus = (where: Locator) => where.evaluate((node) => node.contains(document.activeElement));

async function originOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  return `http://127.0.0.1:${String(port)}`;
}

test('in a dialog Tab goes round and out to nothing but the news beside it', async () => {
  await page().getByRole('button', { name: 'Add Secret', exact: true }).click();
  const add = dialog(page(), 'Add Secret');
  await expect(add.getByLabel('Name', { exact: true })).toBeFocused();
  for (let stop = 0; stop < 14; stop++) {
    await page().keyboard.press(stop < 7 ? 'Tab' : 'Shift+Tab');
    const where = await page().evaluate(() => {
      const active = document.activeElement;
      if (active === document.body) return 'between the last and the first';
      return active?.closest('[aria-modal], .news') === null ? (active.outerHTML) : 'within reach';
    });
    expect(['within reach', 'between the last and the first']).toContain(where);
  }
  await page().keyboard.press('Escape');
  await expect(add).toBeHidden();
  await expect(page().getByRole('button', { name: 'Add Secret', exact: true })).toBeFocused();
});

test('Escape answers the question that lies on top, and only that', async () => {
  const add = await draftSecret(scene.running, { name: 'typed', value: 'typed' });
  await page().keyboard.press('Escape');
  const question = page().getByRole('alertdialog');
  await expect(question).toBeVisible();
  expect(await holdsFocus(question)).toBe(true);
  await page().keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(add).toBeVisible();
  expect(await holdsFocus(add)).toBe(true);
  await page().keyboard.press('Escape');
  await page().getByRole('button', { name: 'Discard draft' }).click();
  await expect(add).toBeHidden();
});

test('a click beside a dialog is no answer, and takes the keyboard nowhere', async () => {
  await page().keyboard.press('ControlOrMeta+,');
  const settings = dialog(page(), 'Settings');
  await expect(settings).toBeVisible();
  await page().mouse.click(5, 5);
  await expect(settings).toBeVisible();
  expect(await holdsFocus(settings)).toBe(true);
  await page().keyboard.press('Escape');
  await expect(settings).toBeHidden();
});

test('a dialog that was left while it was busy closes no other one later', async () => {
  let answers = false;
  const silent = createServer(({ socket }) => { if (answers) socket.destroy(); });
  const origin = await originOf(silent);
  try {
    await page().getByRole('button', { name: /^Environment: / }).click();
    await page().getByRole('menuitem', { name: 'Add environment…' }).click();
    const environment = dialog(page(), 'Add environment');
    await environment.getByLabel('Address').fill(origin);
    await environment.getByLabel('Label').fill('Left');
    await environment.getByRole('button', { name: 'Add environment' }).click();
    await expect(environment.getByRole('button', { name: 'Looking at this address…' })).toBeVisible();
    await page().keyboard.press('Escape');
    await expect(environment).toBeHidden();

    const add = await draftSecret(scene.running, { name: 'typed-meanwhile', value: 'typed' });
    answers = true;
    silent.closeAllConnections();
    // One more is answered after the first ones were.
    await page().evaluate((address) => window.kelvin.request['environments.check']?.({ address }), origin);
    await add.getByRole('button', { name: 'Add to Sandbox' }).click();
    await expect(row(page(), 'typed-meanwhile')).toContainText('On the platform');
    await page().getByRole('button', { name: 'Environment: Sandbox' }).click();
    await expect(page().getByRole('menu', { name: 'Environment' })).not.toContainText('Left');
    await page().keyboard.press('Escape');
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});

test('a menu is walked with arrows and letters, and gives the keyboard back', async () => {
  const grid = page().getByRole('grid');
  await grid.focus();
  await page().keyboard.press('Home');
  await page().keyboard.press('Shift+F10');
  const menu = page().getByRole('menu');
  await expect(menu).toBeVisible();
  const items = menu.getByRole('menuitem');
  await page().keyboard.press('End');
  await expect(items.last()).toBeFocused();
  await page().keyboard.press('ArrowDown');
  await expect(items.first()).toBeFocused();
  await page().keyboard.press('r');
  await expect(items.filter({ hasText: /^\s*R/ }).first()).toBeFocused();
  await page().keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(grid).toBeFocused();

  await page().keyboard.press('Shift+F10');
  await page().keyboard.press('r');
  await page().keyboard.press('Enter');
  await expect(dialog(page(), 'Replace value')).toBeVisible();
  await page().keyboard.press('Escape');
  await expect(grid).toBeFocused();
});

test('a click beside a menu closes it and presses nothing', async () => {
  await row(page(), 'second').click({ button: 'right' });
  const menu = page().getByRole('menu');
  await expect(menu).toBeVisible();
  const add = await page().getByRole('button', { name: 'Add Secret', exact: true }).boundingBox();
  if (add === null) throw new Error('The button is not shown.');
  await page().mouse.click(add.x + 10, add.y + 10);
  await expect(menu).toBeHidden();
  await expect(dialog(page(), 'Add Secret')).toBeHidden();
});

test('the same button opens a menu and closes it', async () => {
  const button = page().getByRole('button', { name: 'Account menu' });
  const box = await button.boundingBox();
  if (box === null) throw new Error('The button is not shown.');
  await button.click();
  const menu = page().getByRole('menu');
  await expect(menu).toBeVisible();
  await page().mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();
});

test('a menu closes for a dialog that opens meanwhile, and the keyboard is where it was before both', async () => {
  const button = page().getByRole('button', { name: 'Account menu' });
  for (const kind of ['add', 'settings'] as const) {
    await button.click();
    await expect(page().getByRole('menu')).toBeVisible();
    await scene.running.app.evaluate(({ BrowserWindow }, { transport, command }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send(transport, 'menu', { kind: command });
    }, { transport: announcementTransport, command: kind });
    const opened = page().getByRole('dialog');
    await expect(opened).toBeVisible();
    await expect(page().getByRole('menu')).toHaveCount(0);
    expect(await holdsFocus(opened)).toBe(true);
    await page().keyboard.press('Escape');
    await expect(opened).toBeHidden();
    await expect(button).toBeFocused();
  }
});

test('below a dialog news waits, and what was refused is told over it, within reach', async () => {
  await workOffline(page());
  await addSecret(scene.running, { name: 'waits', value: 'value' });
  await takeAction(page(), 'waits', 'Discard');
  const undo = page().getByRole('button', { name: 'Undo', exact: true });
  await expect(undo).toBeVisible();
  await page().keyboard.press('ControlOrMeta+,');
  const settings = dialog(page(), 'Settings');
  await expect(settings).toBeVisible();
  await expect(undo).toBeHidden();
  expect(await page().getByRole('main').evaluate((node) => node.closest('[inert]') !== null)).toBe(true);
  expect(await page().getByRole('status').first().evaluate((node) => node.closest('[inert]') === null)).toBe(true);
  await scene.running.app.evaluate(({ BrowserWindow }, transport) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send(transport, 'menu', { kind: 'refused', code: 'disk-full' });
  }, announcementTransport);
  const refused = page().getByRole('region', { name: 'News' }).getByRole('group');
  await expect(refused).toHaveCount(1);
  await refused.hover(); // which keeps it
  await refused.getByRole('button', { name: 'Dismiss' }).click();
  await expect(refused).toHaveCount(0);
  await expect(settings).toBeVisible();
  await page().keyboard.press('Escape');
  expect(await page().getByRole('main').evaluate((node) => node.closest('[inert]') === null)).toBe(true);
  await undo.click();
  await expect(row(page(), 'waits')).toBeAttached();
});
