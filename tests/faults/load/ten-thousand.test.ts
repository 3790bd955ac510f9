import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EntryId } from '../../../src/shared/entry.ts';
import { openLoadBench, sum, type LoadBench } from './load-bench.ts';

let bench: LoadBench;
beforeEach(() => {
  bench = openLoadBench();
});
afterEach(() => bench.end());

const numbered = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, at) => `${prefix}-${at}`);

it('sends each of ten thousand that waited once after a start, in the order of each name, and counts them truly', { timeout: 300_000 }, async () => {
  const { plant, to } = bench.site();
  // For each of 500 names a delete and behind it a create: 10,000 with the 9,000 that stand alone.
  const pairs = numbered('pair', 500);
  bench.fill(numbered('single', 9_000));
  for (const name of pairs) {
    const { created, updated, updated_by: updatedBy } = plant.put(name);
    bench.outbox.delete(to, name, { created, updated, updatedBy });
  }
  bench.fill(pairs);
  await bench.restart();
  expect(bench.counts()).toEqual({ waiting: 10_000, sending: 0, uncertain: 0, needsAttention: 0, held: 0 });

  const seen: { readonly open: number; readonly sending: number }[] = [];
  let changes = 0;
  bench.onChange(() => {
    changes += 1;
    if (changes % 500 === 0) seen.push({ open: sum(bench.counts()), sending: bench.counts().sending });
  });
  bench.start();
  await bench.until(() => bench.isEmpty());

  expect(plant.arrived).toHaveLength(10_000);
  const created = plant.arrived.filter(({ operation }) => operation === 'create');
  expect(new Set(created.map(({ name }) => name)).size).toBe(9_500);
  expect(created.every(({ name, value }) => value === `value of ${name}`)).toBe(true);
  for (const name of pairs) {
    const [first, second, ...more] = plant.arrived.filter((change) => change.name === name).map(({ operation }) => operation);
    expect([first, second, more.length]).toEqual(['delete', 'create', 0]);
  }
  expect(plant.secrets.size).toBe(9_500);
  expect(plant.mostUnderWay).toBe(4);
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.every(({ open, sending }, at) => sending <= 4 && open <= (seen[at - 1]?.open ?? 10_000))).toBe(true);
  expect(bench.stumbles).toEqual([]);
});

it('recognises by reading back what a killed app had sent, among a thousand, and sends nothing of it again', async () => {
  const { plant } = bench.site();
  bench.fill(numbered('single', 1_000));
  bench.start();
  // The platform has them, and the app is gone before their answers.
  await bench.until(() => plant.secrets.size >= 500);
  plant.meets = (change) => {
    if (change?.operation === 'create') plant.put(change.name);
    return 'hang';
  };
  await bench.until(() => plant.underWay === 4);
  await bench.restart();
  plant.meets = () => null;
  bench.start();
  await bench.passTime(10_000);
  await bench.until(() => bench.isEmpty());
  expect(plant.secrets.size).toBe(1_000);
  expect(new Set(plant.arrived.map(({ name }) => name)).size).toBe(plant.arrived.length);
});

it('takes a thousand that are added while two thousand drain, and creates each once', async () => {
  const { plant } = bench.site();
  bench.fill(numbered('waited', 2_000));
  const added: EntryId[] = [];
  bench.start();
  while (added.length < 1_000) {
    await bench.until(() => plant.arrived.length >= added.length);
    added.push(bench.add(`added-${added.length}`));
    bench.look();
  }
  expect(plant.secrets.size).toBeLessThan(2_000);
  await bench.until(() => bench.isEmpty());
  expect(plant.arrived).toHaveLength(3_000);
  expect(plant.secrets.size).toBe(3_000);
  expect(added.every((id) => bench.entry(id).state.kind === 'delivered')).toBe(true);
});
