import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { makeReadOnly, mountSmallDisk, smallDiskMissing, type SmallDisk } from '../faults/disk/small-disk.ts';
import { addSecret, dialog, draftSecret, header, passphrase, row, sendNow, unlock, valueField } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// The real app on a real disk that has no space or takes no writes: what it says is true, what was typed is kept,
// and it goes on when the disk does. Damaged and missing files are in database.spec.ts.

const diskKibibytes = 96 * 1024; // the browser's own files lie there too

test.skip(smallDiskMissing !== null, smallDiskMissing ?? '');

let disk: SmallDisk;
let scene: Scene;
test.beforeEach(async () => {
  disk = mountSmallDisk(diskKibibytes);
  const temporary = process.env['TMPDIR'];
  process.env['TMPDIR'] = disk.folder; // where the profile is made
  try {
    scene = await openScene({ launch: { env: { TMPDIR: temporary ?? '/tmp' } } });
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
  }
  await scene.sandbox.client.refuse();
});
test.afterEach(async () => {
  disk.empty();
  await scene.close();
  disk.remove();
});

const created = async (name: string): Promise<number> =>
  (await scene.sandbox.client.journal()).filter((line) => line.committed && line.names?.includes(name)).length;

test('with a full disk Add keeps what was typed and says why; pressed again with space it is added and created once', async () => {
  const { page } = scene.running;
  const add = await draftSecret(scene.running, { name: 'typed', value: 'typed by hand' });
  disk.fill();
  await add.getByRole('button', { name: /^Add to / }).click();
  await expect(add.getByText('The disk of this computer is full. Nothing was recorded.')).toBeVisible();
  await expect(valueField(page)).toHaveValue('•'.repeat('typed by hand'.length));
  await expect(add.getByLabel('Name', { exact: true })).toHaveValue('typed');

  disk.empty();
  await add.getByRole('button', { name: /^Add to / }).click();
  await expect(add).toBeHidden();
  await expect(row(page, 'typed')).toContainText('Waiting');
  await scene.sandbox.client.clearFaults();
  await sendNow(page);
  await expect(row(page, 'typed')).toContainText('On the platform');
  expect(await created('typed')).toBe(1);
  const { client } = scene.sandbox;
  expect((await client.secret('typed'))?.valueHmac).toBe(await client.hmac('typed by hand'));
});

test('a disk that is full when it is time to send: nothing is sent, the header says why, and it goes on with space', async () => {
  const { page } = scene.running;
  await addSecret(scene.running, { name: 'waits', value: 'still here', how: 'paste' });
  disk.fill();
  await scene.sandbox.client.clearFaults();
  await sendNow(page);
  await expect(header(page)).toContainText('Disk is full');
  await expect(page.getByText('The disk of this computer is full.')).toBeVisible();
  expect(await created('waits')).toBe(0);

  disk.empty();
  await sendNow(page);
  await expect(row(page, 'waits')).toContainText('On the platform');
  await expect(header(page)).not.toContainText('Disk is full');
  expect(await created('waits')).toBe(1);
});

test('a database that became read-only is told at the start, nothing is changed, and it opens when it can be written', async () => {
  await addSecret(scene.running, { name: 'waits', value: 'still here', how: 'paste' });
  await scene.running.end();
  const file = join(scene.profile, 'secrets.db');
  const before = readFileSync(file);
  const undo = makeReadOnly(file);
  const { page } = await scene.start();
  try {
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await expect(page.getByRole('heading', { name: 'The app cannot write its files' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start afresh…' })).toHaveCount(0);
  } finally {
    undo();
  }
  expect(readFileSync(file)).toEqual(before);
  expect(readdirSync(scene.profile).filter((name) => name.includes('.quarantine-'))).toEqual([]);
  await page.getByRole('button', { name: 'Try again' }).click();
  await unlock(page);
  await expect(row(page, 'waits')).toContainText('Waiting');
});

test('a start on a full disk is told, and goes on when there is space', async () => {
  await addSecret(scene.running, { name: 'waits', value: 'still here', how: 'paste' });
  await scene.running.end();
  disk.fill();
  const { page } = await scene.start();
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByRole('heading', { name: 'The disk is full' })).toBeVisible();
  disk.empty();
  await page.getByRole('button', { name: 'Try again' }).click();
  await unlock(page);
  await expect(row(page, 'waits')).toContainText('Waiting');
  await expect(dialog(page, 'Start afresh?')).toHaveCount(0);
});
