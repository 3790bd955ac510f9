import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Bridge } from '../../src/shared/ipc/bridge.ts';
import { notCreatedOnce } from '../support/created-once.ts';
import { addSecret, dialog, goTo, header, paste, row, sendNow, unlock } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { screenProblems } from '../gallery/screen-problems.ts';

// Many at once: what is pasted, dropped or chosen is shown line by line without its values, and added in one step.

declare const window: { readonly kelvin: Bridge };

let scene: Scene;
test.afterEach(() => scene.close());

const key = '-----BEGIN KEY-----\r\nMC4CAQ ==\r\n\r\n-----END KEY-----\r\n';

const file = [
  '# plant A',
  'mqtt-password=plain value # the old one',
  `tls-key="${key}"`,
  "literal='  $HOME \\n # kept  '",
  'MQTT_USER=admin',
  'twice=first',
  'twice=second',
  'already-waits=other',
  'already-there=new value',
  'empty=',
  'this is no line',
  'dollar="$HOME costs 5$"',
  '',
].join('\n');

async function expectAccessible(page: Page, screen: string): Promise<void> {
  expect(await screenProblems(page, screen)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** The row of a line of the file, by its number. */
function line(within: Locator, number: number): Locator {
  return within.getByRole('row').filter({ has: within.page().getByRole('gridcell', { name: String(number), exact: true }) });
}

/** Resolves when the platform has it. */
async function arrived(name: string): Promise<void> {
  await expect.poll(async () => (await scene.sandbox.client.secret(name))?.name).toBe(name);
}

/** Every name that the platform was ever sent. */
async function sentNames({ sandbox }: Scene): Promise<string[]> {
  return (await sandbox.client.journal({ operation: 'create' })).flatMap(({ names }) => names);
}

function importDialog(page: Page, title = 'Import secrets'): Locator {
  return dialog(page, title);
}

test('a pasted .env with everything wrong in it: told by line, nothing added until confirmed, then byte for byte', async () => {
  scene = await openScene();
  const { client } = scene.sandbox;
  const { page } = scene.running;
  await addSecret(scene.running, { name: 'already-there', value: 'old value' });
  await expect(row(page, 'already-there')).toContainText('On the platform');
  const answerAgain = await client.refuse();
  await addSecret(scene.running, { name: 'already-waits', value: 'mine' });

  await page.keyboard.press('ControlOrMeta+i');
  await expectAccessible(page, 'import, where from');
  await paste(scene.running, file);
  const importing = importDialog(page);
  await expect(importing.getByRole('button', { name: /^Add 5 to / })).toBeVisible();
  await expect(line(importing, 2)).toContainText('The comment behind it is left out');
  await expect(line(importing, 3)).toContainText(`${String(key.length)} bytes`);
  await expect(line(importing, 3)).toContainText('Windows line ends, kept');
  await expect(line(importing, 9)).toContainText('Left out');
  await expect(line(importing, 9)).toContainText('Only lowercase letters, digits and -');
  await expect(line(importing, 11)).toContainText('Same name as line 10');
  await expect(line(importing, 12)).toContainText('Already waits');
  await expect(line(importing, 13)).toContainText('On the platform');
  await expect(line(importing, 14)).toContainText('The value is empty');
  await expect(line(importing, 15)).toContainText('Not NAME=value');
  await expect(line(importing, 16)).toContainText('$ is kept as it is written');
  await expectAccessible(page, 'import, preview');

  // Nothing of a value is on the screen or in the page.
  const html = await page.content();
  for (const value of ['MC4CAQ', 'plain value', 'the old one', 'admin', 'costs 5', 'this is no line']) expect(html).not.toContain(value);
  expect(await sentNames(scene)).not.toContain('mqtt-password');

  // Each choice is the person's, and is seen.
  await importing.getByRole('button', { name: 'Use mqtt-user' }).click();
  await expect(line(importing, 9)).toContainText('Was MQTT_USER');
  await line(importing, 11).getByRole('button', { name: 'Keep this one' }).click();
  await expect(line(importing, 10)).toContainText('Same name as line 11');
  await importing.getByLabel('Names that already exist').selectOption('Replace their values');
  await expect(line(importing, 13)).toContainText('Will be replaced');
  await importing.getByRole('button', { name: /^With a remark/ }).click();
  await expect(importing.getByText('6 of 11 lines are added, 1 is replaced, all in one step. 1 is skipped, 3 left out. Nothing has been added yet.')).toBeVisible();
  await importing.getByRole('button', { name: /^Add 6, replace 1 in / }).click();
  await expect(importing).toBeHidden();

  await answerAgain();
  await sendNow(page);
  await expect(page.getByRole('group', { name: /^Import to .*: 7 arrived\.$/ })).toBeVisible();
  const created = {
    'mqtt-password': 'plain value',
    'tls-key': key,
    literal: '  $HOME \\n # kept  ',
    'mqtt-user': 'admin',
    twice: 'second',
    'already-waits': 'mine',
    dollar: '$HOME costs 5$',
  };
  for (const [name, value] of Object.entries(created)) {
    expect(notCreatedOnce(await client.journal(), name, await client.hmac(value))).toEqual([]);
  }
  expect(await client.secret('already-there')).toMatchObject({ valueHmac: await client.hmac('new value') });
  expect(scene.output()).not.toContain('MC4CAQ');
});

test('without a mouse: opened, pasted, put right, added', async () => {
  scene = await openScene();
  const { client } = scene.sandbox;
  const { page } = scene.running;
  await page.keyboard.press('ControlOrMeta+i');
  await expect(page.getByRole('button', { name: 'Choose file…' })).toBeFocused();
  await paste(scene.running, 'MQTT_USER=admin\nfine=x\n');
  const importing = importDialog(page);
  await expect(importing.getByLabel('Environment', { exact: true })).toBeFocused();
  // On to the list, whose first line offers its repair.
  const list = importing.getByRole('grid', { name: 'Lines of the import' });
  for (let presses = 0; presses < 12 && !(await list.evaluate((element) => element.matches(':focus'))); presses++) await page.keyboard.press('Tab');
  await expect(list).toBeFocused();
  await expect(importing.getByText(/^Line 1: Left out/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(importing.getByText(/^Line 1: Will be created\. Was MQTT_USER/)).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(importing.getByRole('button', { name: /^Add 2 to / })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(importing).toBeHidden();
  await arrived('mqtt-user');
  await arrived('fine');
  expect(await client.secret('mqtt-user')).toMatchObject({ valueHmac: await client.hmac('admin') });
});

test('a chosen CSV file is read by its header; giving it up asks first and adds nothing', async () => {
  scene = await openScene();
  const { client } = scene.sandbox;
  const { page } = scene.running;
  const table = join(scene.profile, 'secrets.csv');
  writeFileSync(table, 'value,name\r\n"say ""hi"",\r\ntwice",spoken\r\n,empty\r\n');
  await page.getByRole('button', { name: 'More ways to add' }).click();
  await page.getByRole('menuitem', { name: 'Import…' }).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose file…' }).click();
  await (await choosing).setFiles(table);
  const importing = importDialog(page, 'Import secrets.csv');
  await expect(importing.getByLabel('Read as')).toHaveValue('csv');
  await expect(line(importing, 2)).toContainText('Will be created');

  await page.keyboard.press('Escape');
  await expect(dialog(page, 'Discard this import?')).toBeVisible();
  await expectAccessible(page, 'import, given up?');
  await page.getByRole('button', { name: 'Keep importing' }).click();
  await importing.getByRole('button', { name: /^Add 1 to / }).click();
  await arrived('spoken');
  expect(await client.secret('spoken')).toMatchObject({ valueHmac: await client.hmac('say "hi",\r\ntwice') });

  await page.keyboard.press('ControlOrMeta+i');
  await paste(scene.running, '{"never": "added", "number": 5}');
  await expect(line(importDialog(page), 1).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard import' }).click();
  await expect(importDialog(page)).toBeHidden();
  await goTo(page, 'Outbox');
  expect(await sentNames(scene)).not.toContain('never');
});

test('it goes to the environment that is chosen for it, whose colour and name the button wears', async () => {
  scene = await openScene();
  const { page } = scene.running;
  await page.evaluate(() =>
    window.kelvin.request['environments.add']({
      address: 'http://127.0.0.1:9', label: 'Plant B', kind: 'production', colour: 'plum', confirmedIssuer: null,
    }),
  );
  await expect(page.getByRole('button', { name: /^Plant B/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+i');
  await expect(page.getByRole('button', { name: 'Choose file…' })).toBeFocused();
  await paste(scene.running, 'for-plant-b=x');
  const importing = importDialog(page);
  await importing.getByLabel('Environment', { exact: true }).selectOption('Plant B');
  const add = importing.getByRole('button', { name: 'Add 1 to Plant B' });
  await expect(add).toHaveAttribute('data-env', 'plum');
  await add.click();
  await expect(importing).toBeHidden();
  await goTo(page, 'Outbox');
  await expect(page.getByRole('row', { name: /^Plant B/ })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'for-plant-b' })).toContainText('Waiting');
  expect(await sentNames(scene)).toEqual([]);
});

test('a lock takes it off the screen, and it comes back as it was', async () => {
  scene = await openScene();
  const { page } = scene.running;
  await page.keyboard.press('ControlOrMeta+i');
  await paste(scene.running, 'mqtt-password=x\nMQTT_USER=admin\n');
  await importDialog(page).getByRole('button', { name: 'Use mqtt-user' }).click();
  await page.keyboard.press('ControlOrMeta+l');
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  expect(await page.content()).not.toContain('mqtt');
  await unlock(page);
  await expect(line(importDialog(page), 2)).toContainText('Was MQTT_USER');
  await importDialog(page).getByRole('button', { name: /^Add 2 to / }).click();
  await arrived('mqtt-user');
});

test('a dropped JSON file is taken from its bytes; what is no text, and halves of characters, are told', async () => {
  scene = await openScene();
  const { page } = scene.running;
  await page.keyboard.press('ControlOrMeta+i');
  const drop = (bytes: number[]) =>
    page.getByRole('button', { name: 'Choose file…' }).evaluate((button, content) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(content)], 'secrets.json'));
      button.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, bytes);
  await drop([0x7b, 0xff, 0xfe]);
  await expect(page.getByText('This file is not text (UTF-8 or UTF-16), so it was not taken.')).toBeVisible();
  await drop([...Buffer.from('{"half": "\\ud83d", "twice": "1",\n"twice": "2", "number": 5, "nul": "a\\u0000b"}')]);
  const importing = importDialog(page, 'Import secrets.json');
  for (const said of ['The value holds half a character', 'Same name as line 1', 'A number, not text', 'Control characters, kept']) {
    await expect(importing.getByText(said)).toBeVisible();
  }
  await expect(importing.getByRole('button', { name: /^Add 2 to / })).toBeVisible();
});

test('five thousand lines: in one step, told once, and all of it is there', async () => {
  test.slow();
  scene = await openScene();
  const { client } = scene.sandbox;
  const { page } = scene.running;
  const answerAgain = await client.refuse();
  const many = 5000;
  await page.keyboard.press('ControlOrMeta+i');
  await paste(scene.running, Array.from({ length: many }, (_, index) => `bulk-${String(index)}="value ${String(index)}"`).join('\n'));
  const importing = importDialog(page);
  const list = importing.getByRole('grid');
  await expect(list).toHaveAttribute('aria-rowcount', String(many + 1));
  // Only what is on the screen is drawn.
  expect(await importing.getByRole('row').count()).toBeLessThan(60);
  await list.focus();
  await page.keyboard.press('End');
  await expect(importing.getByText('Line 5,000: Will be created')).toBeVisible();
  await importing.getByRole('button', { name: /^Add 5,000 to / }).click();
  await expect(importing).toBeHidden();
  await expect(header(page)).toContainText('5,000 waiting');

  // Killed and started again: all of it is there.
  await scene.running.kill();
  const { page: again } = await scene.startUnlocked();
  await expect(header(again)).toContainText('5,000 waiting');
  await answerAgain();
  await sendNow(again);
  await expect(header(again)).toContainText('Up to date', { timeout: 120_000 });
  for (const index of [0, 1, 2500, many - 1]) {
    const name = `bulk-${String(index)}`;
    expect(notCreatedOnce(await client.journal(), name, await client.hmac(`value ${String(index)}`))).toEqual([]);
  }
});

test('an empty list offers it; where columns seem turned round no line is shown before it is told which is which', async () => {
  scene = await openScene();
  const { client } = scene.sandbox;
  const { page } = scene.running;
  await expect(page.getByRole('heading', { name: /^No secrets in / })).toBeVisible();
  await page.getByRole('button', { name: 'Import a file…' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Choose file…' })).toBeFocused();
  await paste(scene.running, 'S3cr3t!;mqtt-user\r\n"Other;\r\n#1";opc-user\r\n');
  const importing = importDialog(page);
  await expect(importing.getByRole('group', { name: 'Which column holds the names?' })).toBeVisible();
  await expect(importing.getByRole('button', { name: 'The second holds the names' })).toBeFocused();
  expect(await page.content()).not.toMatch(/S3cr3t|Other|mqtt-user/);
  await expectAccessible(page, 'import, which column');
  // What is asked can be left: nothing of it stays.
  await page.keyboard.press('Escape');
  await expect(dialog(page, 'Discard this import?')).toBeVisible();
  await page.keyboard.press('Escape');
  await importing.getByRole('button', { name: 'The second holds the names' }).focus();
  await page.keyboard.press('Enter');
  await expect(line(importing, 1)).toContainText('mqtt-user');
  await expect(importing.getByLabel('Read as')).toHaveValue('csv-turned');
  expect(await page.content()).not.toMatch(/S3cr3t|Other/);
  await importing.getByRole('button', { name: /^Add 2 to / }).press('Enter');
  await arrived('mqtt-user');
  await arrived('opc-user');
  expect(await client.secret('mqtt-user')).toMatchObject({ valueHmac: await client.hmac('S3cr3t!') });
  expect(await client.secret('opc-user')).toMatchObject({ valueHmac: await client.hmac('Other;\r\n#1') });
});

test('a spreadsheet with usual captions in any order is understood, and that is said', async () => {
  scene = await openScene();
  const { client } = scene.sandbox;
  const { page } = scene.running;
  await page.keyboard.press('ControlOrMeta+i');
  await paste(scene.running, '\ufeffPassword;Comment;Key\r\n1,5;"old; kept";mqtt-user\r\n');
  const importing = importDialog(page);
  await expect(importing.getByText('The first line names the columns: “Key” is the name, “Password” the value.')).toBeVisible();
  await importing.getByRole('button', { name: /^Add 1 to / }).click();
  await arrived('mqtt-user');
  expect(await client.secret('mqtt-user')).toMatchObject({ valueHmac: await client.hmac('1,5') });
});

test('names of a .env are written as the platform takes them when that is chosen; what becomes one name is told', async () => {
  scene = await openScene();
  const { client } = scene.sandbox;
  const { page } = scene.running;
  await page.keyboard.press('ControlOrMeta+i');
  await paste(scene.running, 'export DB_PASSWORD=one\nDB_USER=two\ndb-user=three\nDb.Password=four\n');
  const importing = importDialog(page);
  await expect(importing.getByRole('button', { name: /^Add 1 to / })).toBeVisible();
  const all = importing.getByLabel('Write 3 names as the platform takes them: DB_PASSWORD as db-password, and so on');
  await all.press('Space');
  await expect(line(importing, 1)).toContainText('db-password');
  await expect(line(importing, 1)).toContainText('Was DB_PASSWORD');
  await expect(line(importing, 2)).toContainText('Same name as line 3. Was DB_USER');
  await expect(line(importing, 3)).toContainText('Will be created');
  await expect(line(importing, 4)).toContainText('Same name as line 1. Was Db.Password');
  await all.press('Space');
  await expect(line(importing, 1)).toContainText('Left out');
  await all.press('Space');
  await importing.getByRole('button', { name: /^Add 2 to / }).press('Enter');
  await arrived('db-password');
  await arrived('db-user');
  expect(await client.secret('db-password')).toMatchObject({ valueHmac: await client.hmac('one') });
  expect(await client.secret('db-user')).toMatchObject({ valueHmac: await client.hmac('three') });
});

test('offline it is recorded all the same; sent with progress later, told once; the same file again adds nothing', async () => {
  scene = await openScene();
  const { client } = scene.sandbox;
  const { page } = scene.running;
  const answerAgain = await client.refuse();
  const again = async (): Promise<Locator> => {
    await page.keyboard.press('ControlOrMeta+i');
    await paste(scene.running, 'bulk-a=1\nbulk-b=2\nbulk-c=3\n');
    return importDialog(page);
  };
  await (await again()).getByRole('button', { name: /^Add 3 to / }).click();
  await expect(header(page)).toContainText('3 waiting');
  const second = await again();
  for (const number of [1, 2, 3]) await expect(line(second, number)).toContainText('Already waits');
  await second.getByRole('button', { name: /^Add 0 to / }).click();
  await expect(second.getByText('No line can be added. Look at what is said beside each.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard import' }).click();

  // Each answer takes some seconds.
  await client.fault({ kind: 'slow', bytesPerSecond: 100, target: 'api', operation: 'create', count: 3 });
  await answerAgain();
  await sendNow(page);
  await expect(page.getByRole('progressbar', { name: /^Import to .*: 0 of 3 done$/ })).toBeVisible();
  await expect(page.getByRole('group', { name: /^Import to .*: 3 arrived\.$/ })).toHaveCount(1);
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  const third = await again();
  for (const number of [1, 2, 3]) await expect(line(third, number)).toContainText('On the platform');
});

test('what cannot be taken is told in words and leaves nothing behind; a value that is too large is told by its line', async () => {
  scene = await openScene();
  const { page } = scene.running;
  await page.keyboard.press('ControlOrMeta+i');
  const drop = (...files: { readonly name: string; readonly text: string }[]) =>
    page.getByRole('button', { name: 'Choose file…' }).evaluate((button, given) => {
      const data = new DataTransfer();
      for (const { name, text } of given) data.items.add(new File([text], name));
      button.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, files);
  const lines = (count: number): string => 'a=1\n'.repeat(count);
  await drop({ name: 'empty.env', text: '' });
  await expect(page.getByText('There is no secret in this.')).toBeVisible();
  await drop({ name: 'a.env', text: 'a=1' }, { name: 'b.env', text: 'b=1' });
  await expect(page.getByText('These are several files, so none was taken. Take one after the other.')).toBeVisible();
  await drop({ name: 'many.env', text: lines(10_001) });
  await expect(page.getByText('An import holds at most 10,000 lines, so it was not taken. Split it.')).toBeVisible();
  await drop({ name: 'huge.env', text: `a=${'x'.repeat(8 * 1024 * 1024)}` });
  await expect(page.getByText('This is more than 8 MiB, so it was not taken. Split it.')).toBeVisible();
  // Nothing of it is held: it closes without a question.
  await page.keyboard.press('Escape');
  await expect(importDialog(page)).toBeHidden();
  await page.keyboard.press('ControlOrMeta+i');
  await drop({ name: 'large.env', text: `large=${'x'.repeat(1024 * 1024 + 1)}\nlargest=${'x'.repeat(1024 * 1024)}\nspaced="x \n"\n` });
  const importing = importDialog(page, 'Import large.env');
  await expect(line(importing, 1)).toContainText('The value is larger than 1 MiB');
  await expect(line(importing, 3)).toContainText('Ends with a newline, kept as it is');
  await importing.getByRole('button', { name: /^Add 2 to / }).click();
  await arrived('largest');
  await arrived('spaced');
  expect(await scene.sandbox.client.secret('spaced')).toMatchObject({ valueHmac: await scene.sandbox.client.hmac('x \n') });
});

test('a file is taken where it is dropped on the import, and anywhere else the window stays what it is', async () => {
  scene = await openScene();
  const { page } = scene.running;
  const table = join(scene.profile, 'dropped.env');
  writeFileSync(table, 'mqtt-user=admin\n');
  const mouse = await page.context().newCDPSession(page);
  // As the system drops it, so that a window without a guard would open it.
  const drop = async (): Promise<void> => {
    const data = { items: [], files: [table], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await mouse.send('Input.dispatchDragEvent', { type, x: 640, y: 400, data });
  };
  const address = page.url();
  await drop();
  await page.keyboard.press('ControlOrMeta+i');
  await expect(page.getByRole('button', { name: 'Choose file…' })).toBeFocused();
  expect(page.url()).toBe(address);
  await drop();
  const importing = importDialog(page, 'Import dropped.env');
  await expect(line(importing, 1)).toContainText('mqtt-user');
  await drop();
  await importing.getByRole('button', { name: /^Add 1 to / }).click();
  await arrived('mqtt-user');
  expect(page.url()).toBe(address);
});
