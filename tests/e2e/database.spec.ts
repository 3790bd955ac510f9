import { copyFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { addSecret, choosePassphrase, dialog, header, passphrase, row, sendNow, signIn, unlock } from '../support/person.ts';
import { dataKeyOf, openGenuine } from '../support/profile-scan.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

// The files that the real app leaves, seen by an independent tool; and what the app says when they are not as it
// left them. Nothing that cannot be read is ever deleted or overwritten.

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene();
  await scene.sandbox.client.refuse();
  await addSecret(scene.running, { name: 'waits', value: 'still here\n', how: 'paste' });
  await scene.running.end();
});
test.afterEach(() => scene.close());

const file = (name: string) => join(scene.profile, name);

test('genuine SQLCipher 4 opens it with the data key and finds every page authentic; without the key it does not', async () => {
  expect(readdirSync(scene.profile)).not.toContain('secrets.db-wal');
  const copy = join(scratchFolder('database'), 'copy.db');
  copyFileSync(file('secrets.db'), copy);
  const dataKey = await dataKeyOf(scene.profile, passphrase);
  const db = openGenuine(copy, dataKey);
  expect(db.pragma('cipher_version', { simple: true })).toMatch(/^4\./);
  expect(db.pragma('cipher_integrity_check')).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.prepare('SELECT name, state FROM entries').all()).toEqual([{ name: 'waits', state: 'waiting' }]);
  db.close();

  const stranger = openGenuine(copy, Buffer.alloc(32, 1));
  expect(() => stranger.prepare('SELECT count(*) FROM sqlite_schema').get()).toThrow(/not a database/);
  stranger.close();

  const bytes = readFileSync(copy);
  bytes[3 * 4096 + 100] = (bytes[3 * 4096 + 100] ?? 0) ^ 1;
  writeFileSync(copy, bytes);
  const damaged = openGenuine(copy, dataKey);
  expect(damaged.pragma('cipher_integrity_check')).toEqual([{ cipher_integrity_check: 'HMAC verification failed for page 4' }]);
  damaged.close();
});

test('a wrong passphrase opens nothing and changes nothing; the right one opens everything', async () => {
  const before = readFileSync(file('data-key.json'));
  const { page } = await scene.start();
  await page.getByLabel('Passphrase', { exact: true }).fill('not the passphrase at all');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByText('This is not the passphrase. Nothing was changed; try again.')).toBeVisible();
  expect(readFileSync(file('data-key.json'))).toEqual(before);
  await unlock(page);
  await expect(row(page, 'waits')).toContainText('Waiting');
});

/** What happened, what is safe, what to do: always these three. */
async function expectTrouble(page: Page, title: string): Promise<void> {
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  for (const told of ['What happened', 'What is safe', 'What you can do']) await expect(page.getByText(told)).toBeVisible();
}

async function startAfresh(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start afresh…' }).click();
  await dialog(page, 'Start afresh?').getByRole('button', { name: 'Set the files aside and start' }).click();
  await choosePassphrase(page);
  await scene.sandbox.client.clearFaults();
  await signIn(page);
}

const setAside = (name: string) => readdirSync(scene.profile).filter((other) => other.startsWith(`${name}.quarantine-`));

test('a damaged database is kept aside, what can be read goes on by itself, and the person is told until they read it', async () => {
  const bytes = readFileSync(file('secrets.db'));
  // The schema and the root of every table: SQLite itself opens nothing of it any more.
  bytes.fill(0xa5, 100, 4096);
  writeFileSync(file('secrets.db'), bytes);
  const { page } = await scene.startUnlocked();
  await expect(page.getByText(/^The outbox on this computer was found damaged at .*Everything that could be read goes on: 1 secret\./)).toBeVisible();
  const [kept, ...more] = setAside('secrets.db');
  expect(more).toEqual([]);
  expect(readFileSync(file(kept ?? ''))).toEqual(bytes);
  await scene.running.end();

  const again = await scene.startUnlocked();
  await expect(row(again.page, 'waits')).toContainText('Waiting');
  await again.page.getByRole('button', { name: 'I have read it' }).click();
  await expect(again.page.getByText('found damaged')).toBeHidden();
  await scene.sandbox.client.clearFaults();
  await sendNow(again.page);
  await expect(row(again.page, 'waits')).toContainText('On the platform');
  await again.end();

  const third = await scene.startUnlocked();
  await expect(row(third.page, 'waits')).toContainText('On the platform');
  await expect(third.page.getByText('found damaged')).toHaveCount(0);
});

test('a database replaced by garbage begins anew only when asked, and what is missing is told with its time', async () => {
  const bytes = readFileSync(file('secrets.db')).fill(0xa5);
  writeFileSync(file('secrets.db'), bytes);
  const { page } = await scene.start();
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expectTrouble(page, 'The outbox cannot be read');
  expect(readFileSync(file('secrets.db'))).toEqual(bytes);

  await startAfresh(page);
  const [kept, ...more] = setAside('secrets.db');
  expect(more).toEqual([]);
  expect(readFileSync(file(kept ?? ''))).toEqual(bytes);
  await expect(page.getByText(/^The app began with an empty outbox at .*secrets\.db\.quarantine-/)).toBeVisible();
  await page.getByRole('button', { name: 'I have read it' }).click();
  await expect(page.getByText(/^1 change you made at \d\d:\d\d is missing\./)).toBeVisible();
});

test('without its key file nothing is overwritten, and once it is back everything opens', async () => {
  renameSync(file('data-key.json'), file('elsewhere.json'));
  const database = readFileSync(file('secrets.db'));
  const { page } = await scene.start();
  await expectTrouble(page, 'The key file is missing');
  expect(readdirSync(scene.profile)).not.toContain('data-key.json');
  expect(readFileSync(file('secrets.db'))).toEqual(database);

  renameSync(file('elsewhere.json'), file('data-key.json'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await unlock(page);
  await expect(row(page, 'waits')).toContainText('Waiting');
  await scene.sandbox.client.clearFaults();
  await sendNow(page);
  await expect(row(page, 'waits')).toContainText('On the platform');
  await expect(header(page)).toContainText('Up to date');
});

test('a damaged key file is set aside, never overwritten, and what it belongs to stays', async () => {
  const database = readFileSync(file('secrets.db'));
  writeFileSync(file('data-key.json'), '{"format":1,');
  const { page } = await scene.start();
  await expectTrouble(page, 'The key file cannot be read');
  expect(readFileSync(file('secrets.db'))).toEqual(database);
  await startAfresh(page);
  const [key] = setAside('data-key.json');
  const [kept] = setAside('secrets.db');
  expect(readFileSync(file(key ?? ''), 'utf8')).toBe('{"format":1,');
  expect(readFileSync(file(kept ?? ''))).toEqual(database);
});

test('a database of a newer version is refused with those words and left as it is', async () => {
  const db = openGenuine(file('secrets.db'), await dataKeyOf(scene.profile, passphrase));
  db.pragma('user_version = 4711');
  db.close();
  const before = readFileSync(file('secrets.db'));
  const { page } = await scene.start();
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expectTrouble(page, 'A newer version of the app was here');
  await expect(page.getByRole('button', { name: 'Start afresh…' })).toHaveCount(0);
  await scene.running.end();
  expect(readFileSync(file('secrets.db'))).toEqual(before);
});
