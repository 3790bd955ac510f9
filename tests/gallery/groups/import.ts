import { expect } from '@playwright/test';
import { addSecret, choosePassphrase, dialog, header, paste, sendNow, signIn } from '../../support/person.ts';
import { group } from '../group.ts';

const file = [
  'mqtt-password=not shown # a comment',
  'tls-key="not\nshown\n"',
  'MQTT_USER=not shown',
  'twice=not shown',
  'twice=not shown',
  'already-waits=not shown',
  'already-there=not shown',
  'empty=',
  'not an assignment',
].join('\n');

/** Many secrets at once: where they come from, what is told of them, how far they are. */
export const importing = group('import', async (studio) => {
  const sandbox = await studio.sandbox();
  const { page } = await studio.start({ sandbox: sandbox.origin });
  await choosePassphrase(page);
  await sandbox.client.createSecret('already-there', 'not shown');
  await signIn(page);
  await expect(page.getByRole('gridcell', { name: 'already-there', exact: true })).toBeVisible();
  const answerAgain = await sandbox.client.refuse();
  await addSecret(studio.app, { name: 'already-waits', value: 'not shown' });
  await expect(header(page)).toContainText('1 waiting');

  const open = () => page.keyboard.press('ControlOrMeta+i');
  const giveUp = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard import' }).click();
  };
  await page.getByRole('button', { name: 'More ways to add' }).click();
  await studio.show('more-ways-to-add');
  await page.keyboard.press('Escape');
  await open();
  await expect(page.getByRole('button', { name: 'Choose file…' })).toBeFocused();
  await studio.show('where-from', ['narrow']);
  await paste(studio.app, '# nothing');
  await expect(page.getByText('There is no secret in this.')).toBeVisible();
  await studio.show('not-taken');
  await paste(studio.app, 'S3cr3t!;mqtt-user\nOther#1;opc-user\n');
  await expect(page.getByRole('group', { name: 'Which column holds the names?' })).toBeVisible();
  await studio.show('which-column', ['narrow']);
  await page.keyboard.press('Escape');
  await expect(dialog(page, 'Discard this import?')).toBeVisible();
  await studio.show('given-up', ['narrow']);
  await page.keyboard.press('Escape');
  await giveUp();

  await open();
  await paste(studio.app, 'Password;Comment;Key\n1;x;MQTT_USER\n2;x;Mqtt.User\n');
  await page.getByRole('checkbox', { name: /^Write 2 names/ }).check();
  await expect(page.getByText(/^The first line names the columns/)).toBeVisible();
  await studio.show('names-written-otherwise');
  await giveUp();

  await open();
  await paste(studio.app, file);
  const preview = dialog(page, 'Import secrets');
  await expect(preview.getByText('Already waits', { exact: false })).toBeVisible();
  await preview.getByLabel('Names that already exist').selectOption('Replace their values');
  await expect(preview.getByRole('button', { name: /^Add 3, replace 1 in / })).toBeVisible();
  await studio.show('preview', ['narrow', 'zoomed']);
  await preview.getByRole('button', { name: /^Add 3, replace 1 in / }).click();
  await expect(header(page)).toContainText('5 waiting');
  await sandbox.client.fault({ kind: 'hang-before-commit', target: 'api', operation: 'create' });
  await answerAgain();
  await sendNow(page);
  await expect(page.getByRole('progressbar', { name: /^Import to / })).toBeVisible();
  await studio.show('sending', ['narrow']);
  await sandbox.client.clearFaults();
  await sandbox.client.release('hung');
  await expect(page.getByRole('group', { name: /^Import to .* arrived/ })).toBeVisible();
  await studio.show('arrived', ['narrow']);
});
