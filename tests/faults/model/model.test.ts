import { expect, test } from 'vitest';
import { campaign } from './property.ts';

// A small part of `npm run model`, the same at every run of the tests.
test.each([1, 2, 3, 4, 5, 6])(
  'nothing is lost, doubled, claimed or overwritten, and everything goes on by itself, under any faults (seed %i)',
  async (seed) => {
    const { tally, counterexample } = await campaign({ seed, runs: 12, mostCommands: 60 });
    expect(counterexample?.join('\n') ?? null).toBeNull();
    expect(tally.entries).toBeGreaterThan(0);
  },
);
