import { expect } from '../expect.ts';
import { addSecret, commitSecret, fillInSecret, header, row } from '../person.ts';
import type { Scene } from '../scene.ts';
import { step } from '../step.ts';
import { startAgain } from './getting-in.ts';

const names = ['demosecret', 'gateway-tls-key', 'calibration-table'] as const;

export const cutOff = [
  step('The platform is cut off: it refuses every connection', async ({ sandbox }) => {
    await sandbox.client.fault({ kind: 'refuse' });
  }),

  step('demosecret is typed in and added', async (scene) => {
    await addSecret(scene, secretOf(scene, 'demosecret'));
    await expect(row(scene.page, 'demosecret')).toContainText('Waiting');
  }),

  step('A PEM key is pasted, with its last newline, and added', async (scene) => {
    const dialog = await fillInSecret(scene, secretOf(scene, 'gateway-tls-key'));
    await expect(dialog).toContainText('Ends with a newline, kept as it is');
    await scene.picture('add-secret');
    await commitSecret(scene.page);
    await expect(row(scene.page, 'gateway-tls-key')).toContainText('Waiting');
  }),

  step('A value of 64 KiB is pasted and added', async (scene) => {
    const dialog = await fillInSecret(scene, secretOf(scene, 'calibration-table'));
    await expect(dialog).toContainText('65,536 bytes, 1 line');
    await scene.picture('add-large-value');
    await commitSecret(scene.page);
    await expect(row(scene.page, 'calibration-table')).toContainText('Waiting');
  }),

  step('Three wait, and the header says that the platform does not answer', async (scene) => {
    await threeWait(scene);
    await expect(scene.page.getByText('They stay encrypted on this computer')).toBeVisible();
    await scene.picture('three-waiting');
    await scene.page.getByRole('button', { name: /^Outbox/ }).click();
    await expect(scene.page.getByText('3 in the outbox, all encrypted on this computer')).toBeVisible();
    await scene.picture('outbox-offline');
    await scene.page.getByRole('button', { name: 'Secrets', exact: true }).click();
  }),

  step('The app is killed (kill -9)', (scene) => scene.killApp()),

  step('It is started again and unlocked', (scene) => startAgain(scene, 'locked')),

  step('The same three still wait', async (scene) => {
    await threeWait(scene);
    await scene.picture('still-three-waiting');
  }),
];

async function threeWait({ page }: Scene): Promise<void> {
  await expect(header(page)).toContainText('No answer');
  await expect(header(page)).toContainText('3 waiting');
  for (const name of names) await expect(row(page, name)).toContainText('Waiting');
}

function secretOf({ secrets }: Scene, name: (typeof names)[number]) {
  const found = secrets.find((secret) => secret.name === name);
  if (found === undefined) throw new Error(`The tour has no secret ${name}.`);
  return found;
}
