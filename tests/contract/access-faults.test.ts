import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Permission } from '../../sandbox/control-client.ts';
import type { Intent } from '../../src/shared/entry.ts';
import { expectOnPlatform, openFaultBench, type FaultBench } from './fault-bench.ts';

// Who may do what, and who is signed in, changes while entries wait: nothing is sent as somebody else, nobody is
// signed out by a network, and what waits goes by itself when it may.

let bench: FaultBench;
beforeEach(async () => {
  bench = await openFaultBench();
});
afterEach(() => bench.end());

const intents = ['create', 'replace', 'delete'] as const satisfies readonly Intent[];
const everything: readonly Permission[] = ['create', 'read', 'update', 'delete'];
const needed = { create: 'create', replace: 'update', delete: 'delete' } as const;

/** No link, an entry that waits, and something that happens meanwhile; then the link is back. */
async function whileOffline(intent: Intent, happens: () => unknown, ms = 60_000) {
  bench.node.setLink(false);
  bench.start();
  const id = await bench.begin(intent);
  await happens();
  await bench.passTime(ms);
  bench.node.setLink(true);
  bench.sync.linkCameUp();
  return id;
}

describe.each(intents)('a %s that waits', (intent) => {
  it('while its permission is withdrawn: told as that; tried again once it is given, it goes', async () => {
    const id = await whileOffline(intent, () => bench.control.setPermissions('demo', everything.filter((one) => one !== needed[intent])));
    await bench.untilState(id, 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'forbidden' } });
    expect(bench.gate().kind).toBe('open');
    await bench.control.setPermissions('demo', [...everything]);
    expect(bench.outbox.resolve(id, 'try-again', null).ok).toBe(true);
    bench.sync.look(bench.environment.id);
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 2, done: 1 });
  });

  it('while the session is ended at the platform: the gate asks for sign-in, and it goes after that', async () => {
    const id = await whileOffline(intent, () => bench.control.revokeSessions());
    await bench.inTime(() => bench.gate().kind === 'sign-in');
    expect(bench.gate()).toMatchObject({ because: 'expired' });
    await bench.passTime(3_600_000);
    expect(bench.entry(id).state.kind).toBe('waiting');
    expect(await bench.writes('demosecret')).toEqual([]);
    await bench.signIn();
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it('while the access token runs out: it is renewed, and it goes', async () => {
    const id = await whileOffline(intent, () => undefined, 2 * 3_600_000);
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
    expect((await bench.control.journal({ operation: 'token' })).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('while the refresh token is refused, with the access token run out: sign-in, and nothing was sent', async () => {
    const refused = { error: 'invalid_grant', error_description: 'Token is not active' };
    const id = await whileOffline(intent, () => bench.control.fault({ kind: 'status', status: 400, body: refused, target: 'auth', operation: 'token', count: 1 }), 2 * 3_600_000);
    await bench.inTime(() => bench.gate().kind === 'sign-in');
    expect(await bench.writes('demosecret')).toEqual([]);
    expect(bench.node.sent.filter(({ url }) => url.includes('/secrets/'))).toEqual([]);
    await bench.signIn();
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it.each([
    { fault: '503', rule: { kind: 'status', status: 503, target: 'auth' } },
    { fault: 'a page', rule: { kind: 'html-200', target: 'auth' } },
    { fault: 'a reset', rule: { kind: 'reset-before-commit', target: 'auth' } },
  ] as const)('while the issuer answers $fault and the access token has run out: nobody is signed out, and it goes when it is mended', async ({ rule }) => {
    const id = await whileOffline(intent, () => bench.control.fault(rule), 2 * 3_600_000);
    await bench.inTime(() => bench.gate().kind === 'offline' && bench.node.sent.some(({ url }) => url.includes('/token')));
    await bench.goOn();
    expect(bench.auth.isSignedIn(bench.environment.id)).toBe(true);
    await bench.control.clearFaults();
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it('is not sent by somebody else who signs in, and goes when its own account is back', async () => {
    const id = await whileOffline(intent, async () => {
      bench.node.setLink(true);
      await bench.auth.signOut(bench.environment.id);
      await bench.signIn('colleague');
    });
    await bench.inTime(() => bench.gate().kind === 'open');
    await bench.goOn();
    await bench.passTime(3_600_000);
    expect(bench.entry(id).state.kind).toBe('waiting');
    expect(await bench.writes('demosecret')).toEqual([]);
    await bench.auth.signOut(bench.environment.id);
    await bench.signIn('demo');
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
    expect((await bench.writes('demosecret')).map(({ user }) => user)).toEqual(['demo@sandbox.example']);
  });
});

describe('an account that may write and not read', () => {
  it('creates', async () => {
    await bench.control.setPermissions('demo', ['create']);
    await bench.startOpen();
    const id = await bench.begin('create');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ kind: 'delivered', proof: 'answer' });
    await expectOnPlatform(bench, { intent: 'create', asked: 1, done: 1 });
  });

  it.each(['replace', 'delete'] as const)('does not %s unseen: it cannot be looked whether somebody changed it, and nothing is sent', async (intent) => {
    const id = await whileOffline(intent, () => bench.control.setPermissions('demo', ['create', 'update', 'delete']));
    await bench.untilState(id, 'needs-attention');
    expect(bench.entry(id)).toMatchObject({ state: { reason: { kind: 'cannot-tell', because: 'list-refused' } }, attempts: 0 });
    await expectOnPlatform(bench, { intent, asked: 0, done: 0 });
    await bench.control.setPermissions('demo', [...everything]);
    expect(bench.outbox.resolve(id, 'try-again', null).ok).toBe(true);
    bench.sync.look(bench.environment.id);
    await bench.untilState(id, 'delivered');
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
  });

  it.each(intents)('is asked about a %s whose answer was lost, and it is not sent a second time', async (intent) => {
    await bench.startOpen();
    bench.network.beforeNextWrite(async () => {
      await bench.control.fault({ kind: 'reset-after-commit', target: 'api', method: 'POST', count: 1 });
      await bench.control.setPermissions('demo', ['create', 'update', 'delete']);
    });
    const id = await bench.begin(intent);
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'cannot-tell', because: 'list-refused' } });
    await bench.passTime(3_600_000);
    await expectOnPlatform(bench, { intent, asked: 1, done: 1 });
    expect(bench.gate().kind).toBe('open');
  });

  it('has a 404 to its create told as what it is, though its list is refused', async () => {
    await bench.control.setPermissions('demo', ['create']);
    await bench.startOpen();
    bench.meetNextWrite({ kind: 'status', status: 404, target: 'api', count: 1 });
    const id = await bench.begin('create');
    await bench.untilState(id, 'delivered', 'needs-attention');
    expect(bench.entry(id).state).toMatchObject({ reason: { kind: 'no-such-function' } });
  });
});
