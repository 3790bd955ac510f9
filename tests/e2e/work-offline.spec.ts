import { expect, test } from '@playwright/test';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import { addSecret, choosePassphrase, dialog, header, row, sendNow, signIn } from '../support/person.ts';
import { openSilentServer } from '../support/silent-server.ts';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

// "Work offline" in the real app, with Chromium's own network, behind a way to the platform that counts every connection
// and every request.

let way: TcpProxy;
let sandbox: LaunchedSandbox;
let profile: string;
let running: LaunchedApp;
test.beforeEach(async () => {
  way = await openTcpProxy(0);
  sandbox = await launchSandbox({ args: ['--public-url', way.origin] });
  way.setTarget(Number(new URL(sandbox.origin).port));
  profile = newProfile();
  running = await launchApp({ profile, sandbox: way.origin });
});
test.afterEach(async () => {
  await running?.kill();
  await way?.close();
  await sandbox?.stop();
  removeProfile(profile);
});

test('switched on in the middle of everything, nothing more leaves; switched back, what was under way is found', async () => {
  const { page } = running;
  await choosePassphrase(page);
  await signIn(page);
  await expect(header(page)).toContainText('Up to date');

  // The write is done at the platform and its answer is held on the way; what is asked after it waits on the way too.
  const arrived = new Promise<void>((resolve) => {
    way.atNext('answer-begun', ({ path }) => path.endsWith('/secrets/create'), () => {
      resolve();
      return 'hold';
    });
  });
  await addSecret(running, { name: 'under-way', value: 'one' });
  await arrived;
  await way.setWeather({ kind: 'hang' });
  await page.getByRole('button', { name: 'Refresh the list' }).click();
  await page.getByRole('switch', { name: 'Work offline' }).click();
  await expect(header(page)).toContainText('Working offline');
  await expect(row(page, 'under-way')).not.toContainText('Sending');
  const before = { ...way.counts };

  // The person tries everything there is.
  await addSecret(running, { name: 'meanwhile', value: 'two' });
  await page.getByRole('button', { name: 'Refresh the list' }).click();
  await page.getByRole('button', { name: /^Environment: / }).click();
  await page.getByRole('menuitem', { name: 'Add environment…' }).click();
  const add = dialog(page, 'Add environment');
  await add.getByLabel('Address').fill(way.origin.replace('127.0.0.1', 'localhost'));
  await expect(add).toContainText('Not checked. You work offline.');
  await page.keyboard.press('Escape');
  await sendNowIfThere();
  await expect(header(page)).toContainText('Working offline');
  expect(way.counts).toEqual(before);

  await way.calm('reset');
  await page.getByRole('button', { name: 'Go online' }).click();
  await expect(row(page, 'meanwhile')).toContainText('On the platform');
  await sendNow(page);
  await expect(row(page, 'under-way')).toContainText('On the platform', { timeout: 30_000 });
  const created = (await sandbox.client.journal({ operation: 'create' })).filter(({ committed }) => committed);
  expect(created.flatMap(({ names }) => names).sort()).toEqual(['meanwhile', 'under-way']);
});

test('a connection that is still being made when it is switched on is given up too', async () => {
  const silent = await openSilentServer();
  try {
    const { page } = running;
    await choosePassphrase(page);
    await signIn(page);
    await page.evaluate((address) => {
      const { kelvin } = globalThis as unknown as { kelvin: { request: Record<string, (input: unknown) => Promise<unknown>> } };
      void kelvin.request['environments.check']?.({ address });
    }, `https://localhost:${silent.port}`);
    await silent.asked;
    await page.getByRole('switch', { name: 'Work offline' }).click();
    // By itself Chromium goes on with it for 30 s, without anybody who asks.
    await expect.poll(() => silent.open(), { timeout: 15_000 }).toBe(0);
  } finally {
    silent.close();
  }
});

/** Through the menu's own request: where the screen offers no button for it, a page could still ask. */
async function sendNowIfThere(): Promise<void> {
  const refused = await running.page.evaluate(async () => {
    const kelvin = (globalThis as unknown as { kelvin: { request: Record<string, (input: unknown) => Promise<{ value: never }>> } }).kelvin;
    const listed = (await kelvin.request['environments.list']?.({})) as unknown as { value: { environments: { id: string }[] } };
    const [first] = listed.value.environments;
    await kelvin.request['outbox.send-now']?.({ environmentId: first?.id });
    return kelvin.request['secrets.refresh']?.({ environmentId: first?.id });
  });
  expect(refused).toMatchObject({ ok: true, value: { end: 'not-read' } });
}
