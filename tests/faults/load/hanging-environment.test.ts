import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLoadBench, type LoadBench } from './load-bench.ts';

let bench: LoadBench;
beforeEach(() => {
  bench = openLoadBench(['a', 'b', 'c']);
});
afterEach(() => bench.end());

const names = Array.from({ length: 500 }, (_, at) => `single-${at}`);

it.each([
  ['from the first word on', (isWrite: boolean) => (isWrite ? null : 'hang')],
  ['on every create', (isWrite: boolean) => (isWrite ? 'hang' : null)],
] as const)('an environment that hangs %s holds up none of the others', async (_, meets) => {
  for (const label of ['a', 'b', 'c']) bench.fill(names, label);
  bench.site('b').plant.meets = (change) => meets(change !== null);
  bench.start();
  await bench.until(() => bench.isEmpty('a') && bench.isEmpty('c'));
  expect(bench.site('a').plant.secrets.size).toBe(500);
  expect(bench.site('c').plant.secrets.size).toBe(500);
  expect(bench.openCount('b')).toBe(500);
  expect(bench.site('b').plant.mostUnderWay).toBeLessThanOrEqual(4);
  expect(bench.gate('a').kind).toBe('open');
});
