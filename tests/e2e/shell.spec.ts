import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Bridge } from '../../src/shared/ipc/bridge.ts';
import { channels } from '../../src/shared/ipc/requests.ts';
import { launchApp, removeProfile } from '../support/app.ts';
import type { LaunchedApp } from '../support/app.ts';

declare const window: { readonly kelvin: Bridge };

const preload = join(import.meta.dirname, '../../out/preload/index.cjs');

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched.end();
  removeProfile(launched.profile);
});

/** As the page itself asks. */
async function ask(page: Page, channel: string, input: unknown): Promise<unknown> {
  return page.evaluate(
    ([name, given]) => (window.kelvin.request as unknown as Record<string, (input: unknown) => unknown>)[name as string]?.(given),
    [channel, input] as const,
  );
}

async function expectAlive() {
  expect(await ask(launched.page, 'app.info', {})).toMatchObject({ ok: true, value: { development: true } });
}

test('the page has the bridge and nothing of Node', async () => {
  const seen = await launched.page.evaluate(() => ({
    bridge: Object.keys(window.kelvin).sort(),
    channels: Object.keys(window.kelvin.request).length,
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
  }));
  expect(seen).toEqual({ bridge: ['locales', 'on', 'request'], channels: channels.length, node: [] });
});

for (const channel of channels) {
  test(`${channel} refuses extra fields, wrong types and polluting keys with an answer`, async () => {
    for (const input of [{ extra: 1 }, null, 'text', 7, [], { constructor: { prototype: {} } }, { prototype: {} }]) {
      expect(await ask(launched.page, channel, input)).toMatchObject({ ok: false, code: 'bad-input' });
    }
  });
}

test('100 MiB are refused with an answer, and the app lives on', async () => {
  for (const channel of ['vault.unlock', 'outbox.add', 'environments.check']) {
    const answer = await launched.page.evaluate(
      (name) =>
        (window.kelvin.request as unknown as Record<string, (input: unknown) => unknown>)[name]?.({
          value: 'x'.repeat(100 * 1024 * 1024),
        }),
      channel,
    );
    expect(answer).toMatchObject({ ok: false, code: 'too-large' });
  }
  await expectAlive();
});

/** Opens a window that the app knows nothing of, with the app's own preload script, and asks from there. */
async function askFromStranger(url: string, partition: string): Promise<unknown> {
  return launched.app.evaluate(
    async ({ BrowserWindow }, { url, partition, preload }) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload, partition, sandbox: true } });
      try {
        await stranger.loadURL(url);
        return (await stranger.webContents.executeJavaScript(`window.kelvin.request['app.info']({})`)) as unknown;
      } finally {
        stranger.destroy();
      }
    },
    { url, partition, preload },
  );
}

test('a foreign page is refused, even with the app’s own preload script', async () => {
  expect(await askFromStranger('data:text/html,<p>hello', 'stranger')).toMatchObject({ ok: false, code: 'not-allowed' });
});

test('a window that the app did not open is refused, even at the app’s own address', async () => {
  expect(await askFromStranger('app://kelvin-secrets/index.html', 'window')).toMatchObject({
    ok: false,
    code: 'not-allowed',
  });
});

test('a channel that nobody knows is refused with an answer', async () => {
  const answer = await launched.app.evaluate(async ({ BrowserWindow }) => {
    const stranger = new BrowserWindow({ show: false, webPreferences: { nodeIntegration: true, contextIsolation: false, sandbox: false } });
    try {
      await stranger.loadURL('about:blank');
      return (await stranger.webContents.executeJavaScript(
        `require('electron').ipcRenderer.invoke('kelvin.request', 'outbox.read-value', {})`,
      )) as unknown;
    } finally {
      stranger.destroy();
    }
  });
  expect(answer).toMatchObject({ ok: false, code: 'not-allowed' });
});

test('the page cannot leave, open, frame, load or be granted anything', async () => {
  const { page } = launched;
  const tried = await page.evaluate(async () => {
    const outcome = (run: () => unknown) => Promise.resolve().then(run).then(String, () => 'blocked');
    const element = document.createElement('div');
    return {
      fetch: await outcome(() => fetch('https://example.com/').then(() => 'fetched')),
      open: await outcome(() => globalThis.open('https://example.com/')),
      // The debugger that runs this may evaluate text; a timer of the page may not.
      evaluated: await outcome(() => setTimeout('alert(1)')),
      html: await outcome(() => (element.innerHTML = '<img src=x onerror=alert(1)>')),
      geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
      notifications: Notification.permission,
    };
  });
  expect(tried).toEqual({
    fetch: 'blocked',
    open: 'null',
    evaluated: 'blocked',
    html: 'blocked',
    geolocation: 'denied',
    notifications: 'denied',
  });
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await expectAlive();
  expect(page.url()).toBe(before);
});

test('a page whose process dies comes back', async () => {
  const revived = await launched.app.evaluate(async ({ BrowserWindow }) => {
    const [shown] = BrowserWindow.getAllWindows();
    if (shown === undefined) return 'no window';
    const loaded = new Promise<void>((resolve) => shown.webContents.once('did-finish-load', () => resolve()));
    shown.webContents.forcefullyCrashRenderer();
    await loaded;
    return (await shown.webContents.executeJavaScript(`window.kelvin.request['app.info']({}).then(({ ok }) => ok)`)) as unknown;
  });
  expect(revived).toBe(true);
});
