import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../sandbox/control-client.ts';
import type { Exchange } from '../../src/main/system/network-port.ts';
import type { Intent } from '../../src/shared/entry.ts';
import type { CertificateTrouble, NoAnswerReason } from '../../src/shared/environment.ts';
import { expectOnPlatform, openFaultBench, type FaultBench } from './fault-bench.ts';

// What a network can do to a request that writes, for each of the three intents. Every test ends with what the
// platform read and carried out, and with the app having come back by itself.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
});
afterEach(() => bench.end());

const intents = ['create', 'replace', 'delete'] as const satisfies readonly Intent[];
const api = { target: 'api', count: 1 } as const;
const portal = 'http://elsewhere.invalid/';

interface LostAnswer {
  readonly fault: string;
  readonly rule: FaultRule;
  /** Whether the platform read the request that met it. */
  readonly read: boolean;
}

/** The answer is lost and nothing was done: it is sent again, after looking twice. */
const notDone: readonly LostAnswer[] = [
  { fault: 'reset before a byte was read', rule: { kind: 'reset-before-read', count: 1 }, read: false },
  { fault: 'reset after the request was read', rule: { kind: 'reset-before-commit', ...api }, read: true },
  { fault: 'no answer until the time-out', rule: { kind: 'hang-before-commit', ...api }, read: true },
  { fault: 'a captive portal’s page', rule: { kind: 'html-200', ...api }, read: true },
  { fault: 'a captive portal’s redirect', rule: { kind: 'redirect', location: portal, ...api }, read: true },
  { fault: 'a portal’s 511', rule: { kind: 'status', status: 511, ...api }, read: true },
  { fault: 'a proxy’s 407', rule: { kind: 'status', status: 407, ...api }, read: true },
];

/** The answer is lost and it was done: it is found, and never asked for again. */
const done: readonly LostAnswer[] = [
  { fault: 'reset before the answer', rule: { kind: 'reset-after-commit', ...api }, read: true },
  { fault: 'reset within the answer’s head', rule: { kind: 'reset-in-head', ...api }, read: true },
  { fault: 'reset within the answer’s body', rule: { kind: 'reset-in-body', ...api }, read: true },
  { fault: 'cut after the answer’s head', rule: { kind: 'truncate-body', bytes: 0, ...api }, read: true },
  { fault: 'cut within the answer’s body', rule: { kind: 'truncate-body', ...api }, read: true },
  { fault: 'no answer until the time-out', rule: { kind: 'hang-after-commit', ...api }, read: true },
  { fault: 'a captive portal’s page', rule: { kind: 'html-200', commit: true, ...api }, read: true },
  { fault: 'a captive portal’s redirect', rule: { kind: 'redirect', location: portal, commit: true, ...api }, read: true },
];

describe.each(intents)('%s', (intent) => {
  it.each(notDone)('is sent again, after looking, where nothing was done: $fault', async ({ rule, read }) => {
    await bench.startOpen();
    bench.meetNextWrite(rule);
    const id = await bench.begin(intent);
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.trail(id)).toContain('uncertain');
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'delivered', proof: 'answer' }, attempts: 2 });
    await expectOnPlatform(bench, { intent, asked: read ? 2 : 1, done: 1 });
    expect(bench.gate().kind).toBe('open');
  });

  it.each(done)('is found and not asked for again where it was done: $fault', async ({ rule }) => {
    await bench.startOpen();
    bench.meetNextWrite(rule);
    const id = await bench.begin(intent);
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.trail(id)).toContain('uncertain');
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'delivered', proof: 'read-back' }, attempts: 1 });
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
    expect(bench.gate().kind).toBe('open');
  });

  it('waits while nothing listens, sends nothing, and goes by itself when something does', async () => {
    await bench.startOpen();
    const refused = refuseBeforeNextWrite();
    const id = await bench.begin(intent);
    await bench.inTime(() => bench.gate().kind === 'offline');
    await bench.goOn();
    expect(bench.gate()).toMatchObject({ kind: 'offline', because: 'refused' });
    expect(bench.entry(id).state.kind).toBe('waiting');
    await (await refused)();
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'answer' });
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it('of which not one byte is ever read ends by its time-out and is sent again, after looking', async () => {
    await bench.startOpen();
    bench.meetNextWrite({ kind: 'hang-before-read', count: 1 });
    const id = await bench.begin(intent);
    await bench.until(() => bench.node.sent.some(({ url }) => url.includes('/secrets/') && !url.includes('/list')));
    await bench.passTime(31_000);
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.trail(id)).toContain('uncertain');
    expect(bench.entry(id)).toMatchObject({ state: { kind: 'delivered', proof: 'answer' }, attempts: 2 });
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it('whose answer comes a byte a second is given up at its time-out, and found', async () => {
    await bench.startOpen();
    bench.meetNextWrite({ kind: 'slow', bytesPerSecond: 1, ...api });
    const id = await bench.begin(intent);
    await bench.until(async () => (await bench.writes('demosecret')).some(({ committed }) => committed));
    if (intent !== 'delete') await bench.passTime(31_000); // a delete's answer has no byte to wait for
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered' });
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it('is read back when the network returns, where it went away with the answer', async () => {
    await bench.startOpen();
    bench.network.beforeNextWrite(async () => {
      await bench.control.fault({ kind: 'reset-after-commit', method: 'POST', ...api });
      await bench.control.fault({ kind: 'reset-before-commit', target: 'api' });
    });
    const id = await bench.begin(intent);
    await bench.inTime(() => bench.gate().kind === 'offline');
    expect(bench.entry(id).state.kind).toBe('uncertain');
    await bench.passTime(20 * 60_000);
    expect(bench.entry(id).state.kind).toBe('uncertain');
    await bench.control.clearFaults();
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'read-back' });
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it('is not sent through a captive portal, and goes when that is gone', async () => {
    await bench.control.fault({ kind: 'html-200' });
    bench.start();
    const id = await bench.begin(intent);
    await bench.inTime(() => bench.gate().kind === 'offline');
    await bench.goOn();
    expect(bench.gate()).toMatchObject({ kind: 'offline', because: 'captive-portal' });
    expect(await bench.writes('demosecret')).toEqual([]);
    await bench.control.clearFaults();
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it('leads nothing to another host, whatever a redirect says', async () => {
    const elsewhere = await listen();
    await bench.startOpen();
    bench.meetNextWrite({ kind: 'redirect', location: elsewhere.origin, ...api });
    const id = await bench.begin(intent);
    await bench.untilState(id, 'delivered');
    await bench.control.fault({ kind: 'redirect', location: elsewhere.origin, status: 302, target: 'all' });
    await bench.passTime(61_000); // an open gate that heard nothing for a minute asks again
    await bench.inTime(() => bench.gate().kind === 'offline');
    expect(bench.gate()).toMatchObject({ because: 'captive-portal' });
    expect(elsewhere.connections()).toBe(0);
    await elsewhere.close();
  });
});

describe('a network that does not even begin', () => {
  const nothing = (reason: NoAnswerReason, certificate?: CertificateTrouble['problem']): Exchange => ({
    kind: 'no-answer', reason, nothingWasSent: true, ...(certificate === undefined ? {} : { certificate: { host: 'plant-a.example', problem: certificate } }),
  });

  it.each([
    { fault: 'a name that is not known', cut: nothing('name-not-found'), gate: { kind: 'offline', because: 'name-not-found' } },
    { fault: 'a host that cannot be reached', cut: nothing('unreachable'), gate: { kind: 'offline', because: 'unreachable' } },
    { fault: 'no link', cut: nothing('no-link'), gate: { kind: 'offline', because: 'no-link' } },
    { fault: 'a proxy that is not there', cut: nothing('proxy'), gate: { kind: 'offline', because: 'proxy' } },
    { fault: 'an expired certificate', cut: nothing('certificate', 'expired'), gate: { kind: 'certificate', trouble: { problem: 'expired' } } },
    { fault: 'a certificate for another host', cut: nothing('certificate', 'wrong-host'), gate: { kind: 'certificate', trouble: { problem: 'wrong-host' } } },
    { fault: 'a certificate of an unknown authority', cut: nothing('certificate', 'unknown-authority'), gate: { kind: 'certificate', trouble: { host: 'plant-a.example', problem: 'unknown-authority' } } },
  ])('$fault, met by three that are sent: the gate says so, they wait, and go by themselves', async ({ cut, gate }) => {
    await bench.startOpen();
    bench.network.cutWith(cut);
    const ids = [await bench.begin('create', 'one'), await bench.begin('replace', 'two'), await bench.begin('delete', 'three')];
    await bench.inTime(() => bench.gate().kind === gate.kind);
    await bench.goOn(60);
    expect(bench.gate()).toMatchObject(gate);
    for (const id of ids) expect(bench.entry(id).state.kind).toBe('waiting');
    expect(await bench.control.journal({ operation: 'create' })).toEqual([]);
    bench.network.cutWith(null);
    for (const id of ids) await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent: 'create', name: 'one', asked: 1, done: 1 });
    await expectOnPlatform(bench, { intent: 'replace', name: 'two', asked: 1, done: 1 });
    await expectOnPlatform(bench, { intent: 'delete', name: 'three', asked: 1, done: 1 });
  });

  it('that begins for reads and never for writes is tried slower and slower, not round and round', async () => {
    await bench.startOpen();
    const id = bench.add('demosecret');
    await bench.untilState(id, 'delivered');
    bench.network.cutWritesWith(nothing('refused'));
    const stuck = bench.add('stuck');
    const from = bench.node.sent.length;
    const began = bench.clock.monotonic();
    await bench.inTime(() => bench.clock.monotonic() - began >= 30 * 60_000);
    expect(bench.node.sent.length - from).toBeLessThan(80);
    expect(bench.entry(stuck)).toMatchObject({ state: { kind: 'waiting' } });
    bench.network.cutWritesWith(null);
    await bench.untilState(stuck, 'delivered');
    await expectOnPlatform(bench, { intent: 'create', name: 'stuck', asked: 1, done: 1 });
  });
});

describe('a network that comes and goes', () => {
  it('every few seconds: each of thirty entries is carried out once, with the answers of some lost', async () => {
    await bench.startOpen();
    const names = Array.from({ length: 10 }, (_, nth) => `name-${nth}`);
    const all = await Promise.all(names.flatMap((name) => intents.map((intent) => bench.begin(intent, `${intent}-${name}`))));
    const isLeft = () => all.some((id) => bench.entry(id).state.kind !== 'delivered');
    for (let round = 0; isLeft(); round++) {
      const operation = (['create', 'update', 'delete', 'list'] as const)[round % 4] ?? 'list';
      await bench.control.fault({ kind: round % 2 === 0 ? 'reset-after-commit' : 'reset-before-commit', target: 'api', operation, count: 2 });
      await bench.goOn(12);
      const listenAgain = await bench.control.refuse();
      await bench.goOn(6);
      await listenAgain();
    }
    for (const name of names) {
      for (const intent of intents) {
        const asked = (await bench.writes(`${intent}-${name}`)).length;
        await expectOnPlatform(bench, { intent, name: `${intent}-${name}`, asked, done: 1 });
      }
    }
  });

  it('looks before a replace or delete only when it can be looked: a look that hangs sends nothing', async () => {
    await bench.startOpen();
    await bench.control.fault({ kind: 'hang-before-commit', target: 'api', operation: 'list', count: 6 });
    const ids = [await bench.begin('replace', 'one'), await bench.begin('delete', 'two')];
    await bench.inTime(() => bench.gate().kind === 'offline');
    expect([...(await bench.writes('one')), ...(await bench.writes('two'))]).toEqual([]);
    expect(bench.gate()).toMatchObject({ because: 'timeout' });
    for (const id of ids) await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent: 'replace', name: 'one', asked: 1, done: 1 });
    await expectOnPlatform(bench, { intent: 'delete', name: 'two', asked: 1, done: 1 });
  });

  it('closes a kept connection under the next read: that one is tried again, and a write has one of its own', async () => {
    await bench.startOpen();
    await bench.control.fault({ kind: 'close-idle', target: 'api', count: 4 });
    const ids = [await bench.begin('create', 'one'), await bench.begin('replace', 'two'), await bench.begin('delete', 'three')];
    for (const id of ids) await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent: 'create', name: 'one', asked: 1, done: 1 });
    await expectOnPlatform(bench, { intent: 'replace', name: 'two', asked: 1, done: 1 });
    await expectOnPlatform(bench, { intent: 'delete', name: 'three', asked: 1, done: 1 });
  });
});

/** Connections are refused from just before the next write on; answers, once they are, what lets them in again. */
function refuseBeforeNextWrite(): Promise<() => Promise<void>> {
  return new Promise((resolve) => {
    bench.network.beforeNextWrite(async () => resolve(await bench.control.refuse()));
  });
}

/** Another host: it counts who comes. */
async function listen(): Promise<{ readonly origin: string; connections(): number; close(): Promise<void> }> {
  let connections = 0;
  const server = createServer((_request, response) => response.end('{}'));
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
