import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSyncBench } from '../../support/sync-bench.ts';

let bench: Awaited<ReturnType<typeof openSyncBench>>;
beforeEach(async () => {
  bench = await openSyncBench();
});
afterEach(() => bench.end());

it('creates each of two hundred once over real HTTP, half of them added while the others drain', async () => {
  const entry = (at: number) => bench.add(`waited-${at}`, `value ${at}`);
  const ids = Array.from({ length: 100 }, (_, at) => entry(at));
  bench.start();
  for (let at = 100; at < 200; at += 1) {
    await bench.until(() => bench.network.sent.length > at - 100);
    ids.push(entry(at));
  }
  await bench.until(() => bench.delivered.length === 200);
  const creates = await bench.control.journal({ operation: 'create' });
  expect(creates.map(({ committed }) => committed)).toEqual(ids.map(() => true));
  expect(new Set(creates.flatMap(({ names }) => names)).size).toBe(200);
  const last = await bench.control.secret('waited-199');
  expect(last?.valueHmac).toBe(await bench.control.hmac('value 199'));
  expect(bench.stumbles).toEqual([]);
});
