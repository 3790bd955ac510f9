import { afterEach, beforeEach, expect, test } from 'vitest';
import { ControlClient } from '../../sandbox/control-client.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { openProfile, type RunningProfile } from '../../src/main/start/open-profile.ts';
import { createNodeNetwork, type NodeNetwork } from '../support/node-network.ts';
import { openTestOutbox } from '../support/outbox-bench.ts';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

// "Work offline" in the whole open profile, behind a way to the platform that counts: from the switch on nothing goes
// by there, whatever was under way and whoever asks.

const demo = { userName: 'demo', password: 'demo', oneTimeCode: null };

let sandbox: Awaited<ReturnType<typeof createSandbox>>;
let control: ControlClient;
let way: TcpProxy;
let bench: ReturnType<typeof openTestOutbox>;
let network: NodeNetwork;
let profile: RunningProfile;
let opened: string[];
beforeEach(async () => {
  way = await openTcpProxy(0);
  sandbox = await createSandbox({ publicUrl: way.origin });
  way.setTarget(Number(new URL(sandbox.origin).port));
  control = new ControlClient(sandbox);
  bench = openTestOutbox(way.origin);
  opened = [];
  profile = start();
  expect(await profile.auth.signIn(bench.environmentId, demo)).toMatchObject({ signedIn: true });
  await until(() => profile.status(bench.environmentId).gate.kind === 'open' && network.underWay === 0);
});
afterEach(async () => {
  await profile.close();
  await way.close();
  await sandbox.close();
  bench.close();
});

function start(): RunningProfile {
  network = createNodeNetwork();
  return openProfile({
    db: bench.db,
    closeDatabase: () => undefined,
    clock: bench.clock,
    log: () => undefined,
    news: () => undefined,
    environmentsChanged: () => undefined,
    chose: () => undefined,
    preferences: { get: () => null, set: () => undefined },
    receipts: { given: () => undefined, allGiven: () => undefined, changed: () => undefined, settled: () => undefined, all: () => [], keepOnly: () => undefined },
    failed: () => undefined,
    openInBrowser: (url) => Promise.resolve(opened.push(url) > 0),
    comeForward: () => undefined,
    appVersion: 'test',
    network: () => ({ ...network, close: () => Promise.resolve(network.close()) }),
    development: { sandbox: null },
  });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

function add(name: string): () => string | undefined {
  const accountId = profile.auth.account(bench.environmentId)?.id ?? null;
  const given = profile.outbox.add({ ...bench.to, accountId }, name, 'This is a really big secret!');
  if (!given.ok) throw new Error(given.code);
  const { entryId } = given.value;
  profile.changed(bench.environmentId);
  return () => profile.outbox.rows.byId(entryId)?.state.kind;
}

type SignIn = (auth: RunningProfile['auth']) => Promise<unknown>;
const byPassword: SignIn = (auth) => auth.signIn(bench.environmentId, demo);
const asService: SignIn = (auth) => auth.signInAsService(bench.environmentId, { clientId: 'field', clientSecret: 'not-it' });

/** Everything that can ask the platform something, at once. */
function askForEverything(signIn: SignIn) {
  const { environmentId } = bench;
  const elsewhere = way.origin.replace('127.0.0.1', 'localhost');
  return Promise.all([
    signIn(profile.auth),
    profile.secrets.refresh(environmentId),
    profile.checkAddress(elsewhere),
  ]);
}

const refusedToEverybody = [
  { signedIn: false, trouble: 'switched-off' },
  'not-read',
  expect.objectContaining({ kind: 'unchecked', because: 'switched-off' }),
];

test('what is under way ends at once, and nothing more leaves until it is switched back; then it is found or sent once', async () => {
  // Everything is on its way, and nothing of it is answered: the write has arrived, and is done there.
  way.atNext('answer-begun', ({ path }) => path.includes('/secrets/create'), () => 'hold');
  const state = add('under-way');
  await until(() => network.sent.some(({ url }) => url.includes('/secrets/create')));
  await way.setWeather({ kind: 'hang' });
  const asked = askForEverything(byPassword);
  await until(() => network.underWay >= 4);
  const connections = () => [way.counts.connections, way.counts.requests, network.sent.length];

  profile.workOffline.set(true);
  expect(await asked).toEqual(refusedToEverybody);
  await until(() => state() === 'uncertain' && network.underWay === 0);
  const before = connections();

  // Time passes, the person tries everything, and the app is started anew.
  const waiting = add('while-offline');
  for (let hour = 0; hour < 3; hour += 1) bench.clock.pass(60 * 60_000);
  profile.sync.sendNow(bench.environmentId);
  profile.sync.linkCameUp();
  expect(await askForEverything(asService)).toEqual(refusedToEverybody);
  expect(await profile.auth.signInWithBrowser(bench.environmentId)).toEqual({ signedIn: false, trouble: 'switched-off' });
  await profile.close();
  const sentBefore = before[2] ?? 0;
  profile = start();
  bench.clock.pass(60_000);
  profile.sync.sendNow(bench.environmentId);
  expect(await profile.secrets.refresh(bench.environmentId)).toBe('not-read');
  expect([profile.workOffline.isOff, waiting(), opened, network.sent.length]).toEqual([true, 'waiting', [], 0]);
  expect(connections().slice(0, 2)).toEqual(before.slice(0, 2));
  expect(sentBefore).toBeGreaterThan(0);

  await way.calm('reset');
  profile.workOffline.set(false);
  await until(() => {
    if (network.underWay === 0) bench.clock.pass(6_000);
    return state() === 'delivered' && waiting() === 'delivered';
  });
  const created = (await control.journal({ operation: 'create' })).filter(({ committed }) => committed).flatMap(({ names }) => names);
  expect(created.sort()).toEqual(['under-way', 'while-offline']);
});

test('a sign-in that waits for the browser ends, and the code that comes back is shown to nobody', async () => {
  const signingIn = profile.auth.signInWithBrowser(bench.environmentId);
  await until(() => opened.length === 1);
  profile.workOffline.set(true);
  expect(await signingIn).toMatchObject({ signedIn: false });
  const redirect = new URL(opened[0] ?? '').searchParams.get('redirect_uri') ?? '';
  await expect(fetch(`${redirect}/?code=late&state=x`)).rejects.toThrow('fetch failed');
  expect(await profile.auth.signOut(bench.environmentId)).toEqual({ reached: false });
});

test('a file of preferences that was lost does not put the app online again', async () => {
  profile.workOffline.set(true);
  await profile.close();
  const before = { ...way.counts };
  profile = start();
  expect(profile.workOffline.isOff).toBe(true);
  bench.clock.pass(10 * 60_000);
  expect(await profile.secrets.refresh(bench.environmentId)).toBe('not-read');
  expect(way.counts).toEqual(before);
});
