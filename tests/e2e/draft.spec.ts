import { expect, test, type Locator, type Page } from '@playwright/test';
import { dialog, draftSecret, paste, row, valueField, workOffline } from '../support/person.ts';
import { sceneOfFile } from '../support/scene.ts';

// A draft while it is edited: a textarea shows it, and must not change it. What arrives is told by the sandbox.

const scene = sceneOfFile();

const key = 'one\r\ntwo\0🔑\r\rthree\r\n';

/** Opens the dialog with a pasted value; the focus is in the value, the caret at its end. */
async function draft(name: string, value: string): Promise<Locator> {
  return draftSecret(scene().running, { name, value, how: 'paste' });
}

async function arrived(name: string, value: string): Promise<void> {
  const { page } = scene().running;
  await dialog(page, 'Add Secret').getByRole('button', { name: /^Add to / }).click();
  await expect(row(page, name)).toContainText('On the platform');
  const { client } = scene().sandbox;
  expect(await client.secret(name)).toMatchObject({ valueHmac: await client.hmac(value) });
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const one of keys) await page.keyboard.press(one);
}

async function leave(page: Page): Promise<void> {
  await press(page, 'Escape');
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(dialog(page, 'Add Secret')).toBeHidden();
}

test('what is edited in a masked value leaves every other byte as it was pasted', async () => {
  const { page } = scene().running;
  await draft('edited-masked', key);
  await press(page, 'ControlOrMeta+Home', 'ArrowRight', 'Delete', 'x', 'y');
  await arrived('edited-masked', `oxy${key.slice(2)}`);
});

test('what is edited in a revealed value leaves every other byte as it was pasted', async () => {
  const { page } = scene().running;
  const add = await draft('edited-revealed', key);
  await add.getByRole('button', { name: 'Reveal' }).click();
  await expect(valueField(page)).toHaveValue('one\ntwo␀🔑\n\nthree\n');
  await press(page, 'ControlOrMeta+Home', 'End', 'Enter', 'n', 'e', 'w', 'ControlOrMeta+End', 'Backspace');
  await arrived('edited-revealed', 'one\r\nnew\r\ntwo\0🔑\r\rthree');
});

test('undo takes back a paste and what was typed, and redo brings it again', async () => {
  const { page } = scene().running;
  await draft('undone', 'a\r\n');
  await page.keyboard.type('typed');
  await paste(scene().running, '\r\nlast');
  await press(page, 'ControlOrMeta+z', 'ControlOrMeta+z');
  await expect(valueField(page)).toHaveValue('••');
  await press(page, 'ControlOrMeta+Shift+z', 'ControlOrMeta+Shift+z', 'ControlOrMeta+z', 'ControlOrMeta+Shift+z');
  await arrived('undone', 'a\r\ntyped\r\nlast');
});

test('a masked value is not copied; a revealed one is, byte for byte', async () => {
  const { page, app } = scene().running;
  const add = await draft('copied', 'a\r\nb\n');
  await app.evaluate(({ clipboard }) => clipboard.writeText('what was there before'));
  await press(page, 'ControlOrMeta+a', 'ControlOrMeta+c', 'ControlOrMeta+x');
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('what was there before');
  await expect(valueField(page)).toHaveValue('••••');
  await add.getByRole('button', { name: 'Reveal' }).click();
  await press(page, 'ControlOrMeta+a', 'ControlOrMeta+c');
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('a\r\nb\n');
  await app.evaluate(({ clipboard }) => clipboard.clear());
  await leave(page);
});

test('the document holds nothing of a masked value', async () => {
  const { page } = scene().running;
  await draft('hidden', 'marker-of-this-value\n');
  await page.keyboard.type('typed-marker');
  expect(await page.content()).not.toMatch(/marker-of-this-value|typed-marker/);
  await expect(valueField(page)).toHaveValue('•'.repeat(33));
  await leave(page);
});

test('a dropped file is the value: its text byte for byte, or base64 of its bytes, and which is said', async () => {
  const { page } = scene().running;
  const add = await draft('dropped', '');
  const drop = (bytes: number[]) =>
    valueField(page).evaluate((area, content) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(content)], 'key.pem'));
      area.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, bytes);
  await drop([0xff, 0xfe, 0x41]);
  await expect(add).toContainText('key.pem, taken as base64 of its 3 bytes, because it is not text (UTF-8).');
  await expect(add).toContainText('4 bytes, 1 line');
  await drop([0xef, 0xbb, 0xbf, 0x41, 0x0d, 0x0a, 0x00]);
  await expect(add).toContainText('key.pem, taken as text (UTF-8), byte for byte.');
  await expect(add).toContainText('7 bytes');
  await arrived('dropped', '\ufeffA\r\n\0');
});

test('of a cell that a spreadsheet copied the text is taken, and of an empty clipboard nothing', async () => {
  const { page, app } = scene().running;
  await draft('from-a-cell', 'before');
  await press(page, 'ControlOrMeta+a');
  await app.evaluate(({ clipboard }) => clipboard.clear());
  await press(page, 'ControlOrMeta+v');
  await expect(valueField(page)).toHaveValue('••••••');
  // What a spreadsheet lays on the clipboard: the text, its look, and a picture of it.
  await valueField(page).evaluate((area) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'of the cell');
    data.setData('text/html', '<td>of the cell</td>');
    data.items.add(new File([new Uint8Array([0x89, 0x50])], 'image.png', { type: 'image/png' }));
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await arrived('from-a-cell', 'of the cell');
});

test('several files dropped at once are not taken, which is said', async () => {
  const { page } = scene().running;
  const add = await draft('several', 'before');
  await valueField(page).evaluate((area) => {
    const data = new DataTransfer();
    for (const name of ['one', 'two']) data.items.add(new File([name], name));
    area.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(add).toContainText('These are several files, so none was taken.');
  await expect(valueField(page)).toHaveValue('••••••');
  await leave(page);
});

test('a file is chosen through the button, as text or as base64 of its bytes, and Undo takes it back', async () => {
  const { page } = scene().running;
  const add = await draft('from-file', 'typed before');
  const choosing = page.waitForEvent('filechooser');
  await add.getByRole('button', { name: 'From file…' }).press('Enter');
  const chooser = await choosing;
  await chooser.setFiles({ name: 'ca.pem', mimeType: 'application/octet-stream', buffer: Buffer.from('one\r\ntwo\n') });
  await expect(add).toContainText('ca.pem, taken as text (UTF-8), byte for byte.');
  await expect(valueField(page)).toBeFocused();
  await add.getByRole('button', { name: 'Take base64 of its bytes' }).click();
  await expect(add).toContainText('ca.pem, taken as base64 of its 9 bytes.');
  await press(page, 'ControlOrMeta+z', 'ControlOrMeta+z');
  await expect(add).toContainText('12 bytes');
  await expect(add).not.toContainText('ca.pem');
  await press(page, 'ControlOrMeta+Shift+z', 'ControlOrMeta+Shift+z');
  await arrived('from-file', Buffer.from('one\r\ntwo\n').toString('base64'));
});

test('what nobody sees is told and marked, and goes only when the person says so', async () => {
  const { page } = scene().running;
  const add = await draft('unseen', ' \ufeffto\u200bken\u00a0x\n');
  const hint = (text: string): Locator => add.getByRole('listitem').filter({ hasText: text });
  await expect(hint('3 characters that nobody sees (U+FEFF, U+200B, U+00A0), kept.')).toBeVisible();
  await add.getByRole('button', { name: 'Reveal' }).click();
  await expect(valueField(page)).toHaveValue('·◌to◌ken⍽x\n');
  await hint('Begins with spaces').getByRole('button').click();
  await hint('that nobody sees').getByRole('button').click();
  await hint('Ends with a newline').getByRole('button').click();
  await expect(add).toContainText('6 bytes, 1 line');
  await press(page, 'ControlOrMeta+z');
  await expect(hint('Ends with a newline')).toBeVisible();
  await arrived('unseen', 'tokenx\n');
});

test('a value too long for dots is edited when it is revealed, and only replaced as a whole while it is not', async () => {
  const { page } = scene().running;
  const long = `${'k'.repeat(64 * 1024)}\n`;
  const add = await draft('long', long);
  await expect(add).toContainText('Too long to edit as dots.');
  await page.keyboard.type('lost');
  await expect(add).toContainText('65,537 bytes');
  await add.getByRole('button', { name: 'Reveal' }).click();
  await press(page, 'ControlOrMeta+Home');
  await page.keyboard.type('kept');
  await arrived('long', `kept${long}`);
});

test('a space at the end is told, and removed only when the person says so', async () => {
  const { page } = scene().running;
  const add = await draft('spaced', 'key=1 \r\n');
  await expect(add).toContainText('Blank space stands at the end of line 1.');
  await add.getByRole('listitem').filter({ hasText: 'Blank space stands' }).getByRole('button', { name: 'Remove it' }).click();
  await expect(add).not.toContainText('Blank space stands');
  await arrived('spaced', 'key=1\r\n');
  await expect(page.getByRole('button', { name: 'Add Secret' })).toBeFocused();
});

test('closing asks about a typed value first, and keeps it when the person stays', async () => {
  const { page } = scene().running;
  const add = await draft('stays', 'value');
  await press(page, 'Escape');
  await expect(dialog(page, 'Discard what you typed?')).toBeVisible();
  await press(page, 'Escape');
  await expect(dialog(page, 'Discard what you typed?')).toBeHidden();
  await expect(valueField(page)).toHaveValue('•••••');
  await add.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(add).toBeHidden();
});

test('a name that the platform already has is told with who and when, and leads on to replacing its value', async () => {
  const { page } = scene().running;
  await draft('twice', 'first');
  await arrived('twice', 'first');
  const add = await draft('twice', 'second');
  await expect(add).toContainText('You created a secret with this name at');
  await add.getByRole('button', { name: /^Add to / }).click();
  await expect(add.getByRole('textbox', { name: 'Name' })).toBeFocused();

  await add.getByRole('button', { name: 'Replace its value…' }).click();
  const replace = dialog(page, 'Replace value');
  await expect(replace).toContainText('The value from you is lost.');
  await replace.getByRole('button', { name: /^Replace in / }).click();
  await expect(replace).toBeHidden();
  const { client } = scene().sandbox;
  const second = await client.hmac('second');
  await expect.poll(async () => (await client.secret('twice'))?.valueHmac).toBe(second);
});

test('without the platform a name is told from the outbox and from the list, with the age of the list', async () => {
  const { page } = scene().running;
  await draft('known', 'on the platform');
  await arrived('known', 'on the platform');
  await workOffline(page);
  await draft('waits-here', 'one');
  await dialog(page, 'Add Secret').getByRole('button', { name: /^Add to / }).click();
  await expect(row(page, 'waits-here')).toContainText('Waiting');

  const add = await draft('waits-here', 'two');
  await expect(add).toContainText('A secret with this name already waits.');
  await add.getByRole('button', { name: /^Add to / }).click();
  await expect(add.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await expect(add.getByRole('textbox', { name: 'Name' })).toHaveAttribute('aria-invalid', 'true');

  await add.getByRole('textbox', { name: 'Name' }).fill('known');
  await expect(add).toContainText(/You created a secret with this name .*So the list of .* says\. You can add yours all the same/);
  await add.getByRole('textbox', { name: 'Name' }).fill('nobody-knows');
  await expect(add).toContainText(/Not in the list as of /);
  await leave(page);
  await page.getByRole('switch', { name: 'Work offline' }).click();
});
