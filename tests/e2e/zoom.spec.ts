import { expect, test, type Page } from '@playwright/test';
import { chooseInMenu, closeWindow } from '../support/desktop-shell.ts';
import { addSecret, dialog, draftSecret, goTo, openDetails, row } from '../support/person.ts';
import { openScene } from '../support/scene.ts';
import { axeFindings, outOfReach } from '../gallery/screen-problems.ts';

// A narrow window, text of twice its size, more contrast, and the colours that a person gave their system: all of it can
// still be reached and read. A narrow list may move what it shows, and loses nothing.

async function expectWhole(page: Page, screen: string): Promise<void> {
  expect(await outOfReach(page), screen).toEqual([]);
}

for (const [how, width, zoom] of [['in a window of 400 px', 400, 1], ['with everything twice its size', 1280, 2], ['in a window of 800 px, twice its size', 800, 2]] as const) {
  test(`${how} nothing is cut off`, async () => {
    test.slow();
    const scene = await openScene();
    const { app, page } = scene.running;
    try {
      await scene.sandbox.client.setPermissions('demo', ['read']);
      await addSecret(scene.running, { name: 'a-name-that-is-rather-long-as-names-of-keys-are', value: 'value' });
      await expect(row(page, 'a-name-that-is-rather-long-as-names-of-keys-are')).toContainText('Needs you');
      await app.evaluate(({ BrowserWindow }, [to, factor]) => {
        const [shown] = BrowserWindow.getAllWindows();
        shown?.setContentSize(to, 800);
        shown?.webContents.setZoomFactor(factor);
      }, [width, zoom] as const);
      await expect.poll(() => page.evaluate(() => innerWidth)).toBeLessThanOrEqual(Math.ceil(width / zoom));
      await expectWhole(page, 'list');
      await openDetails(page, 'a-name-that-is-rather-long-as-names-of-keys-are');
      await expectWhole(page, 'panel');
      await page.keyboard.press('Escape');
      await goTo(page, 'Outbox');
      await expectWhole(page, 'outbox');
      await goTo(page, 'Secrets');
      await draftSecret(scene.running, { name: 'half-typed', value: 'value \n' });
      await expectWhole(page, 'add');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Discard draft' }).click();
      for (const [item, title] of [['Settings…', 'Settings'], ['Report for Support…', 'Report for support'], ['About Kelvin Secrets', 'About Kelvin Secrets'], ['Keyboard Shortcuts', 'Keyboard shortcuts'], ['Manage Environments…', 'Environments']] as const) {
        await chooseInMenu(app, item);
        await expect(page.getByRole('dialog').first()).toBeVisible();
        await expectWhole(page, title);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
      await closeWindow(app);
      await expect(dialog(page, 'Quit Kelvin Secrets?')).toBeVisible();
      await expectWhole(page, 'quit');
    } finally {
      await scene.close();
    }
  });
}

test('with more contrast and with the system’s own colours axe finds nothing, and what is chosen can be told from what is not', async () => {
  const scene = await openScene();
  const { page } = scene.running;
  try {
    await scene.sandbox.client.refuse();
    await addSecret(scene.running, { name: 'waits', value: 'value' });
    await expect(row(page, 'waits')).toContainText('Waiting');
    for (const media of [{ contrast: 'more', colorScheme: 'light' }, { contrast: 'more', colorScheme: 'dark' }, { forcedColors: 'active', contrast: 'no-preference' }] as const) {
      await page.emulateMedia({ reducedMotion: 'reduce', ...media });
      await openDetails(page, 'waits');
      expect(await axeFindings(page), JSON.stringify(media)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('ControlOrMeta+,');
      await expect(dialog(page, 'Settings').getByRole('region', { name: 'Appearance' })).toBeVisible();
      expect(await axeFindings(page), JSON.stringify(media)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(dialog(page, 'Settings')).toBeHidden();
    }
    // In the system's own colours a ground says nothing: lines do.
    const line = (selector: string) => page.locator(selector).first().evaluate((element) => {
      const { outlineStyle, borderBottomStyle, borderBottomWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' || (borderBottomStyle !== 'none' && borderBottomWidth !== '0px');
    });
    await openDetails(page, 'waits');
    for (const selector of ['.list tr.selected td.name', '.nav-row[aria-current]', '.chip', '.panel']) expect(await line(selector), selector).toBe(true);
  } finally {
    await scene.close();
  }
});
