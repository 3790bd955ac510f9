import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../sandbox/control-client.ts';
import type { EntryId } from '../../src/shared/entry.ts';
import { createReceipts } from '../../src/main/system/receipts.ts';
import { withReceipts } from '../../src/main/outbox/receipts-of.ts';
import { missingEntries } from '../../src/main/outbox/missing-entries.ts';
import { createOutbox } from '../../src/main/outbox/outbox.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { before, openFaultBench, ours, type FaultBench } from './fault-bench.ts';

// A platform that cannot replace: its secret is deleted and created anew, in this order, and whatever happens between
// the two, the value is on the platform or still here.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
});
afterEach(() => bench.end());

const name = 'demosecret';
const api = { target: 'api', count: 1 } as const;

/** A replace that such a platform refused, and the person's choice: the entries that delete and create. */
async function chosen(status: 404 | 405 = 405): Promise<{ readonly remove: EntryId; readonly create: EntryId }> {
  await bench.control.createSecret(name, before);
  await bench.startOpen();
  await bench.control.fault({ kind: 'status', status, target: 'api', operation: 'update' });
  const remove = await bench.replace(name);
  await bench.untilState(remove, 'needs-attention');
  expect(bench.entry(remove).state).toMatchObject({ reason: { kind: 'no-such-function' } });
  expect(bench.outbox.resolve(remove, 'delete-and-create', 'demo').ok).toBe(true);
  const create = bench.outbox.rows.openCreate(bench.environment.id, name);
  if (create === null) throw new Error('nothing creates it anew');
  return { remove, create: create.id };
}

async function goOn(): Promise<void> {
  bench.sync.look(bench.environment.id);
}

const operations = async (): Promise<string[]> =>
  (await bench.writes(name)).filter(({ committed }) => committed).map(({ operation }) => operation ?? '');

async function expectOurs(): Promise<void> {
  expect((await bench.control.secret(name))?.valueHmac).toBe(await bench.control.hmac(ours));
  expect(await operations()).toEqual(['delete', 'create']);
  expect(bench.outbox.rows.open()).toEqual([]);
}

describe('delete and create', () => {
  it.each([404, 405] as const)('after %s: once each, and the new value is there', async (status) => {
    const { remove, create } = await chosen(status);
    expect(bench.entry(remove)).toMatchObject({ intent: 'delete', valueBytes: null, state: { kind: 'waiting' } });
    await goOn();
    await bench.untilState(create, 'delivered');
    await expectOurs();
  });

  const lost: readonly [string, FaultRule][] = [
    ['before the delete was done', { kind: 'reset-before-commit', ...api, operation: 'delete' }],
    ['after the delete was done', { kind: 'reset-after-commit', ...api, operation: 'delete' }],
    ['before the create was done', { kind: 'reset-before-commit', ...api, operation: 'create' }],
    ['after the create was done', { kind: 'reset-after-commit', ...api, operation: 'create' }],
    ['by an error of the server', { kind: 'status', status: 500, ...api, operation: 'delete' }],
    ['and the platform is away when it is to be created', { kind: 'status', status: 503, ...api, operation: 'create' }],
  ];
  it.each(lost)('an answer that is lost %s: the value arrives, once', async (_, fault) => {
    const { create } = await chosen();
    await bench.control.fault(fault);
    await goOn();
    await bench.untilState(create, 'delivered');
    await expectOurs();
  });

  it('the app ends between the two: what creates it is still there, and goes at the next start', async () => {
    const { remove, create } = await chosen();
    await bench.control.fault({ kind: 'status', status: 503, target: 'api', operation: 'create' });
    await goOn();
    await bench.untilState(remove, 'delivered');
    expect(await bench.control.secret(name)).toBeUndefined();
    await bench.sync.stop();
    const again = createOutbox({ db: bench.database.db, clock: bench.clock, newId: () => 'another' });
    again.attempts.recover();
    expect(again.rows.byId(create)).toMatchObject({ intent: 'create', valueBytes: ours.length });
    expect(again.rows.open().map(({ id }) => id)).toEqual([create]);
  });

  it('its secret is gone already: that is done, and it is created', async () => {
    const { create } = await chosen();
    await bench.control.deleteSecret(name);
    await goOn();
    await bench.untilState(create, 'delivered');
    expect(await operations()).toEqual(['create']);
  });

  it('somebody creates it in between: theirs stays, ours is still here, and the person is asked', async () => {
    const { remove, create } = await chosen();
    bench.network.beforeNextWrite(async () => {
      bench.network.beforeNextWrite(() => bench.control.createSecret(name, 'theirs', 'colleague'));
      return Promise.resolve();
    });
    await goOn();
    await bench.untilState(create, 'needs-attention');
    expect(bench.entry(remove).state.kind).toBe('delivered');
    expect(bench.entry(create).state).toMatchObject({ reason: { kind: 'conflict' } });
    expect((await bench.control.secret(name))?.valueHmac).toBe(await bench.control.hmac('theirs'));
  });

  it('somebody changed it since: nothing is deleted, and the create waits behind the question', async () => {
    const { remove, create } = await chosen();
    await bench.control.updateSecret(name, 'theirs', 'colleague');
    await goOn();
    await bench.untilState(remove, 'needs-attention');
    await bench.goOn();
    expect(bench.entry(remove).state).toMatchObject({ reason: { kind: 'changed-meanwhile' } });
    expect(bench.entry(create).state.kind).toBe('waiting');
    expect(await operations()).toEqual([]);
  });

  it('an account that may not delete: nothing happens, and the value is still here', async () => {
    const { remove, create } = await chosen();
    await bench.control.fault({ kind: 'status', status: 403, target: 'api', operation: 'delete' });
    await goOn();
    await bench.untilState(remove, 'needs-attention');
    await bench.goOn();
    expect(bench.entry(create).state.kind).toBe('waiting');
    expect((await bench.control.secret(name))?.valueHmac).toBe(await bench.control.hmac(before));
  });
});

it('is offered for a replace alone, and not twice', async () => {
  const { remove } = await chosen();
  expect(bench.outbox.resolve(remove, 'delete-and-create', 'demo')).toMatchObject({ ok: false, code: 'entry-moved-on' });
});

it('is told to the receipts: a disk that lost the create is noticed', async () => {
  await bench.control.createSecret(name, before);
  await bench.startOpen();
  await bench.control.fault({ kind: 'status', status: 405, target: 'api', operation: 'update' });
  const receipts = createReceipts(join(temporaryFolder(), 'receipts.txt'));
  const outbox = withReceipts(bench.outbox, receipts, () => bench.clock.now());
  const given = outbox.replace(bench.to(), name, ours, await bench.seenNow(name));
  if (!given.ok) throw new Error(given.code);
  const { entryId } = given.value;
  await goOn();
  await bench.untilState(entryId, 'needs-attention');
  outbox.resolve(entryId, 'delete-and-create', 'demo');
  expect(missingEntries(bench.database.db, receipts.all(), new Set())).toBeNull();
  bench.database.db.exec(`DELETE FROM entries WHERE intent = 'create'`);
  expect(missingEntries(bench.database.db, receipts.all(), new Set())?.incident).toMatchObject({ gone: 1 });
});
