import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectOnPlatform, openFaultBench, ours, type FaultBench } from './fault-bench.ts';

// Rules of sync that no single fault shows: what happens between two steps, and what one step must not undo.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
});
afterEach(() => bench.end());

const api = { target: 'api', count: 1 } as const;
const diskFull = () => {
  throw new SqliteDatabase.SqliteError('no room', 'SQLITE_FULL');
};

describe('the answer came, and this computer cannot write', () => {
  it('the delivery is recorded as soon as the disk takes it, and nothing is sent or asked again', async () => {
    const { deliver } = bench.outbox.attempts;
    let refused = 0;
    Object.assign(bench.outbox.attempts, {
      deliver: (...given: Parameters<typeof deliver>) => (refused++ < 5 ? diskFull() : deliver(...given)),
    });
    await bench.startOpen();
    const id = await bench.begin('create');
    await bench.until(() => refused === 1);
    expect(bench.entry(id).state.kind).toBe('sending');
    for (let minute = 0; bench.entry(id).state.kind === 'sending'; minute++) {
      await bench.passTime(60_000);
      await bench.until(() => bench.network.underWay() === 0);
      expect(minute).toBeLessThan(10);
    }
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'answer' });
    bench.stumbles.length = 0;
    await expectOnPlatform(bench, { intent: 'create', asked: 1, done: 1 });
  });

  it('a name that cannot be remembered undoes no delivery', async () => {
    Object.assign(bench.auth, { learnKrn: diskFull });
    await bench.startOpen();
    const id = await bench.begin('create');
    await bench.untilState(id, 'delivered', 'needs-attention', 'uncertain');
    await bench.passTime(10 * 60_000);
    await bench.goOn();
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'delivered', proof: 'answer' }, attempts: 1 });
    bench.stumbles.length = 0;
    await expectOnPlatform(bench, { intent: 'create', asked: 1, done: 1 });
  });

  it('a fault of our own after an attempt began leaves nothing in sending: it is read back like any lost answer', async () => {
    await bench.startOpen();
    bench.network.beforeNextWrite(() => Promise.reject(new TypeError('a fault of our own')));
    const id = await bench.begin('create');
    await bench.until(() => bench.entry(id).state.kind === 'uncertain');
    for (let minute = 0; bench.entry(id).state.kind !== 'delivered' && minute < 10; minute++) {
      await bench.passTime(60_000);
      await bench.until(() => bench.network.underWay() === 0 && bench.entry(id).state.kind !== 'sending');
    }
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'delivered', proof: 'answer' }, attempts: 2 });
    expect(bench.stumbles).toHaveLength(1);
    bench.stumbles.length = 0;
    await expectOnPlatform(bench, { intent: 'create', asked: 1, done: 1 });
  });
});

describe('between the look and a replace or delete', () => {
  const forget = async () => void (await bench.auth.signOut(bench.environment.id));

  it.each(['replace', 'delete'] as const)('whoever signs out is obeyed: no %s is sent', async (intent) => {
    await bench.startOpen();
    bench.network.afterNextSearch(forget);
    const id = await bench.begin(intent);
    await bench.inTime(() => bench.gate().kind === 'sign-in');
    await bench.goOn();
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'waiting' }, attempts: 0 });
    await expectOnPlatform(bench, { intent, asked: 0, done: 0 });
    await bench.signIn();
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it.each(['replace', 'delete'] as const)('somebody else who signs in sends no %s of another account', async (intent) => {
    let ended = false;
    await bench.startOpen();
    bench.network.afterNextSearch(async () => {
      await forget();
      await bench.signIn('colleague');
      // Only when the colleague's gate is open does the look of before end.
      await bench.until(() => bench.gate().kind === 'open');
      ended = true;
    });
    const id = await bench.begin(intent);
    await bench.until(() => ended);
    await bench.goOn();
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'waiting' }, attempts: 0 });
    await expectOnPlatform(bench, { intent, asked: 0, done: 0 });
  });

  it.each(['replace', 'delete'] as const)('a %s that is put on hold is not sent', async (intent) => {
    await bench.startOpen();
    const { id, looked } = await duringTheLook(intent, (entry) => bench.outbox.hold(entry, true));
    await looked;
    await bench.goOn();
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'waiting' }, attempts: 0 });
    await expectOnPlatform(bench, { intent, asked: 0, done: 0 });
    bench.outbox.hold(id, false);
    bench.sync.look(bench.environment.id);
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it.each(['replace', 'delete'] as const)('a %s that is discarded is not sent', async (intent) => {
    await bench.startOpen();
    const { id, looked } = await duringTheLook(intent, (entry) => bench.outbox.discard(entry, true));
    await looked;
    await bench.goOn();
    expect(bench.entry(id).state.kind).toBe('discarded');
    await expectOnPlatform(bench, { intent, asked: 0, done: 0 });
  });

  it('a value that is changed goes with its newer revision, once', async () => {
    await bench.startOpen();
    await bench.control.createSecret('demosecret', 'as it was before');
    const { id, looked } = await duringTheLook('older', (entry) => bench.outbox.changeValue(entry, ours));
    await looked;
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent: 'replace', asked: 1, done: 1 });
  });

  /** Something the person does while the look is under way. */
  async function duringTheLook(what: 'replace' | 'delete' | 'older', act: (id: Awaited<ReturnType<FaultBench['begin']>>) => unknown) {
    let begun: (id: Awaited<ReturnType<FaultBench['begin']>>) => void = () => undefined;
    const known = new Promise<Awaited<ReturnType<FaultBench['begin']>>>((resolve) => (begun = resolve));
    const looked = new Promise<void>((resolve) => {
      bench.network.afterNextSearch(async () => {
        act(await known);
        resolve();
      });
    });
    const id = what === 'older' ? await bench.replace('demosecret', 'an older value') : await bench.begin(what);
    begun(id);
    return { id, looked };
  }
});

describe('delays', () => {
  const setBack = async () => {
    await bench.startOpen();
    const rule = await bench.control.fault({ kind: 'status', status: 500, target: 'api', operation: 'create' });
    const id = await bench.begin('create');
    await bench.inTime(() => bench.entry(id).setbacks >= 5 && bench.entry(id).state.kind === 'waiting');
    await bench.control.clearFaults(rule.id);
    return id;
  };

  it.each([
    { what: 'Send now', act: () => bench.sync.sendNow(bench.environment.id) },
    { what: 'a link that comes up', act: () => bench.sync.linkCameUp() },
    { what: 'a wake', act: () => (bench.sync.suspend(), bench.sync.resume()) },
    { what: 'a clock that was set', act: () => bench.clock.setWall(bench.clock.now() + 60_000) },
  ])('are forgotten at $what', async ({ act }) => {
    const id = await setBack();
    const asked = (await bench.writes('demosecret')).length;
    act();
    await bench.passTime(30_000); // a wake gives the network up to fifteen seconds; no nap is longer than thirty
    await bench.until(() => bench.entry(id).state.kind === 'delivered');
    await expectOnPlatform(bench, { intent: 'create', asked: asked + 1, done: 1 });
  });

  it('are forgotten at the next start', async () => {
    const id = await setBack();
    await bench.sync.stop();
    bench.outbox.attempts.recover();
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'waiting', nextTryAt: null }, setbacks: 0 });
  });

  it('but the one before the second look is kept, however often Send now is pressed', async () => {
    await bench.startOpen();
    bench.meetNextWrite({ kind: 'reset-before-commit', ...api });
    const id = await bench.begin('create');
    await bench.inTime(() => bench.entry(id).looks === 1);
    const lists = (await bench.control.journal({ operation: 'list' })).length;
    for (let press = 0; press < 20; press++) {
      bench.sync.sendNow(bench.environment.id);
      bench.sync.linkCameUp();
      await bench.until(() => bench.network.underWay() === 0);
    }
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'uncertain' }, looks: 1 });
    expect((await bench.control.journal({ operation: 'list' })).length - lists).toBeLessThanOrEqual(1);
    await bench.passTime(4_900);
    expect(await bench.writes('demosecret')).toHaveLength(1);
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent: 'create', asked: 2, done: 1 });
  });
});

describe('entries of one name', () => {
  it('keep their order behind one whose answer was lost: a create waits for the delete to be certain', async () => {
    await bench.startOpen();
    await bench.control.createSecret('demosecret', 'as it was before');
    await bench.control.fault({ kind: 'hang-after-commit', operation: 'delete', ...api });
    const remove = await bench.remove('demosecret');
    const create = bench.add('demosecret');
    const other = bench.add('other');
    await bench.until(() => bench.entry(other).state.kind === 'delivered');
    expect(bench.entry(create)).toMatchObject({ state: { kind: 'waiting' }, attempts: 0 });
    expect((await bench.writes('demosecret')).map(({ operation }) => operation)).toEqual(['delete']);
    await bench.control.release('hung');
    await bench.untilState(remove, 'delivered');
    await bench.untilState(create, 'delivered');
    expect((await bench.writes('demosecret')).map(({ operation }) => operation)).toEqual(['delete', 'create']);
    expect((await bench.control.secret('demosecret'))?.valueHmac).toBe(await bench.control.hmac(ours));
  });
});
