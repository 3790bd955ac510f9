import { expect, test } from '@playwright/test';
import { launchApp, removeProfile, type LaunchedApp } from '../support/app.ts';

// What a page could do if something got into it: nothing. shell.spec.ts tries to leave, open and fetch; here is what the
// policy, the process and the session themselves say.

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(async () => {
  await launched.end();
  removeProfile(launched.profile);
});

test('the page is served with the strict policy, and with no other one', async () => {
  const served = await launched.app.evaluate(async ({ BrowserWindow }) => {
    const session = BrowserWindow.getAllWindows()[0]?.webContents.session;
    const answer = await session?.fetch('app://kelvin-secrets/index.html');
    const outside = await session?.fetch('app://kelvin-secrets/..%2f..%2fmain/index.js');
    return { policy: answer?.headers.get('content-security-policy'), sniff: answer?.headers.get('x-content-type-options'), outside: outside?.status };
  });
  const directives = (served.policy ?? '').split('; ');
  expect(directives).toContain(`default-src 'none'`);
  expect(directives).toContain(`script-src 'self'`);
  expect(directives).toContain(`style-src 'self'`);
  expect(directives).toContain(`connect-src 'none'`);
  expect(directives).toContain(`form-action 'none'`);
  expect(directives).toContain(`frame-ancestors 'none'`);
  expect(directives).toContain(`require-trusted-types-for 'script'`);
  expect(served.policy).not.toMatch(/unsafe|\*|https?:/);
  expect(served.sniff).toBe('nosniff');
  expect(served.outside).toBe(404);
});

test('inline script, inline style, eval, frames, images, forms and sockets are blocked, each by its own directive', async () => {
  const blocked = await launched.page.evaluate(async () => {
    const seen: string[] = [];
    const planted: Element[] = [];
    const wanted = ['style-src-elem', 'style-src-attr', 'img-src', 'frame-src', 'form-action', 'connect-src'];
    const all = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        seen.push(effectiveDirective);
        if (wanted.every((directive) => seen.includes(directive))) resolve();
      });
    });
    const put = (name: string, change: (element: HTMLElement) => void) => {
      try {
        const element = document.createElement(name);
        change(element);
        document.body.append(element);
        planted.push(element);
      } catch {
        // Trusted types throw as well as tell.
      }
    };
    put('script', (element) => element.append('globalThis.ranInline = true'));
    put('style', (element) => element.append('body { display: none }'));
    put('iframe', (element) => element.setAttribute('src', 'https://example.com/'));
    put('img', (element) => element.setAttribute('src', 'https://example.com/pixel.png'));
    put('div', (element) => element.setAttribute('style', 'color: red'));
    const form = document.createElement('form');
    form.action = 'https://example.com/';
    document.body.append(form);
    form.submit();
    try {
      new WebSocket('wss://example.com/');
      navigator.sendBeacon('https://example.com/', 'x');
    } catch {
      // Some throw as well as tell.
    }
    await all;
    for (const element of [form, ...planted]) element.remove();
    return { seen: [...new Set(seen)].sort(), ran: 'ranInline' in globalThis };
  });
  expect(blocked.ran).toBe(false);
  expect(blocked.seen.some((directive) => directive === 'require-trusted-types-for' || directive.startsWith('script-src'))).toBe(true);
});

test('a frame in the page is not answered, even at the app’s own address', async () => {
  const answer = await launched.page.evaluate(async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inside = frame.contentWindow as (Window & { kelvin?: unknown }) | null;
    const bridge = inside?.kelvin;
    frame.remove();
    return bridge === undefined ? 'no bridge' : 'bridge';
  });
  expect(answer).toBe('no bridge');
});

test('no permission is granted, and no device, download or clipboard read', async () => {
  const outcome = await launched.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi', 'persistent-storage'];
    const states = await Promise.all(
      names.map(async (name) => {
        try {
          return (await navigator.permissions.query({ name: name as PermissionName })).state;
        } catch {
          return 'denied';
        }
      }),
    );
    const tried = async (run: () => Promise<unknown>) => run().then(() => 'granted', () => 'denied');
    return [
      ...states,
      await tried(() => navigator.mediaDevices.getUserMedia({ audio: true })),
      await tried(() => navigator.clipboard.readText()),
      await tried(() => Notification.requestPermission().then((answer) => (answer === 'granted' ? true : Promise.reject(new Error(answer))))),
    ];
  });
  expect(new Set(outcome)).toEqual(new Set(['denied']));
});

test('every window is sandboxed, isolated and without Node, and the page keeps nothing on the disk', async () => {
  const windows = await launched.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }): Record<string, unknown> => ({
      ...(webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences(),
      storage: webContents.session.isPersistent(),
    })),
  );
  expect(windows).toHaveLength(1);
  for (const window of windows) {
    expect(window).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, storage: false });
    expect(window['nodeIntegrationInWorker']).not.toBe(true);
    expect(window['nodeIntegrationInSubFrames']).not.toBe(true);
    expect(window['webviewTag']).not.toBe(true);
    expect(window['allowRunningInsecureContent']).not.toBe(true);
  }
});
