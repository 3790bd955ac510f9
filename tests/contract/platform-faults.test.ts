import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../sandbox/control-client.ts';
import type { Intent } from '../../src/shared/entry.ts';
import { expectOnPlatform, openFaultBench, type FaultBench } from './fault-bench.ts';

// What a platform can answer to a request that writes, for each of the three intents: what is done about it, what
// the platform was asked for, and that nothing is asked of a person where nothing need be.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
});
afterEach(() => bench.end());

const intents = ['create', 'replace', 'delete'] as const satisfies readonly Intent[];
const once = { target: 'api', count: 1 } as const;

/** The first write meets `rule`; lets everything go on until the entry ends or needs a person. */
async function meet(intent: Intent, rule: FaultRule) {
  await bench.startOpen();
  bench.meetNextWrite(rule);
  const id = await bench.begin(intent);
  await bench.untilState(id, 'delivered', 'needs-attention');
  return bench.entry(id);
}

describe.each(intents)('%s', (intent) => {
  it.each([408, 500, 502, 503, 504, 520])('after %i, which was not carried out: looked for twice, then sent again', async (status) => {
    const entry = await meet(intent, { kind: 'status', status, ...once });
    expect(entry).toMatchObject({ state: { kind: 'delivered', proof: 'answer' }, attempts: 2 });
    expect(bench.trail(entry.id)).toContain('uncertain');
    await expectOnPlatform(bench, { intent, asked: 2, done: 1 });
  });

  it.each([408, 500, 502, 503, 504, 520])('after %i, which was carried out all the same: found, and not asked for again', async (status) => {
    const entry = await meet(intent, { kind: 'status', status, commit: true, ...once });
    expect(entry).toMatchObject({ state: { kind: 'delivered', proof: 'read-back' }, attempts: 1 });
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it.each([400, 413, 422, 418])('after %i: a person is asked, in the platform’s words, and the gate stays open', async (status) => {
    const entry = await meet(intent, { kind: 'status', status, ...once });
    expect(entry.state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'refused', status } });
    expect(JSON.stringify(entry.state)).toContain(`This sandbox was told to answer ${status}.`);
    await expectOnPlatform(bench, { intent, asked: 1, done: 0 });
    await expectNothingMore(intent, 1);
  });

  it('after 403: told as a lack of permission, and the gate stays open', async () => {
    const entry = await meet(intent, { kind: 'status', status: 403, ...once });
    expect(entry.state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'forbidden' } });
    await expectOnPlatform(bench, { intent, asked: 1, done: 0 });
    await expectNothingMore(intent, 1);
  });

  it.each([404, 405])('after %i while the list works: the platform has no such function', async (status) => {
    const entry = await meet(intent, { kind: 'status', status, ...once });
    expect(entry.state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'no-such-function' } });
    await expectOnPlatform(bench, { intent, asked: 1, done: 0 });
    await expectNothingMore(intent, 1);
  });

  it.each([404, 405])('after %i while the list is gone too: waits for a Kelvin platform to come back', async (status) => {
    await bench.startOpen();
    bench.network.beforeNextWrite(async () => void (await bench.control.fault({ kind: 'status', status, target: 'api' })));
    const id = await bench.begin(intent);
    await bench.inTime(() => bench.gate().kind === 'not-kelvin');
    await bench.goOn();
    expect(bench.entry(id).state.kind).toBe('waiting');
    await bench.control.clearFaults();
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'answer' });
    await expectOnPlatform(bench, { intent, asked: 2, done: 1 });
  });

  it('after 401: the session is renewed and it goes once more', async () => {
    const entry = await meet(intent, { kind: 'status', status: 401, ...once });
    expect(entry).toMatchObject({ state: { kind: 'delivered', proof: 'answer' }, attempts: 2 });
    await expectOnPlatform(bench, { intent, asked: 2, done: 1 });
    expect((await bench.control.journal({ operation: 'token' })).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('after 401 again and again: the session is over, it waits, and goes after the next sign-in', async () => {
    await bench.startOpen();
    bench.network.beforeNextWrite(async () => {
      await bench.control.fault({ kind: 'status', status: 401, target: 'api' });
      await bench.control.revokeSessions();
    });
    const id = await bench.begin(intent);
    await bench.inTime(() => bench.gate().kind === 'sign-in');
    await bench.passTime(30 * 60_000);
    expect(bench.gate()).toMatchObject({ because: 'expired' });
    expect(bench.entry(id).state.kind).toBe('waiting');
    await bench.control.clearFaults();
    await bench.signIn();
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 2, done: 1 });
  });

  describe.each([
    { said: 'in seconds', after: (s: number) => s },
    { said: 'as a date', after: (s: number) => new Date(bench.clock.now() + s * 1_000).toUTCString() },
  ])('with Retry-After $said', ({ said, after }) => {
    it.each([
      { status: 429, commit: false, asked: 2, proof: 'answer' },
      { status: 503, commit: false, asked: 2, proof: 'answer' },
      { status: 503, commit: true, asked: 1, proof: 'read-back' },
    ] as const)('after $status (carried out: $commit): nothing is asked until then, and then it ends by itself', async ({ status, commit, asked, proof }) => {
      await bench.startOpen();
      // A date has whole seconds, so it is up to one off.
      const least = said === 'in seconds' ? 120_000 : 119_000;
      bench.network.beforeNextWrite(async () => void (await bench.control.fault({ kind: 'status', status, commit, retryAfter: after(120), ...once })));
      const id = await bench.begin(intent);
      await bench.inTime(() => bench.gate().kind === 'throttled');
      const mark = await bench.control.mark();
      expect(bench.gate()).toMatchObject({ until: expect.any(Number) as number });
      await bench.passTime(least - 1_001);
      expect(bench.gate().kind).toBe('throttled');
      expect(await bench.control.journal({ since: mark })).toEqual([]);
      await bench.untilState(id, 'delivered', 'needs-attention');
      expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof });
      expect(bench.clock.monotonic()).toBeGreaterThanOrEqual(least);
      expect(bench.clock.monotonic()).toBeLessThan(least + 20_000);
      await expectOnPlatform(bench, { intent, asked, done: 1 });
    });
  });

  it('by which a day is asked to be waited: an hour is', async () => {
    await bench.startOpen();
    bench.meetNextWrite({ kind: 'status', status: 429, retryAfter: 86_400, ...once });
    const id = await bench.begin(intent);
    await bench.inTime(() => bench.gate().kind === 'throttled');
    expect(bench.gate()).toEqual({ kind: 'throttled', until: bench.clock.now() + 3_600_000 });
    await bench.untilState(id, 'delivered');
    expect(bench.clock.monotonic()).toBeLessThan(3_700_000);
  });

  it.each([
    { what: 'no body at all', body: '', contentType: 'application/json' },
    { what: 'JSON of another shape', body: { status: 'ok', result: [1, 2, 3] } },
    { what: 'a list', body: [] },
    { what: 'another name', body: { name: 'another-secret' } },
    { what: 'plain words', body: 'OK, done!', contentType: 'text/plain' },
    { what: 'half a JSON text', body: '{"name":"demosecret"', contentType: 'application/json' },
    { what: 'errors', body: { errors: [{ name: 'no' }] } },
  ])('answered 200 with $what is looked for', async ({ what: _, body, ...more }) => {
    // A delete has no model for its answer: 200 is success, with nothing or with whatever JSON that names no errors.
    const isEnough = intent === 'delete' && (body === '' || (typeof body === 'object' && !('errors' in body)));
    const rule = { kind: 'status', status: 200, body, ...more, ...once } as const;
    if (isEnough) {
      expect((await meet(intent, { ...rule, commit: true })).state).toMatchObject({ kind: 'delivered', proof: 'answer' });
      await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
      return;
    }
    const entry = await meet(intent, { ...rule, commit: true });
    expect(entry).toMatchObject({ state: { kind: 'delivered', proof: 'read-back' }, attempts: 1 });
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
    bench.meetNextWrite(rule);
    const second = await bench.begin(intent, 'second');
    await bench.untilState(second, 'delivered', 'needs-attention');
    expect(bench.entry(second)).toMatchObject({ state: { kind: 'delivered', proof: 'answer' }, attempts: 2 });
    await expectOnPlatform(bench, { intent, name: 'second', asked: 2, done: 1 });
  });

  it.each([-9, -1, 5, 26])('with its answer lost, on a platform whose clock is %i hours off: recognised', async (hours) => {
    await bench.setPlatformClock(hours * 3_600_000);
    const entry = await meet(intent, { kind: 'reset-after-commit', ...once });
    expect(entry.state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it('that meets 500 each time goes slower and slower, and holds up nobody', async () => {
    await bench.startOpen();
    const path = { create: '/create', replace: '/demosecret/update', delete: '/demosecret/delete' }[intent];
    bench.network.beforeNextWrite(async () => void (await bench.control.fault({ kind: 'status', status: 500, target: 'api', path })));
    const id = await bench.begin(intent);
    await bench.inTime(() => bench.entry(id).setbacks >= 4);
    expect(bench.gate().kind).toBe('open');
    const asked = (await bench.writes('demosecret')).length;
    const from = bench.clock.monotonic();
    await bench.inTime(() => bench.clock.monotonic() - from >= 3_600_000);
    // Half of the bound each time, and five minutes at most: about twenty-five tries in an hour, never hundreds.
    const inAnHour = (await bench.writes('demosecret')).length - asked;
    expect(inAnHour).toBeGreaterThan(10);
    expect(inAnHour).toBeLessThan(40);
    if (intent !== 'create') {
      const other = bench.add('other');
      await bench.untilState(other, 'delivered');
      expect(bench.clock.monotonic() - from).toBeLessThan(3_600_000 + 300_001);
    }
    await bench.control.clearFaults();
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: (await bench.writes('demosecret')).length, done: 1 });
  });
});

/** However long one waits, and whatever wakes the app: what a person must decide is not sent by itself. */
async function expectNothingMore(intent: Intent, asked: number): Promise<void> {
  await bench.passTime(3_600_000);
  bench.sync.sendNow(bench.environment.id);
  bench.sync.linkCameUp();
  await bench.inTime(() => bench.gate().kind === 'open');
  await bench.goOn();
  await expectOnPlatform(bench, { intent, asked, done: 0 });
}

describe('409', () => {
  it.each(['replace', 'delete'] as const)('to a %s of what is there unchanged: told as a refusal, for its name is in nobody’s way', async (intent) => {
    const entry = await meet(intent, { kind: 'status', status: 409, ...once });
    expect(entry.state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'refused', status: 409 } });
    await expectNothingMore(intent, 1);
  });

  it.each(intents)('to a %s of ours that was carried out: found', async (intent) => {
    const entry = await meet(intent, { kind: 'status', status: 409, commit: true, ...once });
    expect(entry.state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });
});

