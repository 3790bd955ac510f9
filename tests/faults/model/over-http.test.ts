import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultRule } from '../../../sandbox/control-client.ts';
import type { EntryId } from '../../../src/shared/entry.ts';
import { openSyncBench } from '../../support/sync-bench.ts';

// The same idea as the model in virtual time, smaller: the real sandbox over real HTTP, with whatever real sockets
// do. Only the app's own waiting is virtual.

type Step =
  | { readonly do: 'add' | 'send-now' | 'sleep' | 'session-ends' | 'wait' }
  | { readonly do: 'change-value'; readonly pick: number }
  | { readonly do: 'colleague-takes'; readonly ahead: number }
  | { readonly do: 'fault'; readonly fault: FaultRule };

const statuses = fc.constantFrom(
  { status: 408, commit: true }, { status: 409, commit: true }, { status: 500, commit: true }, { status: 502, commit: false },
  { status: 503, commit: true }, { status: 401, commit: false },
);
const faults = fc.oneof(
  fc.constantFrom('reset-before-commit' as const, 'reset-after-commit' as const, 'reset-in-body' as const, 'truncate-body' as const,
    'hang-after-commit' as const, 'hang-before-commit' as const, 'wrong-shape' as const, 'wrong-name' as const).map((kind) => ({ kind })),
  fc.boolean().map((commit) => ({ kind: 'html-200' as const, commit })),
  fc.boolean().map((commit) => ({ kind: 'redirect' as const, location: 'https://elsewhere.example/', commit })),
  statuses.map((part) => ({ kind: 'status' as const, ...part })),
);
const fault: fc.Arbitrary<FaultRule> = fc
  .tuple(faults, fc.constantFrom('create' as const, 'create' as const, 'list' as const, 'update' as const), fc.integer({ min: 1, max: 2 }))
  .map(([kind, operation, count]) => ({ ...kind, target: 'api', operation, count }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>({ do: 'add' }) },
  { weight: 5, arbitrary: fault.map((rule): Step => ({ do: 'fault', fault: rule })) },
  { weight: 5, arbitrary: fc.constant<Step>({ do: 'wait' }) },
  { weight: 2, arbitrary: fc.nat(5).map((pick): Step => ({ do: 'change-value', pick })) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }).map((ahead): Step => ({ do: 'colleague-takes', ahead })) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'send-now' }, { do: 'sleep' }, { do: 'session-ends' }) },
);

let bench: Awaited<ReturnType<typeof openSyncBench>>;
beforeEach(async () => {
  bench = await openSyncBench();
});
afterEach(() => bench.end());

test.each([1, 2, 3, 4, 5, 6])('over real HTTP too, everything is created once with its newest value, or asked about (seed %i)', async (seed) => {
  const [steps = []] = fc.sample(fc.array(step, { minLength: 20, maxLength: 30 }), { seed, numRuns: 1 });
  const values = new Map<EntryId, { readonly name: string; value: string }>();
  const taken = new Set<string>();
  let serial = 0;
  await pass(0);
  bench.start();

  for (const next of steps) {
    await bench.untilQuiet();
    switch (next.do) {
      case 'add': {
        const name = `name-${values.size}`;
        const value = `value-${++serial}`;
        values.set(bench.add(name, value), { name, value });
        break;
      }
      case 'change-value': {
        const [id, entry] = [...values][next.pick % Math.max(1, values.size)] ?? [];
        const value = `value-${++serial}`;
        if (id !== undefined && entry !== undefined && bench.outbox.changeValue(id, value).ok) entry.value = value;
        break;
      }
      case 'colleague-takes':
        taken.add(`name-${values.size + next.ahead}`);
        if ((await bench.control.secret(`name-${values.size + next.ahead}`)) === undefined) {
          await bench.control.createSecret(`name-${values.size + next.ahead}`, 'theirs');
        }
        break;
      case 'fault':
        await bench.control.fault(next.fault);
        break;
      case 'send-now':
        bench.sync.sendNow(bench.environmentId);
        break;
      case 'sleep':
        bench.sync.suspend();
        bench.clock.setWall(bench.clock.now() + 3_600_000);
        await pass(0);
        bench.sync.resume();
        break;
      case 'session-ends':
        await bench.control.revokeSessions();
        break;
      case 'wait':
        await untilHungOrQuiet();
        await pass(6_000);
    }
    await untilHungOrQuiet();
  }
  await comeToRest();

  for (const [id, { name, value }] of values) {
    const { kind } = bench.entry(id).state;
    const there = await bench.control.secret(name);
    if (taken.has(name)) {
      expect(there?.valueHmac, `${name} is a colleague's and stays so`).toBe(await bench.control.hmac('theirs'));
      expect(kind).toBe('needs-attention');
    } else {
      expect(kind, name).toBe('delivered');
      expect(there?.valueHmac, `${name} has its newest value`).toBe(await bench.control.hmac(value));
      const creates = (await bench.control.journal({ operation: 'create' })).filter((line) => line.committed && line.names?.includes(name));
      expect(creates, `${name} was created once`).toHaveLength(1);
    }
  }

  /** The platform's clock goes with the app's virtual one. */
  async function pass(ms: number): Promise<void> {
    await bench.control.setClockOffset(bench.clock.now() + ms - Date.now());
    bench.clock.pass(ms);
  }

  /** What hangs would hang for half a minute of real time: it is let go instead, which resets nothing that was done. */
  async function untilHungOrQuiet(): Promise<void> {
    await bench.until(async () => {
      await bench.control.release('hung');
      return bench.network.underWay === 0;
    });
  }

  async function comeToRest(): Promise<void> {
    await bench.control.clearFaults();
    await bench.until(async () => {
      await untilHungOrQuiet();
      if (bench.gate().kind === 'sign-in') await bench.signInAgain();
      const moving = bench.outbox.rows.open().filter(({ state }) => state.kind !== 'needs-attention');
      if (moving.length > 0) await pass(1_000);
      return moving.length === 0;
    });
  }
});
