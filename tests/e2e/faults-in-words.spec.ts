import { expect, test } from '@playwright/test';
import type { Permission } from '../../sandbox/control-client.ts';
import { notCreatedOnce } from '../support/created-once.ts';
import { addSecret, dialog, discardSecret, goTo, header, openDetails, replaceValue, resolveBy, row, sendNow, signIn, takeAction, valueField } from '../support/person.ts';
import { sceneOfFile } from '../support/scene.ts';

// What goes wrong between this computer and the platform, told by the screen: every state, every reason that needs the
// person, every gate; and each of the ways on, tried to its end.

const scene = sceneOfFile();
const page = () => scene().running.page;
const client = () => scene().sandbox.client;
const everything: Permission[] = ['create', 'read', 'update', 'delete'];

test.afterEach(async () => {
  await client().clearFaults();
  await client().setListLag(0);
  await client().setPermissions('demo', everything);
  await goTo(page(), 'Secrets');
  await sendNow(page());
  await expect(page().getByRole('button', { name: 'Outbox, 0 entries' }), 'each test leaves nothing behind').toBeVisible();
  await expect(header(page())).toContainText('Up to date');
});

const notice = () => page().getByRole('region', { name: 'Notice' });

async function add(name: string, value = `value of ${name}`): Promise<void> {
  await addSecret(scene().running, { name, value, how: 'paste' });
}

async function expectArrived(name: string, value = `value of ${name}`, proof?: string): Promise<void> {
  await expect(row(page(), name)).toContainText('On the platform');
  expect((await client().secret(name))?.valueHmac).toBe(await client().hmac(value));
  if (proof === undefined) return;
  await goTo(page(), 'Outbox');
  await expect(newestInHistory(name)).toContainText(proof);
  await goTo(page(), 'Secrets');
}

const newestInHistory = (name: string) =>
  page().getByRole('table', { name: 'History' }).getByRole('row').filter({ hasText: name }).first();

/** Adds while nothing answers; so whatever is prepared on the platform meanwhile is met when it is sent. */
async function addWhileCutOff(...names: string[]): Promise<() => Promise<void>> {
  const answerAgain = await client().refuse();
  for (const name of names) await add(name);
  await expect(header(page())).toContainText('No answer');
  return async () => {
    await answerAgain();
    await sendNow(page());
  };
}

async function discard(name: string): Promise<void> {
  await discardSecret(page(), name);
  await expect(row(page(), name).filter({ hasText: 'Needs you' })).toHaveCount(0);
}

test.describe('the network', () => {
  test('what is added while nothing answers waits, and the header says so; then it arrives', async () => {
    const goOn = await addWhileCutOff('offline-one', 'offline-two');
    await expect(header(page())).toContainText('2 waiting');
    await expect(row(page(), 'offline-one')).toContainText('Waiting');
    await expect(row(page(), 'offline-two')).toContainText(/Added by you at \d\d:\d\d/);
    await expect(notice()).toContainText(/Nothing answers at 127\.0\.0\.1:\d+ at the moment\. You can go on adding secrets\./);
    await expect(notice()).toContainText(/They stay encrypted on this computer and are sent by themselves when /);
    await goOn();
    await expectArrived('offline-one', undefined, 'Confirmed by the answer');
    await expectArrived('offline-two');
    await expect(header(page())).toContainText('last exchange just now');
  });

  test('a captive portal’s page is told as what it is', async () => {
    const goOn = await addWhileCutOff('behind-portal');
    await client().fault({ kind: 'html-200' });
    await goOn();
    await expect(header(page())).toContainText('Network wants a sign-in');
    await expect(notice()).toContainText('This network wants you to sign in first. Nothing was sent through it.');
    await expect(row(page(), 'behind-portal')).toContainText('Waiting');
    expect(await client().journal({ operation: 'create' })).not.toContainEqual(expect.objectContaining({ names: ['behind-portal'] }));
    await client().clearFaults();
    await sendNow(page());
    await expectArrived('behind-portal');
  });

  test('a platform that asks to wait is given its time, to the minute on the screen', async () => {
    await client().fault({ kind: 'status', status: 429, retryAfter: 4, target: 'api', operation: 'create', count: 1 });
    await add('throttled');
    await expect(header(page())).toContainText(/Waits until \d\d:\d\d/);
    await expect(notice()).toContainText(/The platform asks to wait until \d\d:\d\d\./);
    await expect(notice()).toContainText('1 secret goes then, by itself.');
    await expectArrived('throttled');
  });

  test('a platform with trouble of its own, and one that is none any more', async () => {
    const goOn = await addWhileCutOff('patient');
    await client().fault({ kind: 'status', status: 500, target: 'api', operation: 'list' });
    await goOn();
    await expect(header(page())).toContainText('Platform has trouble');
    await client().clearFaults();
    await client().fault({ kind: 'status', status: 404, body: { nothing: 'here' }, target: 'api' });
    await sendNow(page());
    await expect(header(page())).toContainText('No Kelvin platform');
    await expect(notice()).toContainText('is no Kelvin platform any more.');
    await client().clearFaults();
    await sendNow(page());
    await expectArrived('patient');
  });

  test('a session that was ended asks for sign-in to send what waits, and then sends it', async () => {
    await client().revokeSessions();
    await add('signed-out');
    await expect(header(page())).toContainText('Session ended');
    await expect(notice()).toContainText('Your session ended. Sign in to send 1 secret.');
    await expect(row(page(), 'signed-out')).toContainText('Waiting');
    await page().getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page().getByText('1 secret waits and is sent when demo@sandbox.example has signed in.')).toBeVisible();
    await signIn(page());
    await expectArrived('signed-out');
  });
});

test.describe('an answer that is lost', () => {
  test('is read back: ours is found and counts as delivered, asked for once', async () => {
    await client().fault({ kind: 'reset-after-commit', target: 'api', operation: 'create', count: 1 });
    await add('answer-lost');
    await expectArrived('answer-lost', undefined, 'Confirmed by reading back');
    const hmac = await client().hmac('value of answer-lost');
    expect(notCreatedOnce(await client().journal(), 'answer-lost', hmac)).toEqual([]);
  });

  test('and comes as a 409 to our own write ends as delivered', async () => {
    // What a repeat by the network's own stack looks like: the first one was carried out, the second is answered.
    await client().fault({ kind: 'status', status: 409, commit: true, target: 'api', operation: 'create', count: 1 });
    await add('own-409');
    await expectArrived('own-409', undefined, 'Confirmed by reading back');
    expect(notCreatedOnce(await client().journal(), 'own-409', await client().hmac('value of own-409'))).toEqual([]);
  });

  test('while it is sent, the row and the header say so; uncertain, it is checked before it is sent again', async () => {
    await client().fault({ kind: 'hang-before-commit', target: 'api', operation: 'create', count: 1 });
    await client().fault({ kind: 'hang-before-commit', target: 'api', operation: 'list' });
    await add('slow-answer');
    await expect(row(page(), 'slow-answer')).toContainText('Sending');
    await expect(row(page(), 'slow-answer')).toContainText(/Attempt 1, started /);
    await expect(header(page())).toContainText('sending 1 of 1');
    await client().release('hung');
    await expect(row(page(), 'slow-answer')).toContainText('Checking with the platform');
    await expect(row(page(), 'slow-answer')).toContainText(/Sent at \d\d:\d\d, but the answer got lost/);
    await expect(header(page())).toContainText('1 to check');

    await client().refuse();
    await expect(row(page(), 'slow-answer')).toContainText('Not confirmed yet');
    await expect(row(page(), 'slow-answer')).toContainText('Checked before anything is sent again');
    await client().clearFaults();
    await sendNow(page());
    await expectArrived('slow-answer', undefined, 'Confirmed by the answer');
  });

  test('where the list may not be read, the person decides: the one there is theirs', async () => {
    await client().setPermissions('demo', ['create']);
    await client().fault({ kind: 'reset-after-commit', target: 'api', operation: 'create', count: 1 });
    await add('cannot-look');
    await expect(row(page(), 'cannot-look')).toContainText('It was sent, and this account may not look whether it arrived');
    const panel = await openDetails(page(), 'cannot-look');
    await expect(panel).toContainText('Needs you: the platform cannot say');
    await resolveBy(panel, 'The one there is mine', 'Count it as arrived');
    await client().setPermissions('demo', everything);
    await expectArrived('cannot-look', undefined, 'Confirmed by you');
  });

  test('where the platform says taken and lists nothing, the person decides', async () => {
    await client().fault({ kind: 'status', status: 409, target: 'api', operation: 'create', count: 1 });
    await add('not-listed');
    await expect(row(page(), 'not-listed')).toContainText(/looking whose it is|Checking with the platform/);
    await expect(row(page(), 'not-listed')).toContainText('The platform says that the name is in use, but does not list it');
    await resolveBy(await openDetails(page(), 'not-listed'), 'Send it once more', 'Try again in Sandbox');
    await expectArrived('not-listed');
  });

  test('where what is there shows neither times nor creator, the person decides', async () => {
    const bare = { pagination: { next_page: null, previous_page: null, page_size: 20 }, data: [{ name: 'no-proof' }] };
    // Added while nothing answers: the dialog's own look at the name must not meet what the list says then.
    const goOn = await addWhileCutOff('no-proof');
    await client().fault({ kind: 'reset-before-commit', target: 'api', operation: 'create', count: 1 });
    await client().fault({ kind: 'status', status: 200, body: bare, target: 'api', operation: 'list' });
    await goOn();
    await expect(row(page(), 'no-proof')).toContainText('A secret with this name is there, but nothing shows whose it is');
    await client().clearFaults();
    await resolveBy(await openDetails(page(), 'no-proof'), 'Give yours another name', 'Rename and add to Sandbox');
    await expectArrived('no-proof-2', 'value of no-proof');
  });
});

test.describe('a name that a colleague took meanwhile', () => {
  const colleagues = 'the colleague’s value';

  test.beforeEach(async () => {
    const goOn = await addWhileCutOff('taken');
    await client().createSecret('taken', colleagues);
    await goOn();
    await expect(row(page(), 'taken')).toContainText('Needs you');
    await expect(row(page(), 'taken')).toContainText(/colleague created a secret with this name at \d\d:\d\d/);
    await expect(header(page())).toContainText('1 needs you');
  });

  test.afterEach(async () => {
    await client().deleteSecret('taken');
  });

  test('the screen explains who and when; under another name both are there', async () => {
    const panel = await openDetails(page(), 'taken');
    await expect(panel).toContainText('Needs you: the name is taken');
    await expect(panel).toContainText(/colleague created this secret at \d\d:\d\d\. It was not overwritten, and yours is still here\./);
    await expect(panel.getByRole('radio')).toHaveCount(5);
    await resolveBy(panel, 'Give yours another name', 'Rename and add to Sandbox');
    await expectArrived('taken-2', 'value of taken');
    await expectArrived('taken', colleagues);
  });

  test('the value there is replaced, after the screen said whose is lost', async () => {
    const panel = await openDetails(page(), 'taken');
    await expect(panel).toContainText('The value from colleague is lost. Nobody can bring it back.');
    await resolveBy(panel, 'Replace the value there', 'Replace in Sandbox');
    await expect(header(page())).toContainText('Up to date');
    await expectArrived('taken');
  });

  test('ours is discarded, and the other stays', async () => {
    await resolveBy(await openDetails(page(), 'taken'), 'Discard yours', 'Discard…');
    await expect(dialog(page(), 'Discard this secret?')).toContainText('It may already exist on the platform.');
    await page().getByRole('button', { name: 'Discard secret' }).click();
    await expectArrived('taken', colleagues);
  });

  test('ours is sent once more after the other was deleted', async () => {
    await client().deleteSecret('taken');
    await resolveBy(await openDetails(page(), 'taken'), 'Keep yours waiting', 'Try again in Sandbox');
    await expectArrived('taken');
  });

  test('the person knows that the one there is theirs', async () => {
    await resolveBy(await openDetails(page(), 'taken'), 'The one there is mine', 'Count it as arrived');
    await expectArrived('taken', colleagues, 'Confirmed by you');
  });
});

test.describe('the platform says no', () => {
  test('to this account: tried again once it may', async () => {
    await client().setPermissions('demo', ['read']);
    await add('forbidden');
    await expect(row(page(), 'forbidden')).toContainText('This account may not create secrets here');
    const panel = await openDetails(page(), 'forbidden');
    await expect(panel).toContainText('Needs you: not allowed to create');
    await client().setPermissions('demo', everything);
    await resolveBy(panel, 'Try again', 'Try again in Sandbox');
    await expectArrived('forbidden');
  });

  for (const encoding of ['raw', 'json'] as const) {
    test(`to this value, quoting it (${encoding}): its words are shown without the value`, async () => {
      const name = `echoed-${encoding}`;
      const value = 'quoted "by" the\nplatform \u00e9';
      await client().fault({ kind: 'echo-value', encoding, target: 'api', operation: 'create', count: 1 });
      await add(name, value);
      await expect(row(page(), name)).toContainText('The platform says:');
      const panel = await openDetails(page(), name);
      await expect(panel).toContainText('Needs you: not accepted');
      expect(await page().content()).not.toMatch(/by.{0,8}the|platform.{0,4}(é|\\u00e9)/);
      await resolveBy(panel, 'Change the value…', 'Change the value…');
      await valueField(page()).focus();
      await page().keyboard.type('a better one');
      await page().getByRole('button', { name: /^Change for / }).click();
      await expectArrived(name, 'a better one');
    });
  }

  test('to replacing at all: it is told, and can be discarded', async () => {
    await add('no-update');
    await expectArrived('no-update');
    await client().fault({ kind: 'status', status: 405, target: 'api', operation: 'update' });
    await replaceValue(scene().running, 'no-update', 'new value');
    await expect(row(page(), 'no-update')).toContainText('This platform cannot replace secrets');
    await takeAction(page(), 'no-update', 'Discard…');
    await page().getByRole('button', { name: 'Discard new value' }).click();
    await expectArrived('no-update');
  });
});

test.describe('a replace', () => {
  test('of what somebody changed since asks first, and says who', async () => {
    await add('changed');
    await expectArrived('changed');
    const goOn = await client().refuse();
    await replaceValue(scene().running, 'changed', 'ours');
    await expect(header(page())).toContainText('No answer');
    await client().updateSecret('changed', 'theirs');
    await goOn();
    await sendNow(page());
    await expect(row(page(), 'changed')).toContainText(/colleague changed this secret at \d\d:\d\d/);
    expect((await client().secret('changed'))?.valueHmac).toBe(await client().hmac('theirs'));
    await resolveBy(await openDetails(page(), 'changed'), 'Replace it all the same', 'Replace in Sandbox');
    await expect(header(page())).toContainText('Up to date');
    await expectArrived('changed', 'ours');
  });

  test('of what is no longer there asks whether to create it', async () => {
    // Made an hour ago: what was made just now might only be hidden by a list that lags.
    await client().setClockOffset(-3_600_000);
    await client().createSecret('gone', 'old', 'demo@sandbox.example');
    await client().setClockOffset(0);
    await page().getByRole('button', { name: 'Refresh the list' }).click();
    await expect(row(page(), 'gone')).toBeVisible();
    const goOn = await client().refuse();
    await replaceValue(scene().running, 'gone', 'anew');
    await expect(header(page())).toContainText('No answer');
    await client().deleteSecret('gone');
    await goOn();
    await sendNow(page());
    await expect(row(page(), 'gone')).toContainText('The secret to replace is no longer on the platform', { timeout: 20_000 });
    await resolveBy(await openDetails(page(), 'gone'), 'Create it anew', 'Create in Sandbox');
    await expect(header(page())).toContainText('Up to date');
    expect((await client().secret('gone'))?.valueHmac).toBe(await client().hmac('anew'));
  });
});

test('an entry on hold is not sent until it is released; a discarded one is remembered as that', async () => {
  const goOn = await addWhileCutOff('held', 'let-go');
  await takeAction(page(), 'held', 'Put on hold');
  await expect(row(page(), 'held')).toContainText('On hold');
  await expect(row(page(), 'held')).toContainText(/Put on hold at \d\d:\d\d/);
  await expect(header(page())).toContainText('1 on hold');
  await discard('let-go');
  await goOn();
  await expect(header(page())).not.toContainText('No answer');
  await expect(row(page(), 'held')).toContainText('On hold');
  expect(await client().secret('held')).toBeUndefined();
  await goTo(page(), 'Outbox');
  await expect(newestInHistory('let-go')).toContainText('Discarded by you');
  await row(page(), 'held').getByRole('button', { name: 'Release' }).click();
  await goTo(page(), 'Secrets');
  await expectArrived('held');
  expect(await client().secret('let-go')).toBeUndefined();
});
