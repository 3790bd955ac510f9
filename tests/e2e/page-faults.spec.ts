import { expect, test } from '@playwright/test';
import { notCreatedOnce } from '../support/created-once.ts';
import { addIntoHeldRequest, expectDeliveredOnce } from '../support/delivered-once.ts';
import { addSecret, draftSecret, row } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// The processes around the main one die: the page's, the graphics', the network's.

// Most of it is the app's own patience: settle delays, backoff, looks at the clock.
test.describe.configure({ timeout: 150_000 });

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene();
});
test.afterEach(() => scene.close());

const client = () => scene.sandbox.client;

test.describe('the page’s process', () => {
  test('dies while a secret is sent and another is typed: sending goes on, the page comes back, nothing is asked at the end', async () => {
    await addIntoHeldRequest(scene, 'goes-on', 'a value', 'hang-after-commit');
    await draftSecret(scene.running, { name: 'lost-draft', value: 'lost with the page' });
    const pageIsBack = await killPage();
    await client().release('hung');
    await pageIsBack();
    await expect.poll(() => textOnScreen()).toContain('goes-on');
    await expect.poll(() => textOnScreen()).toMatch(/Up to date/);
    await expect.poll(() => textOnScreen()).toContain('What waits in the outbox is safe; what was being typed is gone.');
    expect(await textOnScreen()).not.toContain('lost-draft');
    expect(notCreatedOnce(await client().journal(), 'goes-on', await client().hmac('a value'))).toEqual([]);
    // The form is gone with its page; so a question about it would be about nothing.
    await closeWindow();
    expect(await scene.running.gone).toBe(0);
  });

  test('dies and comes back: closing asks about what waits, as before', async () => {
    await client().refuse();
    await addSecret(scene.running, { name: 'waits', value: 'a value' });
    const pageIsBack = await killPage();
    await pageIsBack();
    await expect.poll(() => textOnScreen()).toMatch(/1 waiting/);
    await closeWindow();
    await expect.poll(() => textOnScreen()).toContain('1 secret stays encrypted on this computer.');
  });

  /** The answer resolves when the page was loaded anew. */
  async function killPage(): Promise<() => Promise<void>> {
    const { app } = scene.running;
    await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) throw new Error('no window');
      const gone = new Promise<void>((resolve) => contents.once('render-process-gone', () => resolve()));
      const seen = globalThis as { pageIsBack?: Promise<void> };
      seen.pageIsBack = new Promise((resolve) => contents.once('did-finish-load', () => resolve()));
      process.kill(contents.getOSProcessId(), 'SIGKILL');
      await gone;
    });
    return () => app.evaluate(() => (globalThis as { pageIsBack?: Promise<void> }).pageIsBack);
  }

  /** Asked of the page itself: to Playwright a page whose process died stays dead. */
  const textOnScreen = (): Promise<string> =>
    scene.running.app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText') as Promise<string>,
    );
});

test.describe('a process beside the main one dies', () => {
  const services = { 'the graphics': 'GPU', 'the network': 'network.mojom.NetworkService' } as const;

  /** Resolves when the main process knows. */
  const kill = (service: string) =>
    scene.running.app.evaluate(async ({ app }, name) => {
      const pid = app.getAppMetrics().find(({ serviceName }) => serviceName === name)?.pid;
      if (pid === undefined) throw new Error(`no process of ${name}`);
      const gone = new Promise<void>((resolve) => app.once('child-process-gone', () => resolve()));
      process.kill(pid, 'SIGKILL');
      await gone;
    }, service);

  for (const [which, service] of Object.entries(services)) {
    test(`${which}’s: what was under way is looked for, and what is added afterwards arrives, without a click`, async () => {
      const { page } = scene.running;
      await addIntoHeldRequest(scene, 'under-way', 'a value', 'hang-after-commit');
      await kill(service);
      if (service === 'GPU') await client().release('hung');
      await expect(row(page, 'under-way')).toContainText('On the platform', { timeout: 45_000 });
      await addSecret(scene.running, { name: 'afterwards', value: 'another' });
      await expectDeliveredOnce(scene, page, { name: 'afterwards', value: 'another', proof: 'Confirmed by the answer' });
      expect(notCreatedOnce(await client().journal(), 'under-way', await client().hmac('a value'))).toEqual([]);
    });
  }
});

async function closeWindow(): Promise<void> {
  await scene.running.app.evaluate(({ BrowserWindow }) => {
    setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
  });
}
