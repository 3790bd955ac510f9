import { expect, test, type Locator, type Page } from '@playwright/test';
import { demo, dialog, passphrase, row, valueField } from '../support/person.ts';
import { openScene } from '../support/scene.ts';

// The main job without a mouse: from the first start to a secret on the platform, one that needs the person, and the lock.
// Nothing is clicked and nothing is focused but by a key, and whatever has the focus shows it.

/** More stops than any screen has. */
const mostStops = 40;

/** Goes on with Tab until the focus is there, and the focus can be seen at each stop. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < mostStops; stop++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return expectSeen(page);
    await page.keyboard.press(key);
    await expectSeen(page);
  }
  throw new Error(`The keyboard does not lead to ${String(target)}`);
}

/** What has the focus has a ring, or a border or a shadow of its own for it: its look differs from without. */
async function expectSeen(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const document = (globalThis as unknown as { document: Document }).document;
    const shows = (element: Element | null): boolean => {
      if (element === null || element === document.body) return false;
      const { outlineStyle, outlineWidth, boxShadow, opacity } = getComputedStyle(element);
      if (opacity !== '0' && ((outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none')) return true;
      // A field or a radio lends its focus to what is drawn around it.
      const around = element.closest('.input, .area, .choice, label, .value, .swatch, .list, [role=grid]');
      return around !== null && around !== element && shows(around);
    };
    const active = document.activeElement;
    return active === null || active === document.body || shows(active) ? 'seen' : active.outerHTML.slice(0, 300);
  });
  expect(seen).toBe('seen');
}

test('from the first start to a secret on the platform, one that needs the person, and the lock', async () => {
  test.slow();
  const scene = await openScene({ account: null, passphrase: null });
  const { page } = scene.running;
  const { client } = scene.sandbox;
  try {
    const first = page.getByLabel('Passphrase', { exact: true });
    await tabTo(page, first);
    await page.keyboard.type(passphrase);
    await tabTo(page, page.getByLabel('Repeat it'));
    await page.keyboard.type(passphrase);
    await page.keyboard.press('Enter');

    const way = page.getByRole('button', { name: /^User name and password/ });
    await tabTo(page, way);
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel('User name'));
    await page.keyboard.type(demo.userName);
    await tabTo(page, page.getByLabel('Password'));
    await page.keyboard.type(demo.password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Secrets', level: 1 })).toBeVisible();

    const add = dialog(page, 'Add Secret');
    await page.keyboard.press('ControlOrMeta+n');
    await expect(add.getByLabel('Name', { exact: true })).toBeFocused();
    await page.keyboard.type('by-keyboard');
    await tabTo(page, valueField(page));
    await page.keyboard.type('typed value');
    await tabTo(page, add.getByRole('button', { name: /^Add to / }));
    await page.keyboard.press('Enter');
    await expect(add).toBeHidden();
    await expect(row(page, 'by-keyboard')).toContainText('On the platform');
    expect(await client.secret('by-keyboard')).toMatchObject({ valueHmac: await client.hmac('typed value') });

    // One that is refused: found, opened, and given up from its panel.
    await client.setPermissions('demo', ['read']);
    await page.keyboard.press('ControlOrMeta+n');
    await page.keyboard.type('not-allowed');
    await tabTo(page, valueField(page));
    await page.keyboard.type('value');
    await tabTo(page, add.getByRole('button', { name: /^Add to / }));
    await page.keyboard.press('Enter');
    await expect(row(page, 'not-allowed')).toContainText('Needs you');
    await page.keyboard.press('ControlOrMeta+f');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('not-all');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('region', { name: 'not-allowed' });
    await expect(panel).toBeVisible();
    await client.setPermissions('demo', ['read', 'create']);
    await tabTo(page, panel.getByRole('radio', { name: 'Try again' }));
    await tabTo(page, panel.getByRole('button', { name: /^Try again/ }));
    await page.keyboard.press('Enter');
    await expect(row(page, 'not-allowed')).toContainText('On the platform');

    await page.keyboard.press('ControlOrMeta+l');
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
    await tabTo(page, first);
    await page.keyboard.type(passphrase);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Secrets', level: 1 })).toBeVisible();

    // The sheet says what there is.
    await tabTo(page, page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Secrets' }));
    await page.keyboard.press('?');
    await expect(dialog(page, 'Keyboard shortcuts')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog(page, 'Keyboard shortcuts')).toBeHidden();
  } finally {
    await scene.close();
  }
});
