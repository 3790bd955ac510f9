import { expect } from '../expect.ts';
import { isAsked, typePassphraseTwice, unlock } from '../person.ts';
import type { Scene } from '../scene.ts';
import { step } from '../step.ts';

export const gettingIn = [
  step('The sandbox platform and the app start', async (scene) => {
    await scene.startSandbox();
    await scene.startApp();
    await expect(scene.page.getByRole('heading', { level: 1 })).toBeVisible();
  }),

  step('Where no keychain protects anything, a passphrase is chosen', async (scene) => {
    const { page } = scene;
    if (!(await isAsked(page, 'Choose a passphrase'))) return;
    await typePassphraseTwice(page);
    await expect(page.getByText('Both are the same')).toBeVisible();
    await scene.picture('choose-passphrase');
    await page.getByRole('button', { name: 'Protect with this passphrase' }).click();
    await expect(page.getByRole('heading', { name: 'Choose a passphrase' })).toBeHidden();
  }),

  step('Signing in works with the demo account that is shown', async (scene) => {
    const { page } = scene;
    await expect(page.getByRole('heading', { name: 'Sign in to Sandbox' })).toBeVisible();
    await page.getByRole('button', { name: 'Fill in the demo account' }).click();
    await scene.picture('sign-in');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Secrets', exact: true })).toBeVisible();
  }),

  step('The list is read and has nothing in it yet', async (scene) => {
    const { page } = scene;
    await expect(page.getByRole('heading', { name: 'No secrets in Sandbox yet' })).toBeVisible();
    await expect(page.getByText('0 on the platform, 0 in the outbox')).toBeVisible();
    await scene.picture('no-secrets-yet');
  }),
];

/** Starts the app once more and unlocks it, where that is asked for. */
export async function startAgain(scene: Scene, picture?: string): Promise<void> {
  await scene.startApp();
  if (!(await isAsked(scene.page, 'Locked'))) return;
  if (picture !== undefined) await scene.picture(picture);
  await unlock(scene.page);
  await expect(scene.page.getByRole('heading', { name: 'Secrets', exact: true })).toBeVisible();
}
