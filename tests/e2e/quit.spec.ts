import { expect, test, type Page } from '@playwright/test';
import { addSecret, dialog, header, row, sendNow, takeAction } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// Leaving says what stays on this computer, once, and loses nothing; where nothing stays, nothing is asked.

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene();
});
test.afterEach(() => scene.close());

/** As the window's own button does it. The window may be gone before the answer comes back. */
async function closeWindow(): Promise<void> {
  await scene.running.app.evaluate(({ BrowserWindow }) => {
    setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
  });
}

const question = (page: Page) => dialog(page, 'Quit Kelvin Secrets?');

test('with entries waiting it asks, in numbers; keeping open keeps; quitting leaves; nothing is lost', async () => {
  const { page } = scene.running;
  const answerAgain = await scene.sandbox.client.refuse();
  await addSecret(scene.running, { name: 'stays-one', value: 'first' });
  await addSecret(scene.running, { name: 'stays-two', value: 'second' });
  await closeWindow();
  await expect(question(page)).toContainText('2 secrets stay encrypted on this computer. They are sent when you open the app again.');
  await page.getByRole('button', { name: 'Keep open' }).click();
  await expect(question(page)).toBeHidden();
  await addSecret(scene.running, { name: 'stays-three', value: 'third' });

  await closeWindow();
  await expect(question(page)).toContainText('3 secrets stay');
  await page.keyboard.press('Escape');
  await expect(question(page)).toBeHidden();

  await closeWindow();
  await question(page).getByRole('button', { name: 'Quit', exact: true }).click();
  expect(await scene.running.gone).toBe(0);

  await answerAgain();
  const { page: again } = await scene.startUnlocked();
  await sendNow(again);
  for (const name of ['stays-one', 'stays-two', 'stays-three']) await expect(row(again, name)).toContainText('On the platform');
});

test('with what needs the person it says so', async () => {
  const { page } = scene.running;
  await scene.sandbox.client.setPermissions('demo', ['read']);
  await addSecret(scene.running, { name: 'needs-you', value: 'first' });
  await expect(row(page, 'needs-you')).toContainText('Needs you');
  await closeWindow();
  await expect(question(page)).toContainText('1 secret stays encrypted on this computer.');
  await expect(question(page)).toContainText('It is not sent by itself. 1 needs you first.');
});

test('with what is on hold, and with what waits for a sign-in, it says that opening the app is not enough', async () => {
  const { page } = scene.running;
  const { client } = scene.sandbox;
  const answerAgain = await client.refuse();
  await addSecret(scene.running, { name: 'first-held', value: 'first' });
  await addSecret(scene.running, { name: 'second-waits', value: 'second' });
  await expect(header(page)).toContainText('No answer'); // nothing is being sent that could not be put on hold
  await takeAction(page, 'first-held', 'Put on hold');
  await expect(row(page, 'first-held')).toContainText('On hold');
  await closeWindow();
  await expect(question(page)).toContainText('1 of them is sent when you open the app again. 1 stays on hold until you release it.');
  await page.getByRole('button', { name: 'Keep open' }).click();
  await client.revokeSessions();
  await answerAgain();
  await sendNow(page);
  await expect(header(page)).toContainText('Session ended');
  await closeWindow();
  await expect(question(page)).toContainText('None of them is sent by itself. 1 waits for you to sign in. 1 stays on hold until you release it.');
});

test('while working offline it says that nothing is sent before the person goes online again', async () => {
  const { page } = scene.running;
  await page.getByRole('switch', { name: 'Work offline' }).click();
  await expect(header(page)).toContainText('Working offline');
  for (const name of ['stays-one', 'stays-two']) await addSecret(scene.running, { name, value: 'value' });
  await closeWindow();
  await expect(question(page)).toContainText('They are sent when you go online again. “Work offline” stays on until then.');
});

test('with an empty outbox nothing is asked', async () => {
  const { page } = scene.running;
  await addSecret(scene.running, { name: 'arrived', value: 'value' });
  await expect(row(page, 'arrived')).toContainText('On the platform');
  await closeWindow();
  expect(await scene.running.gone).toBe(0);
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} asks nothing and loses nothing`, async () => {
    await scene.sandbox.client.refuse();
    await addSecret(scene.running, { name: 'kept', value: 'kept' });
    // In the middle of its request it would be looked for first: that is in system-faults.spec.ts.
    await expect(row(scene.running.page, 'kept')).toContainText('Waiting');
    scene.running.app.process().kill(signal);
    expect(await scene.running.gone).toBe(0);
    const { page } = await scene.startUnlocked();
    await expect(row(page, 'kept')).toContainText('Waiting');
  });
}
