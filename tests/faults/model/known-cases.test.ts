import { afterAll, expect, test } from 'vitest';
import type { Command } from './command.ts';
import type { Fault, Where } from './fault.ts';
import { nothingUntellable } from './ledger.ts';
import { doRun, openShelf } from './property.ts';

// What was found once, by the model or by a review, as the few commands that show it. The oracle finds each of them
// in the code of before.

const shelf = openShelf();
afterAll(() => shelf.close());

const second = 1_000;
const hour = 3_600 * second;

const fault = (where: Where, what: Fault, times = 1): Command => ({ do: 'fault', fault: what, where, times });
const landsLate = (where: Where, ms: number): Command => fault(where, { kind: 'late', ms });
const pass = (ms: number): Command => ({ do: 'pass', ms });
const add: Command = { do: 'add', name: 0 };
const discard: Command = { do: 'discard', pick: 0 };
const replaceIt: Command = { do: 'replace', pick: 0 };
const deleteIt: Command = { do: 'delete', pick: 0 };
const deleteNewest: Command = { do: 'delete', pick: 2 };
const pastTimeout = pass(33 * second);
const longAfter = pass(300 * second);

const waits = (seconds: number): Fault => ({ kind: 'status', status: 429, commit: false, retryAfter: { seconds, form: 'seconds' } });

test.each<readonly [string, readonly Command[]]>([
  [
    'a replace that was given up and lands late does not undo the next one',
    [add, pass(5 * second), landsLate('replace', 60 * second), replaceIt, pastTimeout, discard, replaceIt, longAfter],
  ],
  [
    'a delete that was given up and lands late does not undo a replace',
    [add, pass(5 * second), landsLate('delete', 60 * second), deleteIt, pastTimeout, discard, replaceIt, longAfter],
  ],
  [
    'a create that was given up and lands late does not undo a delete',
    [
      landsLate('create', 90 * second), add, pastTimeout, discard,
      { do: 'elsewhere', operation: 'create', name: 0, who: 'colleague' }, deleteNewest, longAfter,
    ],
  ],
  [
    'a clock that is set back does not shorten that wait',
    [
      add, pass(5 * second), landsLate('replace', 60 * second), replaceIt, pastTimeout, discard,
      { do: 'set-wall', ms: -5 * hour }, pass(31 * second), replaceIt, longAfter,
    ],
  ],
  [
    'what the platform asked to wait for outlasts a wake',
    [fault('list', waits(4_000)), pass(300), add, longAfter, { do: 'sleep', ms: second, told: true, wakes: true }, pass(31 * second)],
  ],
  [
    'a computer that never tells of its wake goes on all the same',
    [{ do: 'sleep', ms: 90 * second, told: true, wakes: false }, add, pass(5 * second)],
  ],
  [
    'one slow look at a platform whose clock is a day ahead calls nothing of ours a conflict',
    [
      { do: 'platform-clock', ms: 26 * hour }, pass(300), fault('list', { kind: 'slow', before: 5 * second, after: 5 * second }, 2),
      fault('create', { kind: 'answer-lost' }), { do: 'restart' }, add, longAfter,
    ],
  ],
])('%s', async (_, commands) => {
  const tally = { runs: 0, commands: 0, entries: 0, untellable: nothingUntellable() };
  await doRun(shelf, { seed: 1, begin: 'signed-in', commands }, tally);
  expect(tally.untellable).toEqual(nothingUntellable());
});
