import { byItself, expect } from '../expect.ts';
import { createdExactlyOnce } from '../journal.ts';
import { addSecret, row } from '../person.ts';
import { secret } from '../secrets.ts';
import { step } from '../step.ts';

const theirs = { name: 'mqtt-broker-password', value: 'from a colleague' };
const ours = secret('mqtt-broker-password', 'from the field');
const renamed = { ...ours, name: 'mqtt-broker-password-2' };

export const conflict = [
  step('While one more waits, a colleague creates a secret of the same name', async (scene) => {
    const { client } = scene.sandbox;
    await client.fault({ kind: 'refuse' });
    await addSecret(scene, ours);
    await expect(row(scene.page, ours.name)).toContainText('Waiting');
    await client.createSecret(theirs.name, theirs.value);
    await client.clearFaults();
  }),

  step('The app says who took the name, and what can be done', async (scene) => {
    const { page } = scene;
    await expect(row(page, ours.name).filter({ hasText: 'Needs you' })).toContainText(
      'colleague created a secret with this name',
      { timeout: byItself },
    );
    await scene.picture('needs-you');
    await page.getByRole('button', { name: `Resolve ${ours.name}` }).click();
    const panel = page.getByRole('region', { name: ours.name });
    await expect(panel).toContainText('Needs you: the name is taken');
    for (const choice of ['Give yours another name', 'Replace the value there', 'Discard yours']) {
      await expect(panel.getByRole('radio', { name: choice })).toBeVisible();
    }
  }),

  step('Ours gets another name and arrives; the colleague’s stays as it was', async (scene) => {
    const { page } = scene;
    const panel = page.getByRole('region', { name: ours.name });
    await panel.getByRole('radio', { name: 'Give yours another name' }).check();
    await panel.getByRole('textbox', { name: 'New name' }).fill(renamed.name);
    await scene.picture('conflict');
    await panel.getByRole('button', { name: 'Rename and add to Sandbox' }).click();
    await expect(row(page, renamed.name)).toContainText('On the platform', { timeout: byItself });
    await createdExactlyOnce(scene, renamed);
    const { client } = scene.sandbox;
    expect(await client.secret(theirs.name)).toMatchObject({
      valueHmac: await client.hmac(theirs.value),
      updated_by: 'krn:user:colleague@sandbox.example',
    });
    await expect(row(page, theirs.name)).toContainText('colleague');
    await scene.picture('conflict-resolved');
  }),
];
