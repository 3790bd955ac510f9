import { once } from 'node:events';
import { lstatSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchApp, newProfile, removeProfile, startBare } from '../support/app.ts';
import { addSecret, choosePassphrase, continueWithoutSignIn, dialog, draftSecret, valueField } from '../support/person.ts';

/** An environment whose platform does not answer: nothing listens on the discard port. */
const nobodyThere = 'http://127.0.0.1:9';

let profile: string;
test.beforeEach(() => {
  profile = newProfile();
});
test.afterEach(() => removeProfile(profile));

const ownFile = /^(logs|preferences\.json|data-key\.json|secrets\.db.*)$/;

/**
 * The app's own files with size and time: whatever writes, creates or removes one shows. But for the log, in which
 * the first instance notes that the second came, and for Chromium's files, which it writes when it likes.
 */
function contentOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => ownFile.test(name) && name !== 'logs')
    .map((name) => [name, lstatSync(join(folder, name))] as const)
    .map(([name, { size, mtimeMs }]) => `${name} ${size} ${mtimeMs}`)
    .sort();
}

/** How often the log of the profile tells of an event. */
function told(event: string): number {
  const log = readFileSync(join(profile, 'logs/kelvin-secrets.log'), { encoding: 'utf8', flag: 'a+' });
  return log.split(`"event":"${event}"`).length - 1;
}

test('the second start brings the first to the front and leaves without touching the profile', async () => {
  const { app, page, end } = await launchApp({ profile, sandbox: nobodyThere });
  await choosePassphrase(page);
  await continueWithoutSignIn(page);
  await addSecret({ app, page }, { name: 'waits', value: 'a value' });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await app.evaluate(({ app: electronApp }) => {
    const seen = globalThis as { broughtToFront?: Promise<void> };
    seen.broughtToFront = new Promise((resolve) => electronApp.once('second-instance', () => resolve()));
  });

  const before = contentOf(profile);
  expect(before.join()).toContain('secrets.db');
  expect(await startBare({ profile }).ended).toBe(0);
  expect(contentOf(profile)).toEqual(before);
  expect(told('app-started')).toBe(1);

  await app.evaluate(() => (globalThis as { broughtToFront?: Promise<void> }).broughtToFront);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
  await end();
});

test('of several that are started in the same instant one stays', async () => {
  const started = [1, 2, 3].map(() => startBare({ profile }));
  const ends = started.map(({ ended }, nth) => ended.then((code) => ({ nth, code })));
  try {
    const first = await Promise.race(ends);
    const second = await Promise.race(ends.filter((_, nth) => nth !== first.nth));
    expect([first.code, second.code]).toEqual([0, 0]);
    await expect.poll(() => told('phase')).toBeGreaterThan(0);
    expect(told('app-started')).toBe(1);
  } finally {
    for (const one of started) one.kill();
    await Promise.all(ends);
  }
});

test('asked by the system to end, it ends at once, cleanly and without a question', async () => {
  const { app, end } = await launchApp({ profile });
  const process = app.process();
  await end();
  expect(process.exitCode).toBe(0);
});

test('closing asks about a typed value although the outbox is empty, keeps it, and leaves when told to', async () => {
  const { page, app, end } = await launchApp({ profile, sandbox: nobodyThere });
  try {
    await choosePassphrase(page);
    await continueWithoutSignIn(page);
    const add = await draftSecret({ page, app }, { name: 'typed', value: 'not added yet' });
    const close = () => app.evaluate(({ BrowserWindow }) => setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()));
    await close();
    const question = dialog(page, 'Quit Kelvin Secrets?');
    await expect(question).toContainText('What you typed in the open form is not added, and nothing keeps it.');
    await expect(question).not.toContainText('encrypted on this computer');
    await expect(question.getByRole('button', { name: 'Keep open' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(question).toBeHidden();
    await expect(add).toBeVisible();
    await expect(valueField(page)).toHaveValue('•'.repeat('not added yet'.length));

    await close();
    const left = once(app.process(), 'exit');
    await question.getByRole('button', { name: 'Quit', exact: true }).click({ noWaitAfter: true });
    expect(await left).toEqual([0, null]);
  } finally {
    await end();
  }
});

test('closing with a form open in which nothing is typed asks nothing', async () => {
  const { page, app, end } = await launchApp({ profile, sandbox: nobodyThere });
  try {
    await choosePassphrase(page);
    await continueWithoutSignIn(page);
    await page.getByRole('button', { name: 'Add Secret' }).first().click();
    await expect(dialog(page, 'Add Secret')).toBeVisible();
    const left = once(app.process(), 'exit');
    await app.evaluate(({ BrowserWindow }) => setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()));
    expect(await left).toEqual([0, null]);
  } finally {
    await end();
  }
});

test('a page that hangs does not keep the app open when nothing waits in the outbox', async () => {
  const { page, app, end } = await launchApp({ profile, sandbox: nobodyThere });
  try {
    await choosePassphrase(page);
    await continueWithoutSignIn(page);
    const left = once(app.process(), 'exit');
    await page.evaluate(() => setTimeout(() => { for (;;); }, 0));
    await app.evaluate(({ BrowserWindow }) => setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()));
    expect(await left).toEqual([0, null]);
  } finally {
    await end();
  }
});

test('what the app writes itself is for this person only', async () => {
  test.skip(process.platform === 'win32');
  const { app, end } = await launchApp({ profile });
  expect(await app.evaluate(({ app: electronApp }) => [electronApp.getPath('userData'), electronApp.getName()])).toEqual([
    profile,
    'Kelvin Secrets Development',
  ]);
  await end();
  const own = readdirSync(profile).filter((name) => ownFile.test(name));
  expect(own).toContain('logs');
  for (const name of own) expect(statSync(join(profile, name)).mode & 0o077).toBe(0);
});

test('a window is where it was left', async () => {
  const first = await launchApp({ profile });
  const place = { x: 60, y: 70, width: 900, height: 640 };
  await first.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place);
  await first.end();
  const second = await launchApp({ profile });
  expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(place);
  await second.end();
});
