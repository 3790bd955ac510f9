import { expect, test } from '@playwright/test';
import { addSecret, discardSecret, goTo, header, row, signIn, takeAction } from '../support/person.ts';
import { sceneOfFile } from '../support/scene.ts';

// One walk through everything that the header can say. At each place the world is held still, and the header is
// compared word by word with what the platform and this test know: what was added, what arrived, what is held.

// Most of it is the app's own patience: settle delays, backoff, looks at the clock.
test.describe.configure({ timeout: 150_000 });

const scene = sceneOfFile();
const client = () => scene().sandbox.client;
const page = () => scene().running.page;

/** What the header says, but for when the last exchange was. */
async function said(): Promise<string[]> {
  const parts = (await header(page()).innerText()).split('·').map((part) => part.trim());
  return parts.filter((part) => !part.startsWith('last exchange'));
}

const added: string[] = [];
async function add(name: string): Promise<void> {
  await addSecret(scene().running, { name, value: `value of ${name}`, how: 'paste' });
  added.push(name);
}

/** What is really there: how many of ours arrived, and how many requests the platform holds without an answer. */
async function reality(): Promise<{ there: number; held: number }> {
  const there = (await client().secrets()).filter(({ name }) => added.includes(name)).length;
  return { there, held: (await client().state()).waiting.hung };
}

async function expectTruth(words: readonly (string | RegExp)[], real: { there: number; held: number }): Promise<void> {
  await expect
    .poll(said, { message: words.join(' · ') })
    .toEqual(words.map((word) => (typeof word === 'string' ? word : expect.stringMatching(word))));
  expect(await reality()).toEqual(real);
}

test('from offline by way of every other state to up to date, the header says what is the case', async () => {
  await expectTruth(['Up to date'], { there: 0, held: 0 });

  const answerAgain = await client().refuse();
  await add('one');
  await add('two');
  await expectTruth(['No answer', '2 waiting'], { there: 0, held: 0 });
  await takeAction(page(), 'two', 'Put on hold');
  await expectTruth(['No answer', '1 waiting', '1 on hold'], { there: 0, held: 0 });

  // Back: the first is sent, and held before it is carried out.
  const held = await client().fault({ kind: 'hang-before-commit', target: 'api', operation: 'create', count: 1 });
  expect(held.left).toBe(1);
  await answerAgain();
  await expectTruth(['1 waiting', 'sending 1 of 1', '1 on hold'], { there: 0, held: 1 });

  // Its answer is lost, and the platform cannot be asked.
  await client().fault({ kind: 'hang-before-commit', target: 'api', operation: 'list' });
  await client().release('hung');
  await expectTruth(['1 to check', '1 on hold'], { there: 0, held: 1 });

  // The question is answered with trouble; still nobody knows.
  await client().fault({ kind: 'status', status: 500, target: 'api', operation: 'list' });
  await client().clearFaults((await client().faults())[0]?.id);
  await client().release('hung');
  await expectTruth(['Platform has trouble', '1 to check', '1 on hold'], { there: 0, held: 0 });

  // Looked for and not there: sent once more, and told to wait.
  await client().fault({ kind: 'status', status: 429, retryAfter: 3600, target: 'api', operation: 'create', count: 1 });
  await client().clearFaults((await client().faults())[0]?.id);
  await expect(header(page())).toContainText('Waits until', { timeout: 45_000 });
  await expectTruth([/^Waits until \d\d:\d\d$/, '1 waiting', '1 on hold'], { there: 0, held: 0 });

  // The session ends meanwhile; then the hour is over, by the computer's clock.
  await client().revokeSessions();
  await scene().running.app.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 3_600_000;
  });
  await expect(header(page())).toContainText('Session ended', { timeout: 45_000 });
  await expectTruth(['Session ended', '1 waiting', '1 on hold'], { there: 0, held: 0 });
  await page().getByRole('button', { name: 'Sign in', exact: true }).click();
  await signIn(page());
  await expect(row(page(), 'one')).toContainText('On the platform', { timeout: 45_000 });
  await expectTruth(['1 on hold'], { there: 1, held: 0 });

  // What needs the person does not go unsaid beside what is on hold.
  await client().setPermissions('demo', ['read']);
  await add('three');
  await expectTruth(['1 on hold', '1 needs you'], { there: 1, held: 0 });
  await client().setPermissions('demo', ['create', 'read', 'update', 'delete']);
  await discardSecret(page(), 'three');
  await expectTruth(['1 on hold'], { there: 1, held: 0 });
  await takeAction(page(), 'two', 'Release');
  await expectTruth(['Up to date'], { there: 2, held: 0 });
  await goTo(page(), 'Outbox');
  await expect(page().getByRole('group', { name: 'Status' })).toContainText('Nothing is waiting');
});
