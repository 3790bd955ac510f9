import { expect } from '@playwright/test';
import { addSecret, choosePassphrase, dialog, paste, row, sendNow, signIn } from '../../support/person.ts';
import { group } from '../group.ts';

const envFile = [
  '# line 3, second hall',
  'mqtt-password=not shown # the old one',
  'MQTT_USER=not shown',
  'twice=not shown',
  'twice=not shown again',
  'plc-gateway-token=not shown',
  'historian-password=not shown',
  'empty=',
  'this is no line',
  'tls-key="-----BEGIN KEY-----\nMC4CAQ==\n-----END KEY-----\n"',
].join('\n');

/** Many at once: where from, line by line, and how far they are. */
export const importing = group('importing', async (studio) => {
  const sandbox = await studio.sandbox();
  const { client } = sandbox;
  const { page } = await studio.start({ sandbox: sandbox.origin });
  await choosePassphrase(page);
  await signIn(page);
  await addSecret(studio.app, { name: 'historian-password', value: 'not shown' });
  await expect(row(page, 'historian-password')).toContainText('On the platform');
  const answerAgain = await client.refuse();
  await addSecret(studio.app, { name: 'plc-gateway-token', value: 'not shown' });

  await page.getByRole('button', { name: 'More ways to add' }).click();
  await studio.show('more-ways-to-add');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+i');
  await expect(page.getByRole('button', { name: 'Choose file…' })).toBeFocused();
  await studio.show('where-from', ['narrow', 'zoomed']);
  await paste(studio.app, envFile);
  const dialogs = page.getByRole('dialog', { name: 'Import secrets' });
  await expect(dialogs.getByRole('button', { name: /^Add \d+ to / })).toBeVisible();
  await studio.show('lines', ['narrow', 'zoomed']);
  await dialogs.getByLabel('Names that already exist').selectOption('Replace their values');
  await studio.show('lines-replacing');
  await dialogs.getByRole('button', { name: /^With a remark/ }).click();
  await studio.show('lines-with-a-remark', ['narrow']);
  await page.keyboard.press('Escape');
  await expect(dialog(page, 'Give this import up?')).toBeVisible();
  await studio.show('given-up');
  await page.getByRole('button', { name: 'Go on' }).click();
  await dialogs.getByRole('button', { name: /^Add \d+ to / }).click();
  await expect(dialogs).toBeHidden();
  await studio.show('waits-to-be-sent', ['narrow', 'zoomed']);
  await answerAgain();
  await client.fault({ kind: 'hang-before-commit', target: 'api', operation: 'create' });
  await sendNow(page);
  await expect(page.getByRole('row').filter({ hasText: 'Sending' }).first()).toBeVisible();
  await studio.show('is-sent', ['narrow']);
  await client.clearFaults();
  await client.release('hung');
  await expect(page.getByRole('group', { name: /^Import to .* arrived/ })).toBeVisible();
  await studio.show('arrived', ['narrow']);
});
