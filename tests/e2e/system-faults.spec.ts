import { expect, test } from '@playwright/test';
import { notCreatedOnce } from '../support/created-once.ts';
import { addIntoHeldRequest, expectDeliveredOnce } from '../support/delivered-once.ts';
import { addSecret, header, row } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// The computer shuts down, logs off, sleeps, stops the process or sets its clock, in the middle of a request.

// Most of it is the app's own patience: settle delays, backoff, looks at the clock.
test.describe.configure({ timeout: 150_000 });

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene();
});
test.afterEach(() => scene.close());

const client = () => scene.sandbox.client;

test.describe('the system ends the app in the middle of a request', () => {
  const ways = {
    'by SIGTERM': () => void scene.running.app.process().kill('SIGTERM'),
    'by its shutdown': async () => {
      await scene.running.app.evaluate(({ powerMonitor }) => {
        setImmediate(() => powerMonitor.emit('shutdown', { preventDefault: () => undefined }));
      });
    },
    'by logging off': async () => {
      await scene.running.app.evaluate(({ BrowserWindow }) => {
        setImmediate(() => BrowserWindow.getAllWindows()[0]?.emit('session-end', {}));
      });
    },
  };
  for (const [way, end] of Object.entries(ways)) {
    test(`${way}: it asks nothing, and finds out at the next start`, async () => {
      await addIntoHeldRequest(scene, 'under-way', 'a value', 'hang-after-commit');
      await end();
      expect(await scene.running.gone).toBe(0);
      const { page } = await scene.startUnlocked();
      await expectDeliveredOnce(scene, page, { name: 'under-way', value: 'a value', proof: 'Confirmed by reading back' });
    });
  }
});

test.describe('sleep', () => {
  const power = (change: 'suspend' | 'resume') =>
    scene.running.app.evaluate(({ powerMonitor }, event) => void powerMonitor.emit(event), change);

  for (const [held, proof, asked] of [
    ['hang-after-commit', 'Confirmed by reading back', 1],
    ['hang-before-commit', 'Confirmed by the answer', 2],
  ] as const) {
    test(`in the middle of a request (${held}): looked for after the wake, without a click`, async () => {
      await addIntoHeldRequest(scene, 'asleep', 'a value', held);
      await power('suspend');
      await power('resume');
      await expectDeliveredOnce(scene, scene.running.page, { name: 'asleep', value: 'a value', proof, asked });
    });
  }

  test('nothing is sent while the system sleeps; after the wake it goes by itself', async () => {
    await power('suspend');
    await addSecret(scene.running, { name: 'added-asleep', value: 'a value' });
    expect(await client().journal({ operation: 'create' })).toEqual([]);
    await power('resume');
    await expectDeliveredOnce(scene, scene.running.page, { name: 'added-asleep', value: 'a value', proof: 'Confirmed by the answer' });
  });

  test('a process that was stopped and goes on reads the answer that came meanwhile', async () => {
    await client().fault({ kind: 'slow', bytesPerSecond: 40, target: 'api', operation: 'create', count: 1 });
    await addSecret(scene.running, { name: 'stopped', value: 'a value' });
    await expect.poll(async () => (await client().secret('stopped'))?.name).toBe('stopped');
    const pid = scene.running.app.process().pid as number;
    process.kill(pid, 'SIGSTOP');
    const answered = async () => (await client().journal({ operation: 'create' })).map(({ status }) => status);
    await expect.poll(answered, { timeout: 30_000 }).toEqual([201]);
    process.kill(pid, 'SIGCONT');
    await expectDeliveredOnce(scene, scene.running.page, { name: 'stopped', value: 'a value', proof: 'Confirmed by the answer' });
  });

  // Forwards it jumps in header-truth.spec.ts. What the platform asked for is waited for by either clock, not three
  // hours longer.
  test('a clock that is set back leaves nothing waiting for a time that is far away now', async () => {
    const { page, app } = scene.running;
    await client().fault({ kind: 'status', status: 429, retryAfter: 15, target: 'api', operation: 'create', count: 1 });
    await addSecret(scene.running, { name: 'throttled', value: 'a value' });
    await expect(header(page)).toContainText(/Waits until/);
    await app.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() - 3 * 3_600_000;
    });
    await expect(row(page, 'throttled')).toContainText('On the platform', { timeout: 60_000 });
    await expect(header(page)).toContainText('Up to date');
    expect(notCreatedOnce(await client().journal(), 'throttled', await client().hmac('a value'), 2)).toEqual([]);
  });
});
