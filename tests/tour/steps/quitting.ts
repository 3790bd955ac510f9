import { byItself, expect } from '../expect.ts';
import { createdExactlyOnce } from '../journal.ts';
import { addSecret, closeWindow, row } from '../person.ts';
import { secret } from '../secrets.ts';
import { step } from '../step.ts';
import { startAgain } from './getting-in.ts';

const late = secret('late-shift-token', 'added before going home');

export const quitting = [
  step('Quitting with one that waits says that it stays on this computer', async (scene) => {
    const { page } = scene;
    await scene.sandbox.client.fault({ kind: 'refuse' });
    await addSecret(scene, late);
    await expect(row(page, late.name)).toContainText('Waiting');
    await closeWindow(scene);
    const question = page.getByRole('alertdialog', { name: 'Quit Kelvin Secrets?' });
    await expect(question).toContainText('1 secret stays encrypted on this computer.');
    await scene.picture('quit');
    const ended = scene.appEnded();
    // The window goes with the click, so nobody waits for its answer.
    await question.getByRole('button', { name: 'Quit', exact: true }).click({ noWaitAfter: true });
    expect(await ended, 'the exit code of the app').toBe(0);
  }),

  step('Opened once more with the platform back, it is sent, and nothing is left to ask', async (scene) => {
    await scene.sandbox.client.clearFaults();
    await startAgain(scene);
    const { page } = scene;
    await expect(row(page, late.name)).toContainText('On the platform', { timeout: byItself });
    await createdExactlyOnce(scene, late);
    await scene.picture('up-to-date');
    const ended = scene.appEnded();
    await closeWindow(scene);
    expect(await ended, 'the exit code of the app').toBe(0);
  }),
];
