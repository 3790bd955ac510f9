import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { anyCommand, type Command } from './command.ts';
import { nothingUntellable } from './ledger.ts';
import { doRun, openShelf } from './property.ts';

// Random commands meet the platform that cannot replace only now and then. Here each run begins with one, and with the
// person's choice to delete and create; then anything happens, from the moment before the delete leaves.

const shelf = openShelf();
afterAll(() => shelf.close());

const chosen: readonly Command[] = [
  { do: 'add', name: 0 },
  { do: 'pass', ms: 5_000 },
  { do: 'fault', fault: { kind: 'status', status: 405, commit: false, retryAfter: null }, where: 'replace', times: 1 },
  { do: 'replace', pick: 0 },
  { do: 'pass', ms: 5_000 },
  { do: 'resolve', pick: 0, choice: 0 },
];

test('delete and create: whatever happens around the two, nothing is lost, doubled or claimed', async () => {
  const tally = { runs: 0, commands: 0, entries: 0, untellable: nothingUntellable() };
  const runs = fc.sample(fc.array(anyCommand, { minLength: 5, maxLength: 25, size: 'max' }), { seed: 5, numRuns: 80 });
  for (const [nth, commands] of runs.entries()) {
    await doRun(shelf, { seed: nth, begin: 'signed-in', commands: [...chosen, ...commands] }, tally);
  }
  // What replaces, what deletes and what creates: each run really began so.
  expect(tally.entries).toBeGreaterThanOrEqual(3 * runs.length);
});
