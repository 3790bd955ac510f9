import { byItself, expect } from '../expect.ts';
import { createdExactlyOnce } from '../journal.ts';
import { header, row } from '../person.ts';
import { step } from '../step.ts';

export const backAgain = [
  step('The platform is back, and the three go to it by themselves', async (scene) => {
    await scene.sandbox.client.clearFaults();
    await expect(header(scene.page)).toContainText('Up to date', { timeout: byItself });
    await expect(scene.page.getByText('3 on the platform, 0 in the outbox')).toBeVisible();
  }),

  step('The list shows all three, when they were created, and by whom', async (scene) => {
    const { page, secrets } = scene;
    for (const { name } of secrets) {
      await expect(row(page, name)).toContainText('On the platform');
      const [, , created, createdBy] = await row(page, name).getByRole('gridcell').allInnerTexts();
      expect(created, `when ${name} was created`).toMatch(/^today, \d\d:\d\d$/);
      expect(createdBy, `who created ${name}`).toBe('You');
    }
    await scene.picture('three-arrived');
    await row(page, 'gateway-tls-key').dblclick();
    const details = page.getByRole('region', { name: 'gateway-tls-key' });
    await expect(details).toContainText('demo@sandbox.example');
    await scene.picture('secret-details');
    await details.getByRole('button', { name: 'Close details' }).click();
  }),

  step('The platform’s journal: each was created exactly once, with the value that was given', async (scene) => {
    for (const secret of scene.secrets) await createdExactlyOnce(scene, secret);
  }),
];
