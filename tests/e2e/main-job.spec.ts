import { expect, test } from '@playwright/test';
import { notCreatedOnce } from '../support/created-once.ts';
import { addSecret, chooseWay, continueWithoutSignIn, dialog, header, row, sendNow, signIn } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

// The main job, whole: sign in, lose the network, add, lose the computer, get both back, and it is there once.

let scene: Scene;
test.afterEach(() => scene.close());

test('with a one-time code: added offline, killed, started again, back online: created once, by you', async () => {
  scene = await openScene({ account: null });
  const { client } = scene.sandbox;
  const { page } = scene.running;
  const account = { userName: 'totp', password: 'totp' };

  await chooseWay(page, 'User name and password');
  await page.getByLabel('User name').fill(account.userName);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('The platform does not accept this user name, password or one-time code.')).toBeVisible();
  await signIn(page, { ...account, oneTimeCode: await client.oneTimeCode('totp') });
  await expect(header(page)).toContainText('Up to date');

  const answerAgain = await client.refuse();
  const values = { demosecret: 'This is a really big secret!', 'pem-key': '-----BEGIN KEY-----\nMC4CAQ\n-----END KEY-----\n' };
  for (const [name, value] of Object.entries(values)) await addSecret(scene.running, { name, value, how: 'paste' });
  await expect(header(page)).toContainText('2 waiting');
  await scene.running.kill();

  const { page: again } = await scene.startUnlocked();
  await expect(header(again)).toContainText('2 waiting');
  for (const name of Object.keys(values)) await expect(row(again, name)).toContainText('Waiting');

  await answerAgain();
  await sendNow(again);
  for (const [name, value] of Object.entries(values)) {
    await expect(row(again, name)).toContainText('On the platform');
    const cells = row(again, name).getByRole('gridcell');
    await expect(cells.nth(2)).toHaveText(/^today, \d\d:\d\d$/);
    await expect(cells.nth(3)).toHaveText('You');
    expect(notCreatedOnce(await client.journal(), name, await client.hmac(value))).toEqual([]);
    expect(await client.secret(name)).toMatchObject({ created_by: 'krn:user:totp@sandbox.example' });
  }
  await expect(header(again)).toContainText('Up to date');
});

test('killed while it is being sent: looked for first, and never sent twice', async () => {
  scene = await openScene();
  const { client } = scene.sandbox;
  await client.fault({ kind: 'hang-after-commit', target: 'api', operation: 'create', count: 1 });
  await addSecret(scene.running, { name: 'half-way', value: 'sent, and the answer never came' });
  await expect.poll(async () => (await client.secret('half-way'))?.name).toBe('half-way');
  await expect(row(scene.running.page, 'half-way')).toContainText('Sending');
  await scene.running.kill();

  const { page } = await scene.startUnlocked();
  await expect(row(page, 'half-way')).toContainText('On the platform');
  await expect(header(page)).toContainText('Up to date');
  const hmac = await client.hmac('sent, and the answer never came');
  expect(notCreatedOnce(await client.journal(), 'half-way', hmac)).toEqual([]);
});

test('added before anybody signed in: the first sign-in is asked, and only its yes sends them', async () => {
  scene = await openScene({ account: null });
  const { client } = scene.sandbox;
  const { page } = scene.running;
  await continueWithoutSignIn(page);
  await addSecret(scene.running, { name: 'nobodys', value: 'whose?' });
  await expect(header(page)).toContainText('Not signed in');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signIn(page);
  const notice = page.getByRole('region', { name: 'Notice' });
  await expect(notice).toContainText('Send 1 secret as demo@sandbox.example?');
  expect(await client.journal({ operation: 'create' })).toEqual([]);
  await notice.getByRole('button', { name: 'Send as demo' }).click();
  await expect(row(page, 'nobodys')).toContainText('On the platform');
});

test('what one account added is not sent as another', async () => {
  scene = await openScene();
  const { client } = scene.sandbox;
  const { page } = scene.running;
  const answerAgain = await client.refuse();
  await addSecret(scene.running, { name: 'demos', value: 'of demo' });
  await expect(header(page)).toContainText('No answer');
  await page.getByRole('button', { name: 'Account menu' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await dialog(page, 'Sign out?').getByRole('button', { name: 'Sign out', exact: true }).click();
  await answerAgain();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signIn(page, { userName: 'colleague', password: 'colleague' });
  await expect(page.getByRole('region', { name: 'Notice' })).toContainText('1 secret here belongs to demo.');
  await expect(row(page, 'demos')).toContainText('Sent when demo is signed in');
  await addSecret(scene.running, { name: 'colleagues', value: 'of colleague' });
  await expect(row(page, 'colleagues')).toContainText('On the platform');
  expect(await client.secret('demos')).toBeUndefined();
});
