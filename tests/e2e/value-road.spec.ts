import { expect, test, type Page } from '@playwright/test';
import { notCreatedOnce } from '../support/created-once.ts';
import { addSecret, dialog, draftSecret, row, valueField } from '../support/person.ts';
import { sceneOfFile } from '../support/scene.ts';

// One value, from the dialog to the platform, must keep every byte. The sandbox tells by an HMAC what arrived.

const scene = sceneOfFile();

const mebibyte = 1024 * 1024;

const roads: readonly { what: string; name: string; how: 'type' | 'paste'; value: string }[] = [
  { what: 'plain text, typed', name: 'plain', how: 'type', value: 'This is a really big secret!' },
  { what: 'several lines, typed', name: 'lines', how: 'type', value: 'one\ntwo\n\nfour\n' },
  { what: 'spaces at both ends, typed', name: 'spaces', how: 'type', value: '  spaces inside  and around  ' },
  { what: 'characters beyond the BMP, typed', name: 'beyond-bmp-typed', how: 'type', value: 'päss 🔐 𝕜𝕖𝕪 👩‍🔧 \u{10ffff}' },
  { what: 'characters beyond the BMP, pasted', name: 'beyond-bmp', how: 'paste', value: '鍵🔑e\u0301\u{1f9d1}\u200d\u{1f680}𠜎' },
  { what: 'CRLF with trailing newlines', name: 'crlf', how: 'paste', value: 'line one\r\nline two\r\n\r\n' },
  { what: 'lone CR and mixed line ends', name: 'mixed-ends', how: 'paste', value: 'a\rb\nc\r\nd\r' },
  {
    what: 'a PEM key with its last newline',
    name: 'pem',
    how: 'paste',
    value: '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----\n',
  },
  { what: 'every control character', name: 'controls', how: 'paste', value: controlCharacters() },
  { what: 'NUL at its beginning, inside and at its end', name: 'nul', how: 'paste', value: '\0in\0side\0' },
  { what: 'nothing but spaces and tabs', name: 'blank', how: 'paste', value: ' \t \u00a0\u3000 ' },
  { what: 'a byte order mark and text that runs from right to left', name: 'bom', how: 'paste', value: '\ufeffסוד مفتاح\u202e' },
  { what: '1 MiB', name: 'mebibyte', how: 'paste', value: 'Kelvin1!'.repeat(mebibyte / 8) },
];

for (const { what, name, how, value } of roads) {
  test(`${what} arrives byte for byte, created once`, async () => {
    const { sandbox, running } = scene();
    const since = await sandbox.client.mark();
    await addSecret(running, { name, value, how });

    await expect(row(running.page, name)).toContainText('On the platform');
    const valueHmac = await sandbox.client.hmac(value);
    expect(await sandbox.client.secret(name)).toMatchObject({ valueHmac, valueBytes: Buffer.byteLength(value) });
    expect(notCreatedOnce(await sandbox.client.journal({ since }), name, valueHmac)).toEqual([]);
  });
}

test('the check for exactly once finds what it is there to find', async () => {
  const { client } = scene().sandbox;
  const [plain] = (await client.journal({ operation: 'create' })).filter(({ names }) => names.includes('plain'));
  if (plain === undefined) throw new Error('the first of these tests creates it');
  const found = (...journal: (typeof plain)[]) => notCreatedOnce(journal, 'plain', plain.valueHmac ?? '');
  expect(found(plain)).toEqual([]);
  expect(found(plain, plain)).toEqual(['carried out 2 times', 'asked for 2 times']);
  expect(found(plain, { ...plain, committed: false })).toEqual(['asked for 2 times']);
  expect(found(plain, { ...plain, operation: 'update' })).toContain('met by update');
  expect(found({ ...plain, committed: false })).toEqual(['carried out 0 times']);
  expect(found({ ...plain, valueHmac: await client.hmac('another') })).toEqual(['created with another value']);
});

test('one byte more than 1 MiB is refused with words, and nothing is cut off', async () => {
  const { page } = scene().running;
  const add = await draftSecret(scene().running, { name: 'too-large', value: `${'x'.repeat(mebibyte)}y`, how: 'paste' });
  await add.getByRole('button', { name: /^Add to / }).click();
  await expect(add).toContainText('A value has at most 1 MiB (1,048,576 bytes). Nothing was cut off.');
  await expect(add).toContainText('1,048,577 bytes');
  await leave(page);
});

test('half a character is refused with words: it has no bytes to send', async () => {
  const { page } = scene().running;
  const add = await draftSecret(scene().running, { name: 'half', value: 'whole ', how: 'type' });
  // The clipboard itself repairs such text, so it comes as another program's drag would bring it.
  await valueField(page).evaluate((area) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'half \ud83d');
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await add.getByRole('button', { name: /^Add to / }).click();
  await expect(add).toContainText('Half of a character stands in this value');
  await leave(page);
});

test('an empty value is refused with words, and so is an empty name', async () => {
  const { page } = scene().running;
  const add = await draftSecret(scene().running, { name: '', value: '' });
  await add.getByRole('button', { name: /^Add to / }).click();
  await expect(add).toContainText('Give the secret a name.');
  await add.getByLabel('Name', { exact: true }).fill('nothing-in-it');
  await add.getByRole('button', { name: /^Add to / }).click();
  await expect(add).toContainText('Type or paste the value.');
  await page.keyboard.press('Escape');
  await expect(add).toBeHidden();
});

test('the field is empty when the dialog opens again, and the value was never shown', async () => {
  const { page } = scene().running;
  const add = await draftSecret(scene().running, { name: 'left-behind', value: 'typed and left' });
  await expect(valueField(page)).not.toHaveValue(/typed/);
  await leave(page);
  await page.getByRole('button', { name: 'Add Secret' }).click();
  await expect(valueField(page)).toHaveValue('');
  await add.getByRole('button', { name: 'Reveal' }).click();
  await expect(valueField(page)).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(dialog(page, 'Add Secret')).toBeHidden();
});

/** Closes the dialog and lets go of what was typed, as the question that comes then is answered. */
async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(dialog(page, 'Add Secret')).toBeHidden();
}

/** U+0001 to U+001F, U+007F and the C1 controls; NUL has a test of its own. */
function controlCharacters(): string {
  const codes = [...Array.from({ length: 0x1f }, (_, index) => index + 1), ...Array.from({ length: 0x21 }, (_, index) => index + 0x7f)];
  return `a${String.fromCodePoint(...codes)}z`;
}
