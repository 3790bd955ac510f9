import { afterEach, beforeEach, expect, it } from 'vitest';
import { jsonAnswer } from '../../support/exchanges.ts';
import { openLoadBench, type LoadBench } from './load-bench.ts';

let bench: LoadBench;
beforeEach(() => {
  bench = openLoadBench();
});
afterEach(() => bench.end());

const names = Array.from({ length: 2_000 }, (_, at) => `single-${at}`);
const arrivals = (name: string): number => bench.site().plant.arrived.filter((change) => change.name === name).length;

it('an entry that meets 500 each time delays none of two thousand, and is tried ever more rarely, for ever', async () => {
  const { plant } = bench.site();
  plant.meets = (change) => (change?.name === 'cursed' ? jsonAnswer(500, {}) : null);
  const cursed = bench.add('cursed');
  bench.fill(names);
  bench.start();
  // No time passes: nobody stands behind it.
  await bench.until(() => plant.secrets.size === 2_000 && plant.underWay === 0);
  expect(bench.openCount()).toBe(1);
  expect(arrivals('cursed')).toBe(1);
  expect(bench.gate().kind).toBe('open');

  const hour = 3_600_000;
  await bench.passTime(hour);
  const inFirstHour = arrivals('cursed');
  await bench.passTime(hour);
  const inSecondHour = arrivals('cursed') - inFirstHour;
  // The pause grows to 2.5 minutes here (half of the longest), and two looks that find nothing precede each try.
  expect(inFirstHour).toBeGreaterThan(10);
  expect(inSecondHour).toBeGreaterThan(10);
  expect(inSecondHour).toBeLessThanOrEqual(24);
  expect(inFirstHour).toBeLessThan(inSecondHour + 12);
  expect(bench.entry(cursed).state.kind).not.toBe('needs-attention');

  plant.meets = () => null;
  await bench.passTime(600_000);
  expect(bench.entry(cursed).state.kind).toBe('delivered');
});

it('an entry that is refused with 400 asks the person after one request, and the others go on', async () => {
  const { plant } = bench.site();
  plant.meets = (change) => (change?.name === 'refused' ? jsonAnswer(400, { message: 'No.' }) : null);
  const refused = bench.add('refused');
  bench.fill(names);
  bench.start();
  await bench.until(() => plant.secrets.size === 2_000 && plant.underWay === 0);
  expect(bench.entry(refused).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'refused', status: 400 } });
  await bench.passTime(3_600_000);
  expect(arrivals('refused')).toBe(1);
  expect(plant.secrets.size).toBe(2_000);
});

it('a hundred entries that all meet 500 are sent no more often than their pauses allow, and arrive when it ends', async () => {
  const { plant } = bench.site();
  plant.meets = (change) => (change === null ? null : jsonAnswer(500, {}));
  const hundred = names.slice(0, 100);
  bench.fill(hundred);
  bench.start();
  await bench.passTime(300_000);
  const most = Math.max(...hundred.map(arrivals));
  expect(most).toBeLessThanOrEqual(10);
  plant.meets = () => null;
  await bench.passTime(600_000);
  expect(bench.openCount()).toBe(0);
  expect(plant.secrets.size).toBe(100);
});
