import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { notCreatedOnce } from '../support/created-once.ts';
import { holdReader } from '../support/held-reader.ts';
import { addSecret, discardSecret, header, passphrase, row, sendNow, workOffline } from '../support/person.ts';
import { dataKeyOf, formsIn, leaksIn, openGenuine, rawPages, tablesWith } from '../support/profile-scan.ts';
import { openScene, type Scene } from '../support/scene.ts';

// A value with a marker in it is looked for where it must not be: in files, logs and output as it is or encoded,
// and in the decrypted database once it was delivered. Each test also shows
// that the search finds it where it is; tests/unit/profile-scan.test.ts shows the search itself.

const newMarker = () => `marker${randomBytes(15).toString('hex')}`;

/** Long enough for overflow pages, and with the marker so often that no page boundary cuts all of them. */
const valueWith = (marker: string) => `${marker}\n`.repeat(400);

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene();
});
test.afterEach(() => scene.close());

const databaseFile = () => join(scene.profile, 'secrets.db');

/** The decrypted pages and frames that still hold the marker. */
async function pagesWith(marker: string): Promise<string[]> {
  const pages = rawPages(databaseFile(), await dataKeyOf(scene.profile, passphrase));
  return pages.filter(({ content }) => formsIn(content, marker).length > 0).map(({ where }) => where);
}

async function rowsWith(marker: string): Promise<string[]> {
  const db = openGenuine(databaseFile(), await dataKeyOf(scene.profile, passphrase));
  try {
    return tablesWith(db, marker);
  } finally {
    db.close();
  }
}

test('neither files nor logs nor output hold the value, before and after delivery; the log knows no names', async () => {
  const marker = newMarker();
  const name = `name-${newMarker()}`;
  const { client, origin } = scene.sandbox;
  const hidden = [marker, name, 'demo@sandbox.example'];
  const answerAgain = await client.refuse();
  await addSecret(scene.running, { name, value: valueWith(marker), how: 'paste' });
  await expect(row(scene.running.page, name)).toContainText('Waiting');
  expect(leaksIn(scene.profile, hidden)).toEqual([]);
  expect(await pagesWith(marker), 'the encrypted database has it, so the search can find it').not.toEqual([]);

  await answerAgain();
  await sendNow(scene.running.page);
  await expect(row(scene.running.page, name)).toContainText('On the platform');
  expect(leaksIn(scene.profile, hidden)).toEqual([]);
  await scene.running.end();
  expect(leaksIn(scene.profile, hidden)).toEqual([]);
  expect(hidden.flatMap((text) => formsIn(Buffer.from(scene.output()), text))).toEqual([]);

  const log = readFileSync(join(scene.profile, 'logs/kelvin-secrets.log'), 'utf8');
  expect(log).toContain('app-started');
  for (const telling of [name, marker, new URL(origin).host, '127.0.0.1', 'Sandbox', 'demo', 'krn:', passphrase]) {
    expect(log).not.toContain(telling);
  }
});

test('a delivered value is gone from the database: its tables, its pages and its log', async () => {
  const marker = newMarker();
  const { page } = scene.running;
  await addSecret(scene.running, { name: 'delivered', value: valueWith(marker), how: 'paste' });
  await expect(row(page, 'delivered')).toContainText('On the platform');
  // The log is emptied at most once a second while the outbox drains.
  await expect.poll(() => pagesWith(marker)).toEqual([]);
  await scene.running.end();
  expect(await pagesWith(marker)).toEqual([]);
  expect(await rowsWith(marker)).toEqual([]);
  expect(await rowsWith('delivered'), 'the history keeps the name, so the search reads what is there').toContain('entries');
});

test('a discarded value is gone from the database too', async () => {
  const marker = newMarker();
  const { page } = scene.running;
  await scene.sandbox.client.refuse();
  await addSecret(scene.running, { name: 'discarded', value: valueWith(marker), how: 'paste' });
  await discardSecret(page, 'discarded');
  await expect(row(page, 'discarded')).toHaveCount(0);
  await scene.running.end();
  expect(await rowsWith(marker)).toEqual([]);
  expect(await pagesWith(marker)).toEqual([]);
});

test('a discard that can be taken back keeps the value encrypted until its undo goes; what a kill left is erased at the next start', async () => {
  const marker = newMarker();
  const { page } = scene.running;
  await workOffline(page);
  await addSecret(scene.running, { name: 'let-go', value: valueWith(marker), how: 'paste' });
  await discardSecret(page, 'let-go');
  await scene.running.kill();
  expect(await rowsWith(marker), 'nothing was asked, and it could be taken back').toContain('kept_discards');
  expect(leaksIn(scene.profile, [marker])).toEqual([]);

  const { page: again } = await scene.startUnlocked();
  await expect.poll(() => pagesWith(marker)).toEqual([]);
  await addSecret(scene.running, { name: 'let-go', value: valueWith(marker), how: 'paste' });
  await discardSecret(again, 'let-go');
  await again.getByRole('group', { name: 'let-go was discarded.' }).getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(() => pagesWith(marker)).toEqual([]);
  expect(await rowsWith(marker)).toEqual([]);
});

test('killed between the delivery and the emptying of the log, the next start empties it', async () => {
  const marker = newMarker();
  const { page } = scene.running;
  const { client } = scene.sandbox;
  const value = valueWith(marker);
  const answerAgain = await client.refuse();
  await addSecret(scene.running, { name: 'killed', value, how: 'paste' });
  // A reader keeps the log from being emptied; it dies with the app, as in a power cut.
  const reader = await holdReader(databaseFile(), await dataKeyOf(scene.profile, passphrase));
  await answerAgain();
  await sendNow(page);
  await expect(row(page, 'killed')).toContainText('On the platform');
  await scene.running.kill();
  await reader.kill();
  expect(await pagesWith(marker), 'killed before the log was emptied').not.toEqual([]);

  const { page: again } = await scene.startUnlocked();
  await expect(row(again, 'killed')).toContainText('On the platform');
  await expect(header(again)).toContainText('Up to date');
  await expect.poll(() => pagesWith(marker)).toEqual([]);
  await scene.running.end();
  expect(await rowsWith(marker)).toEqual([]);
  expect(notCreatedOnce(await client.journal(), 'killed', await client.hmac(value))).toEqual([]);
});
