import { expect, test, type Locator } from '@playwright/test';
import { addIntoHeldRequest, expectDeliveredOnce, type Delivered } from '../support/delivered-once.ts';
import { placeKillPoint, type KillPoint } from '../support/kill-points.ts';
import { addSecret, draftSecret, goTo, header, replaceValue, row, takeAction } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// The main process is killed at named instructions: whatever it was about to do or say, the platform has the secret
// once, and the next start says how that is known.

// Most of it is the app's own patience: settle delays, backoff, looks at the clock.
test.describe.configure({ timeout: 150_000 });

let scene: Scene;
test.beforeEach(async () => {
  scene = await openScene();
});
test.afterEach(() => scene.close());

const client = () => scene.sandbox.client;

/** Presses a button under which the app may die: whether the press itself was answered says nothing. */
async function pressAndDie(button: Locator): Promise<void> {
  const pressed = button.click({ noWaitAfter: true }).catch(() => undefined);
  expect(await scene.running.gone, 'ended by the signal').toBeNull();
  await pressed;
}

test.describe('kill -9', () => {
  const points: readonly { point: KillPoint; when: string; proof: Delivered['proof'] }[] = [
    { point: 'added-not-told', when: 'once the secret is recorded, before the dialog heard of it', proof: 'Confirmed by the answer' },
    { point: 'recorded-not-sent', when: 'between the attempt’s commit and its request', proof: 'Confirmed by the answer' },
    { point: 'answered-not-recorded', when: 'between the answer and its commit', proof: 'Confirmed by reading back' },
    { point: 'recorded-not-told', when: 'between the delivery’s commit and the screen', proof: 'Confirmed by the answer' },
  ];
  for (const { point, when, proof } of points) {
    test(`${when}: asked for once, created once`, async () => {
      await placeKillPoint(scene.running, point);
      const add = await draftSecret(scene.running, { name: 'cut-short', value: 'a value' });
      await pressAndDie(add.getByRole('button', { name: /^Add to / }));
      const { page } = await scene.startUnlocked();
      await expectDeliveredOnce(scene, page, { name: 'cut-short', value: 'a value', proof });
    });
  }

  test('while the platform holds the request unread: looked for, not found, sent once more, created once', async () => {
    await addIntoHeldRequest(scene, 'held', 'a value', 'hang-before-commit');
    await scene.running.kill();
    const { page } = await scene.startUnlocked();
    await expectDeliveredOnce(scene, page, { name: 'held', value: 'a value', proof: 'Confirmed by the answer', asked: 2 });
  });

  test('while the answer is on its way: found, and not sent again', async () => {
    await addIntoHeldRequest(scene, 'on-its-way', 'a value', 'hang-after-commit');
    await scene.running.kill();
    const { page } = await scene.startUnlocked();
    await expectDeliveredOnce(scene, page, { name: 'on-its-way', value: 'a value', proof: 'Confirmed by reading back' });
  });

  test('at each start anew, three times in a row, in the middle of the first look: asked for once', async () => {
    await addIntoHeldRequest(scene, 'again-and-again', 'a value', 'hang-after-commit');
    await scene.running.kill();
    for (let start = 1; start <= 3; start++) {
      const { id } = await client().fault({ kind: 'hang-before-commit', target: 'api', operation: 'list' });
      const { page } = await scene.startUnlocked();
      await expect(row(page, 'again-and-again')).toContainText(/Checking with the platform|Not confirmed yet/);
      await expect.poll(async () => (await client().state()).waiting.hung).toBeGreaterThan(0);
      await scene.running.kill();
      await client().clearFaults(id);
      await client().release('hung');
    }
    const { page } = await scene.startUnlocked();
    await expectDeliveredOnce(scene, page, { name: 'again-and-again', value: 'a value', proof: 'Confirmed by reading back' });
  });
});

test.describe('kill -9 of a replace and of a delete', () => {
  const intents = [
    { does: 'a replace', operation: 'update', ask: () => replaceValue(scene.running, 'there', 'the new value') },
    { does: 'a delete', operation: 'delete', ask: deleteThere },
  ] as const;
  const cuts = [
    { point: 'recorded-not-sent', when: 'before its request' },
    { point: 'answered-not-recorded', when: 'before its answer is recorded' },
  ] as const;

  test.beforeEach(async () => {
    await addSecret(scene.running, { name: 'there', value: 'the first value' });
    await expect(row(scene.running.page, 'there')).toContainText('On the platform');
  });

  for (const { does, operation, ask } of intents) {
    for (const { point, when } of cuts) {
      test(`${does}, ${when}: carried out once`, async () => {
        await placeKillPoint(scene.running, point);
        await Promise.all([scene.running.gone, ask().catch(() => undefined)]);
        const { page } = await scene.startUnlocked();
        await expect(header(page)).toContainText('Up to date', { timeout: 30_000 });
        expect(await client().journal({ operation })).toEqual([expect.objectContaining({ names: ['there'], committed: true })]);
        const there = await client().secret('there');
        expect(there?.valueHmac).toBe(operation === 'delete' ? undefined : await client().hmac('the new value'));
        await goTo(page, 'Outbox');
        const proof = point === 'recorded-not-sent' ? 'Confirmed by the answer' : 'Confirmed by reading back';
        await expect(page.getByRole('table', { name: 'History' }).getByRole('row').filter({ hasText: proof })).toHaveCount(
          point === 'recorded-not-sent' ? 2 : 1,
        );
      });
    }
  }

  async function deleteThere(): Promise<void> {
    const { page } = scene.running;
    await takeAction(page, 'there', 'Delete…');
    await page.getByRole('button', { name: /^Delete from / }).click();
  }
});
