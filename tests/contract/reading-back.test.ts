import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecretView } from '../../sandbox/control-client.ts';
import { expectOnPlatform, openFaultBench, ours, type FaultBench } from './fault-bench.ts';

// What the list can fail to show when an answer was lost: it lags behind, it may not be read, it shows too little,
// or it fails in ways of its own.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
});
afterEach(() => bench.end());

const api = { target: 'api', count: 1 } as const;
const lost = { kind: 'reset-after-commit', method: 'POST', ...api } as const;

const item = ({ name, created, created_by, updated, updated_by }: SecretView) => ({ name, created, created_by, updated, updated_by });

/** The list answers this instead of what is there, `count` times or until it is cleared. */
function showInstead(data: readonly object[], count?: number) {
  const body = { pagination: { next_page: null, previous_page: null, page_size: 1000 }, data };
  return bench.control.fault({ kind: 'status', status: 200, body, target: 'api', operation: 'list', ...(count === undefined ? {} : { count }) });
}

async function secret(name = 'demosecret'): Promise<SecretView> {
  const there = await bench.control.secret(name);
  if (there === undefined) throw new Error('not there');
  return there;
}

describe('a list that lags behind a create', () => {
  const begin = async () => {
    await bench.control.setListLag('until-released');
    await bench.startOpen();
    bench.meetNextWrite(lost);
    return bench.begin('create');
  };

  it('until the second look: found then', async () => {
    const id = await begin();
    await bench.inTime(() => bench.entry(id).looks === 1);
    await bench.control.release('list');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
    await expectOnPlatform(bench, { intent: 'create', asked: 1, done: 1 });
  });

  it('for longer: sent again, answered 409, and recognised as the first attempt’s', async () => {
    const id = await begin();
    await bench.inTime(() => bench.entry(id).lastOutcome === 'name-is-there');
    await bench.control.release('list');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'delivered', proof: 'read-back' }, attempts: 2 });
    await expectOnPlatform(bench, { intent: 'create', asked: 2, done: 1 });
  });

  it('for good: a person is asked; tried again once it shows, it is recognised still', async () => {
    const id = await begin();
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'cannot-tell', because: 'not-listed' } });
    await bench.passTime(30 * 60_000);
    expect(await bench.writes('demosecret')).toHaveLength(2);
    await bench.control.release('list');
    expect(bench.outbox.resolve(id, 'try-again', null).ok).toBe(true);
    bench.sync.look(bench.environment.id);
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
    await expectOnPlatform(bench, { intent: 'create', asked: 3, done: 1 });
  });
});

describe('a list that does not show yet what was just made', () => {
  it.each(['replace', 'delete'] as const)('is not taken for a proof that it is gone: %s', async (intent) => {
    await bench.control.createSecret('demosecret', 'theirs');
    const { created, updated, updated_by: updatedBy } = await secret();
    const hidden = await showInstead([]);
    await bench.startOpen();
    const seen = { created, updated, updatedBy };
    const to = bench.to();
    const given = intent === 'delete' ? bench.outbox.delete(to, 'demosecret', seen) : bench.outbox.replace(to, 'demosecret', ours, seen);
    if (!given.ok) throw new Error(given.code);
    const id = given.value.entryId;
    bench.sync.look(bench.environment.id);
    await bench.inTime(() => bench.entry(id).looks === 3);
    expect(bench.entry(id).state.kind).toBe('waiting');
    await bench.control.clearFaults(hidden.id);
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'answer' });
    expect(await bench.writes('demosecret')).toHaveLength(1);
  });

  it('is one after twenty seconds', async () => {
    await bench.control.createSecret('demosecret', 'theirs');
    const { created, updated, updated_by: updatedBy } = await secret();
    await bench.control.deleteSecret('demosecret');
    await bench.startOpen();
    const given = bench.outbox.replace(bench.to(), 'demosecret', ours, { created, updated, updatedBy });
    if (!given.ok) throw new Error(given.code);
    bench.sync.look(bench.environment.id);
    await bench.untilState(given.value.entryId, 'delivered', 'needs-attention');
    expect(bench.entry(given.value.entryId).state).toMatchObject({ reason: { kind: 'gone' } });
  });
});

describe.each(['replace', 'delete'] as const)('a list that lags behind a %s', (intent) => {
  it.each([
    { looks: 1, asked: 1, proof: 'read-back' },
    // Sent again only after a third look, the one before each request.
    { looks: 2, asked: 1, proof: 'read-back' },
  ])('for $looks looks: found, and not asked for again', async ({ looks, asked, proof }) => {
    await bench.control.createSecret('demosecret', 'as it was before');
    const old = item(await secret());
    await bench.startOpen();
    bench.network.beforeNextWrite(async () => {
      await bench.control.fault(lost);
      await showInstead([old], looks);
    });
    const id = intent === 'replace' ? await bench.replace('demosecret') : await bench.remove('demosecret');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof });
    await expectOnPlatform(bench, { intent, asked, done: 1 });
  });
});

describe('a list that shows too little', () => {
  it.each([
    { what: 'no creator', change: { created_by: null, updated_by: null }, reason: { kind: 'cannot-tell', because: 'no-proof' } },
    { what: 'no time', change: { created: null, updated: null }, reason: { kind: 'cannot-tell', because: 'no-proof' } },
    { what: 'a time that is none', change: { created: 'yesterday', updated: 'yesterday' }, reason: { kind: 'conflict' } },
    { what: 'a creator of an unknown kind', change: { created_by: 'krn:robot:demo@sandbox.example', updated_by: 'krn:robot:demo@sandbox.example' }, reason: { kind: 'conflict' } },
    { what: 'a creator that is no KRN', change: { created_by: 'demo@sandbox.example', updated_by: 'demo@sandbox.example' }, reason: { kind: 'conflict' } },
    { what: 'a creator with our name within his', change: { created_by: 'krn:user:xdemo@sandbox.example', updated_by: 'krn:user:xdemo@sandbox.example' }, reason: { kind: 'conflict' } },
    { what: 'another updater', change: { updated_by: 'krn:user:colleague@sandbox.example' }, reason: { kind: 'conflict' } },
  ])('$what: a create is not claimed, a person is asked', async ({ change, reason }) => {
    await bench.startOpen();
    bench.network.beforeNextWrite(async () => void (await bench.control.fault({ kind: 'hang-after-commit', ...api })));
    const id = await bench.begin('create');
    await bench.until(async () => (await bench.control.state()).waiting.hung === 1);
    await showInstead([{ ...item(await secret()), ...change }]);
    await bench.control.release('hung');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'needs-attention', reason });
    await expectOnPlatform(bench, { intent: 'create', asked: 1, done: 1 });
  });

  it.each(['replace', 'delete'] as const)('no updater and no time after a %s: not claimed, a person is asked', async (intent) => {
    await bench.startOpen();
    await bench.control.createSecret('demosecret', 'as it was before');
    bench.meetNextWrite({ kind: 'hang-before-commit', ...api });
    const id = intent === 'replace' ? await bench.replace('demosecret') : await bench.remove('demosecret');
    await bench.until(async () => (await bench.control.state()).waiting.hung === 1);
    await showInstead([{ name: 'demosecret', created: null, created_by: null, updated: null, updated_by: null }]);
    await bench.control.release('hung');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'cannot-tell', because: 'no-proof' } });
    await expectOnPlatform(bench, { intent, asked: 1, done: 0 });
  });

  it('secrets whose names only contain ours are not taken for it', async () => {
    await bench.startOpen();
    for (const name of ['demosecret-2', 'my-demosecret']) await bench.control.createSecret(name, 'theirs', 'demo@sandbox.example');
    bench.meetNextWrite({ ...lost, kind: 'reset-before-commit' });
    const id = await bench.begin('create');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'answer' });
    await expectOnPlatform(bench, { intent: 'create', asked: 2, done: 1 });
  });
});

describe('a list that fails by itself while the platform can be reached', () => {
  const searches = { target: 'api', operation: 'list', search: true } as const;

  it.each([
    { fault: '500', rule: { kind: 'status', status: 500, ...searches } },
    { fault: 'a page', rule: { kind: 'html-200', ...searches } },
    { fault: 'another shape', rule: { kind: 'wrong-shape', ...searches } },
    { fault: '404', rule: { kind: 'status', status: 404, ...searches } },
    { fault: 'a reset', rule: { kind: 'reset-before-commit', ...searches } },
    { fault: '401', rule: { kind: 'status', status: 401, ...searches } },
  ] as const)('$fault to each search: asked slower and slower, sent never, and found when it works', async ({ rule }) => {
    await bench.startOpen();
    bench.network.beforeNextWrite(async () => {
      await bench.control.fault(lost);
      await bench.control.fault(rule);
    });
    const id = await bench.begin('create');
    await bench.until(async () => (await bench.writes('demosecret')).length === 1);
    const began = bench.clock.monotonic();
    await bench.inTime(() => bench.gate().kind === 'sign-in' || bench.clock.monotonic() - began >= 30 * 60_000);
    const lists = (await bench.control.journal({ operation: 'list' })).length;
    // Half a second, one, two … up to five minutes, each with a probe beside it: never hundreds in half an hour.
    expect(lists).toBeLessThan(80);
    expect(bench.entry(id).state.kind).toBe('uncertain');
    await bench.control.clearFaults();
    if (bench.gate().kind === 'sign-in') await bench.signIn();
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
    await expectOnPlatform(bench, { intent: 'create', asked: 1, done: 1 });
  });

  it('on its second page: what is there is found on none, and looked for again', async () => {
    await bench.startOpen();
    bench.network.beforeNextWrite(async () => {
      await bench.control.fault(lost);
      const body = { pagination: { next_page: 'more', previous_page: null, page_size: 1000 }, data: [] };
      await bench.control.fault({ kind: 'status', status: 200, body, operation: 'list', ...api });
      await bench.control.fault({ kind: 'status', status: 500, operation: 'list', ...api });
    });
    const id = await bench.begin('create');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
    await expectOnPlatform(bench, { intent: 'create', asked: 1, done: 1 });
  });
});

describe('a 201 that shows who created it', () => {
  it('teaches by which name this account goes: only that one is recognised later', async () => {
    await bench.startOpen();
    bench.meetNextWrite({ kind: 'status', status: 201, commit: true, body: { name: 'first', created: '2026-11-24T09:00:00Z', created_by: 'krn:srv-acc:gateway' }, ...api });
    const first = bench.add('first');
    await bench.untilState(first, 'delivered');
    expect(bench.auth.account(bench.environment.id)?.krn).toBe('krn:srv-acc:gateway');
    bench.meetNextWrite(lost);
    const second = bench.add('second', ours);
    await bench.untilState(second, 'delivered', 'needs-attention');
    expect(bench.entry(second).state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'conflict' } });
  });

  it('may leave it out: delivered all the same, and nothing is learnt', async () => {
    await bench.startOpen();
    bench.meetNextWrite({ kind: 'status', status: 201, commit: true, body: { name: 'demosecret' }, ...api });
    const id = await bench.begin('create');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'answer' });
    expect(bench.auth.account(bench.environment.id)?.krn ?? null).toBeNull();
  });
});
