import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryId } from '../../src/shared/entry.ts';
import { openSyncBench } from '../support/sync-bench.ts';

let bench: Awaited<ReturnType<typeof openSyncBench>>;
beforeEach(async () => {
  bench = await openSyncBench();
});
afterEach(() => bench.end());

const big = 'This is a really big secret!';

describe('creating', () => {
  it('creates a secret once, with the right value, and erases it here', async () => {
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilState(id, 'delivered');
    expect((await bench.control.secret('demosecret'))?.valueHmac).toBe(await bench.control.hmac(big));
    expect(await bench.commits('demosecret')).toBe(1);
    expect(bench.entry(id).state).toMatchObject({ proof: 'answer' });
    expect(bench.delivered).toEqual(['demosecret']);
    expect(bench.stumbles).toEqual([]);
  });

  it('waits while the platform refuses connections and goes on by itself when it is back', async () => {
    const back = await bench.control.refuse();
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilGate('offline');
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'waiting' }, attempts: 0 });
    await back();
    await bench.untilInTime(id, 'delivered');
    expect(await bench.commits('demosecret')).toBe(1);
  });

  it.each(['reset-after-commit', 'reset-in-body', 'truncate-body'] as const)(
    'finds its own secret by reading back when the answer is lost: %s',
    async (kind) => {
      await bench.control.fault({ kind, target: 'api', operation: 'create', count: 1 });
      bench.start();
      const id = bench.add('demosecret');
      await bench.untilInTime(id, 'delivered');
      expect(await bench.commits('demosecret')).toBe(1);
      expect((await bench.control.secret('demosecret'))?.valueHmac).toBe(await bench.control.hmac(big));
    },
  );

  it.each([
    { kind: 'reset-before-commit' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 408 },
    { kind: 'html-200' },
    { kind: 'redirect', location: 'https://elsewhere.example/' },
  ] as const)('sends again only after reading back twice found nothing: %j', async (fault) => {
    await bench.control.fault({ ...fault, target: 'api', operation: 'create', count: 1 });
    bench.start();
    const id = bench.add('demosecret');
    await bench.until(() => bench.entry(id).looks === 1);
    expect(bench.entry(id).state.kind).toBe('uncertain');
    expect(await bench.control.journal({ operation: 'create' })).toHaveLength(1);
    await bench.untilInTime(id, 'delivered');
    expect(await bench.commits('demosecret')).toBe(1);
    expect(bench.entry(id).attempts).toBe(2);
  });

  it('reads a 409 back on the first attempt too, and recognises its own secret', async () => {
    await bench.control.fault({ kind: 'status', status: 409, commit: true, target: 'api', operation: 'create', count: 1 });
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilState(id, 'delivered');
    expect(bench.entry(id).state).toMatchObject({ proof: 'read-back' });
    expect(await bench.commits('demosecret')).toBe(1);
  });

  it("ends a 409 to somebody else's secret as a conflict that says who and when, and touches nothing", async () => {
    await bench.control.createSecret('demosecret', 'theirs');
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilState(id, 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({
      reason: { kind: 'conflict', found: { createdBy: 'krn:user:colleague@sandbox.example' } },
    });
    expect((await bench.control.secret('demosecret'))?.valueHmac).toBe(await bench.control.hmac('theirs'));
  });

  it('does not take an older secret of its own account for what it sent', async () => {
    await bench.control.setClockOffset(-3_600_000);
    await bench.control.createSecret('demosecret', 'older', 'demo@sandbox.example');
    await bench.control.setClockOffset(0);
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilState(id, 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'conflict' } });
  });

  it('recognises its own secret on a platform whose clock is hours off', async () => {
    await bench.control.setClockOffset(5 * 3_600_000);
    await bench.control.fault({ kind: 'reset-after-commit', target: 'api', operation: 'create', count: 1 });
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilInTime(id, 'delivered');
    expect(await bench.commits('demosecret')).toBe(1);
  });

  it('says that it cannot tell when the name is taken and the list never shows it', async () => {
    await bench.control.setListLag('until-released');
    await bench.control.createSecret('demosecret', 'theirs');
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilInTime(id, 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'cannot-tell', because: 'not-listed' } });
  });

  it.each([400, 413, 422])('tells a refusal with %i in the words of the platform, without the value', async (status) => {
    await bench.control.fault({ kind: 'echo-value', encoding: 'raw', status, target: 'api', operation: 'create', count: 1 });
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilState(id, 'needs-attention');
    const { state } = bench.entry(id);
    expect(state).toMatchObject({ reason: { kind: 'refused', status } });
    expect(JSON.stringify(state)).not.toContain(big);
  });

  it.each([404, 405])('tells a missing function (%i) from a missing platform by the list', async (status) => {
    await bench.control.fault({ kind: 'status', status, target: 'api', operation: 'create', count: 1 });
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilState(id, 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'no-such-function' } });
  });

  it('shuts the gate when the list is gone too, and comes back by itself', async () => {
    bench.start();
    await bench.untilGate('open');
    const gone = await bench.control.fault({ kind: 'status', status: 404, target: 'api' });
    const id = bench.add('demosecret');
    await bench.untilGate('not-kelvin');
    expect(bench.entry(id).state.kind).toBe('waiting');
    await bench.control.clearFaults(gone.id);
    await bench.untilInTime(id, 'delivered');
    expect(await bench.commits('demosecret')).toBe(1);
  });

  it('waits as long as the platform asks, and sends nothing meanwhile', async () => {
    await bench.control.fault({ kind: 'status', status: 429, retryAfter: 120, target: 'api', operation: 'create', count: 1 });
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilGate('throttled');
    const mark = await bench.control.mark();
    bench.clock.pass(119_000);
    expect(bench.gate().kind).toBe('throttled');
    expect(await bench.control.journal({ since: mark })).toEqual([]);
    bench.clock.pass(1_001);
    await bench.untilState(id, 'delivered');
  });

  it('shuts the gate at the end of a session and goes on by itself after sign-in', async () => {
    bench.start();
    await bench.untilGate('open');
    await bench.control.revokeSessions();
    const id = bench.add('demosecret');
    await bench.untilGate('sign-in');
    expect(bench.entry(id).state.kind).toBe('waiting');
    await bench.signInAgain();
    await bench.untilState(id, 'delivered');
    expect(await bench.commits('demosecret')).toBe(1);
  });

  it('tells a lack of permission as what it is and leaves the gate open', async () => {
    await bench.control.setPermissions('demo', ['read']);
    bench.start();
    const id = bench.add('demosecret');
    await bench.untilState(id, 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'forbidden' } });
    expect(bench.gate().kind).toBe('open');
  });

  it('creates without permission to read, and says that it cannot tell when that answer is lost', async () => {
    await bench.control.setPermissions('demo', ['create']);
    bench.start();
    const sure = bench.add('demosecret');
    await bench.untilState(sure, 'delivered');
    await bench.control.fault({ kind: 'reset-after-commit', target: 'api', operation: 'create', count: 1 });
    const lost = bench.add('second');
    await bench.untilInTime(lost, 'needs-attention');
    expect(bench.entry(lost).state).toMatchObject({ reason: { kind: 'cannot-tell', because: 'list-refused' } });
  });

  it('sends the newer value as a replace when an older revision proves delivered', async () => {
    bench.start();
    await bench.untilGate('open');
    await bench.control.fault({ kind: 'reset-after-commit', target: 'api', operation: 'create', count: 1 });
    const lists = await bench.control.fault({ kind: 'status', status: 500, target: 'api', operation: 'list' });
    const id = bench.add('demosecret', 'old');
    await bench.untilState(id, 'uncertain');
    bench.outbox.changeValue(id, 'new');
    await bench.control.clearFaults(lists.id);
    await bench.untilInTime(id, 'delivered');
    const [next] = bench.outbox.rows.open();
    await bench.untilInTime(next?.id as EntryId, 'delivered');
    expect((await bench.control.secret('demosecret'))?.valueHmac).toBe(await bench.control.hmac('new'));
    expect(await bench.commits('demosecret')).toBe(2);
  });

  it('lets an entry that meets 500 hold up no other', async () => {
    await bench.control.fault({ kind: 'status', status: 500, target: 'api', operation: 'create', count: 1 });
    bench.start();
    const unlucky = bench.add('unlucky');
    await bench.untilState(unlucky, 'uncertain');
    const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => bench.add(name));
    await Promise.all(others.map((id) => bench.untilState(id, 'delivered')));
    expect(bench.entry(unlucky).state.kind).not.toBe('delivered');
  });
});

describe('replacing and deleting', () => {
  const seenNow = async (name: string) => {
    const there = await bench.control.secret(name);
    if (there === undefined) throw new Error('not there');
    return { created: there.created, updated: there.updated, updatedBy: there.updated_by };
  };
  const replace = async (name: string, value: string) => {
    const given = bench.outbox.replace(bench.to, name, value, await seenNow(name));
    if (!given.ok) throw new Error(given.code);
    return given.value.entryId;
  };
  const remove = async (name: string) => {
    const given = bench.outbox.delete(bench.to, name, await seenNow(name));
    if (!given.ok) throw new Error(given.code);
    return given.value.entryId;
  };

  beforeEach(async () => {
    // An hour ago: what was made just now may be hidden by a list that lags.
    await bench.control.setClockOffset(-3_600_000);
    await bench.control.createSecret('shared-key', 'theirs');
    await bench.control.setClockOffset(0);
  });

  it('replaces what is still as it was seen', async () => {
    const id = await replace('shared-key', 'ours');
    bench.start();
    await bench.untilState(id, 'delivered');
    expect((await bench.control.secret('shared-key'))?.valueHmac).toBe(await bench.control.hmac('ours'));
  });

  it('asks before it destroys what a colleague changed meanwhile, and obeys the answer', async () => {
    const id = await replace('shared-key', 'ours');
    await bench.control.updateSecret('shared-key', 'newer');
    bench.start();
    await bench.untilState(id, 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'changed-meanwhile' } });
    expect((await bench.control.secret('shared-key'))?.valueHmac).toBe(await bench.control.hmac('newer'));
    bench.outbox.resolve(id, 'replace-there', null);
    bench.look();
    await bench.untilState(id, 'delivered');
    expect((await bench.control.secret('shared-key'))?.valueHmac).toBe(await bench.control.hmac('ours'));
  });

  it('asks what to do about a replace whose secret is gone', async () => {
    const id = await replace('shared-key', 'ours');
    await bench.control.deleteSecret('shared-key');
    bench.start();
    await bench.untilInTime(id, 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'gone' } });
  });

  it('recognises its own replace when the answer is lost', async () => {
    const id = await replace('shared-key', 'ours');
    await bench.control.fault({ kind: 'reset-after-commit', target: 'api', operation: 'update', count: 1 });
    bench.start();
    await bench.untilInTime(id, 'delivered');
    expect(bench.entry(id).state).toMatchObject({ proof: 'read-back' });
    expect((await bench.control.journal({ operation: 'update' })).filter((line) => line.committed)).toHaveLength(1);
  });

  it('sends a newer value only when an older one, sent and not there, cannot land on it any more', async () => {
    const id = await replace('shared-key', 'older');
    await bench.control.fault({ kind: 'reset-before-commit', target: 'api', operation: 'update', count: 1 });
    bench.start();
    await bench.until(() => bench.entry(id).looks === 1);
    bench.outbox.changeValue(id, 'newer');
    await bench.untilInTime(id, 'waiting');
    bench.sync.sendNow(bench.environmentId);
    const { startedAt, endedAt } = bench.outbox.attempts.attempts(bench.entry(id))[0] ?? { startedAt: 0, endedAt: 0 };
    expect(endedAt).toBeGreaterThanOrEqual(startedAt);
    await bench.until(() => {
      const { state } = bench.entry(id);
      return state.kind === 'waiting' && state.nextTryAt === endedAt + 124_000;
    });
    expect(await bench.control.journal({ operation: 'update' })).toHaveLength(1);
    await bench.untilInTime(id, 'delivered');
    expect(bench.clock.now()).toBeGreaterThanOrEqual(endedAt + 124_000);
    expect((await bench.control.secret('shared-key'))?.valueHmac).toBe(await bench.control.hmac('newer'));
  });

  it('deletes what is still as it was seen', async () => {
    const id = await remove('shared-key');
    bench.start();
    await bench.untilState(id, 'delivered');
    expect(await bench.control.secret('shared-key')).toBeUndefined();
  });

  it('looks before it repeats a delete whose answer was lost', async () => {
    const id = await remove('shared-key');
    await bench.control.fault({ kind: 'reset-after-commit', target: 'api', operation: 'delete', count: 1 });
    bench.start();
    await bench.untilInTime(id, 'delivered');
    expect(await bench.control.journal({ operation: 'delete' })).toHaveLength(1);
  });

  it('never deletes a secret that a colleague created anew while the answer to its delete was lost', async () => {
    const id = await remove('shared-key');
    await bench.control.fault({ kind: 'hang-after-commit', target: 'api', operation: 'delete', count: 1 });
    bench.start();
    await bench.until(async () => (await bench.control.secret('shared-key')) === undefined);
    await bench.control.createSecret('shared-key', 'born again');
    await bench.control.release('hung');
    await bench.untilInTime(id, 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'changed-meanwhile' } });
    expect((await bench.control.secret('shared-key'))?.valueHmac).toBe(await bench.control.hmac('born again'));
  });

  it('takes a delete whose secret is already gone for done', async () => {
    const id = await remove('shared-key');
    await bench.control.deleteSecret('shared-key');
    bench.start();
    await bench.untilInTime(id, 'delivered');
  });

  it('says that a platform has no update function', async () => {
    const id = await replace('shared-key', 'ours');
    await bench.control.fault({ kind: 'status', status: 405, target: 'api', operation: 'update' });
    bench.start();
    await bench.untilState(id, 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'no-such-function' } });
  });
});

describe('a disk that takes nothing', () => {
  it.each([
    ['SQLITE_FULL', 'disk-full'],
    ['SQLITE_IOERR_FSYNC', 'disk-trouble'],
  ] as const)('%s: it is told, nothing is sent, the tries grow rarer, and it goes on by itself', async (code, obstacle) => {
    bench.start();
    await bench.untilGate('open');
    const { begin } = bench.outbox.attempts;
    let tries = 0;
    const full = () => {
      tries += 1;
      throw new SqliteDatabase.SqliteError('no room', code);
    };
    Object.assign(bench.outbox.attempts, { begin: full });
    const id = bench.add('demosecret');
    await bench.until(() => bench.obstacle() === obstacle);
    for (let minute = 0; minute < 60; minute++) {
      bench.clock.pass(60_000);
      await bench.untilQuiet();
    }
    expect(tries).toBeLessThan(40);
    expect(await bench.control.journal({ operation: 'create' })).toEqual([]);
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'waiting' }, attempts: 0 });

    Object.assign(bench.outbox.attempts, { begin });
    bench.sync.sendNow(bench.environmentId);
    await bench.untilState(id, 'delivered');
    expect(bench.obstacle()).toBeNull();
    expect(await bench.commits('demosecret')).toBe(1);
  });
});

describe('the courier', () => {
  it('probes once before it sends, and has at most four requests under way', async () => {
    for (let i = 0; i < 12; i++) bench.add(`name-${i}`);
    await bench.control.fault({ kind: 'hang-after-commit', target: 'api', operation: 'create' });
    bench.start();
    await bench.until(async () => (await bench.control.journal({ operation: 'create' })).length >= 4);
    const journal = await bench.control.journal();
    expect(journal.filter((line) => line.operation === 'list')).toHaveLength(1);
    expect(journal.filter((line) => line.operation === 'create')).toHaveLength(4);
    expect(bench.outbox.rows.counts(bench.environmentId)).toMatchObject({ sending: 4, waiting: 8 });
  });

  it('goes on by itself after a sleep whose end the system never told', async () => {
    bench.start();
    await bench.untilGate('open');
    bench.sync.suspend();
    const id = bench.add('demosecret');
    bench.clock.pass(8 * 3_600_000);
    await bench.untilState(id, 'delivered');
    expect(await bench.commits('demosecret')).toBe(1);
  });

  it('breaks off what is under way when the system goes to sleep, and finds out after the wake', async () => {
    await bench.control.fault({ kind: 'hang-after-commit', target: 'api', operation: 'create', count: 1 });
    bench.start();
    const id = bench.add('demosecret');
    await bench.until(async () => (await bench.control.secret('demosecret')) !== undefined);
    bench.sync.suspend();
    await bench.untilState(id, 'uncertain');
    bench.clock.setWall(bench.clock.now() + 8 * 3_600_000);
    bench.sync.resume();
    expect(bench.gate().kind).toBe('unproven');
    bench.clock.pass(15_000);
    await bench.untilState(id, 'delivered');
    expect(await bench.commits('demosecret')).toBe(1);
  });

  it('waits as long as the platform asks, also when another request that was under way is answered meanwhile', async () => {
    await bench.control.fault({ kind: 'hang-after-commit', target: 'api', operation: 'create', count: 1 });
    await bench.control.fault({ kind: 'status', status: 429, retryAfter: 60, target: 'api', operation: 'create', count: 1 });
    bench.start();
    const slow = bench.add('slow');
    bench.add('throttled');
    await bench.untilGate('throttled');
    await bench.control.release('hung');
    await bench.until(() => bench.entry(slow).state.kind !== 'sending');
    expect(bench.gate().kind).toBe('throttled');
    expect(await bench.control.journal({ operation: 'create' })).toHaveLength(2);
  });

  it('sends when a person asks for it, even if the system never said that it woke up', async () => {
    bench.start();
    await bench.untilGate('open');
    bench.sync.suspend();
    const id = bench.add('demosecret');
    bench.sync.sendNow(bench.environmentId);
    await bench.untilState(id, 'delivered');
  });

  it('sends nothing when the system says that there is no link', async () => {
    bench.network.setLink(false);
    bench.start();
    bench.add('demosecret');
    expect(bench.gate()).toMatchObject({ kind: 'offline', because: 'no-link' });
    expect(bench.network.sent).toEqual([]);
    bench.network.setLink(true);
    bench.sync.linkCameUp();
    await bench.until(() => bench.outbox.rows.open().length === 0);
  });
});
