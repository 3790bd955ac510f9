import { expect } from 'vitest';
import { ControlClient, type FaultRule, type JournalEntry } from '../../sandbox/control-client.ts';
import { createSigningKey } from '../../sandbox/identity/signing-key.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { createAuth } from '../../src/main/auth/auth.ts';
import { createEnvironments } from '../../src/main/environments/environments.ts';
import { createOutbox, type Binding } from '../../src/main/outbox/outbox.ts';
import { FakeBrowser } from '../support/fake-browser.ts';
import type { Entry } from '../../src/main/outbox/stored-entry.ts';
import { createPlatformApi } from '../../src/main/platform-api/create-platform-api.ts';
import { createSync } from '../../src/main/sync/sync.ts';
import type { Answer } from '../../src/shared/answer.ts';
import type { EntryId, EntryStateKind, Intent } from '../../src/shared/entry.ts';
import type { Gate } from '../../src/shared/sync-status.ts';
import { createNodeNetwork } from '../support/node-network.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { inVirtualTime } from './virtual-deadlines.ts';

export type FaultBench = Awaited<ReturnType<typeof openFaultBench>>;

/** Making a key takes longer than most tests; the issuer tells the sandboxes apart. */
const signingKey = createSigningKey();

/** What the platform had of `theirs` before anything was done to it, and the value that each of ours brings. */
export const before = 'as it was before';
export const ours = 'This is a really big secret!';

/**
 * The product from sign-in to outbox, over real HTTP against a real sandbox. Time is virtual on both sides: the
 * platform's clock goes along with ours, deadlines are reckoned by it, and it moves only where something waits.
 */
export async function openFaultBench({ user = 'demo' } = {}) {
  const sandbox = await createSandbox({ signingKey: await signingKey });
  const control = new ControlClient(sandbox);
  const database = openTestDatabase();
  const clock = new VirtualClock(Date.now());
  const environments = createEnvironments({ db: database.db, clock, allowHttpLoopback: true });
  const node = createNodeNetwork({ allowedOrigins: (id) => environments.allowedOrigins(id) });
  const network = inVirtualTime(node, clock);
  const api = createPlatformApi({ network, clock, appVersion: 'test' });
  const auth = createAuth({ db: database.db, network, platform: api, environments, clock, browser: new FakeBrowser() });
  const added = environments.add({
    address: sandbox.origin, label: 'Plant A', kind: 'production', colour: 'plum', confirmedIssuer: null,
  });
  if (!added.ok) throw new Error(added.code);
  const environment = added.value;
  const signIn = async (userName = user): Promise<void> => {
    const answer = await auth.signIn(environment.id, { userName, password: userName, oneTimeCode: null });
    if (!answer.signedIn) throw new Error(answer.trouble);
  };
  await signIn();

  let ids = 0;
  const outbox = createOutbox({ db: database.db, clock, newId: () => `id-${++ids}` });
  const stumbles: unknown[] = [];
  const trails = new Map<EntryId, EntryStateKind[]>();
  /** Each state that a commit of sync left an entry in, in their order. */
  const follow = (): void => {
    for (const { id, state } of outbox.rows.open()) {
      const trail = trails.get(id) ?? [];
      trails.set(id, trail);
      if (trail.at(-1) !== state.kind) trail.push(state.kind);
    }
  };
  const sync = createSync({
    log: outbox.attempts,
    api,
    access: auth,
    clock,
    random: () => 0.5,
    network,
    delivered: () => undefined,
    changed: follow,
    opened: () => undefined,
    stumbled: (error) => stumbles.push(error),
  });
  auth.onChange((id) => sync.look(id));

  const to = (): Binding => {
    const account = auth.account(environment.id);
    if (account === null) throw new Error('nobody is signed in');
    return { environmentId: environment.id, origin: environment.origin, accountId: account.id };
  };
  const taken = (given: Answer<{ readonly entryId: EntryId }>): EntryId => {
    if (!given.ok) throw new Error(`refused: ${given.code}`);
    sync.look(environment.id);
    return given.value.entryId;
  };
  const entry = (id: EntryId): Entry => {
    const found = outbox.rows.byId(id);
    if (found === null) throw new Error('no such entry');
    return found;
  };
  const seenNow = async (name: string) => {
    const there = await control.secret(name);
    if (there === undefined) throw new Error('not there');
    return { created: there.created, updated: there.updated, updatedBy: there.updated_by };
  };
  const gate = (): Gate => sync.status(environment.id).gate;

  let skewMs = 0;
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
  const passTime = async (ms: number): Promise<void> => {
    await control.setClockOffset(skewMs + clock.monotonic() + ms);
    clock.pass(ms);
  };
  /** The next moment at which anything goes on by itself, where nothing does now; null: something is about to. */
  const nextMoment = (): number | null => {
    const shut = gate();
    const now = clock.now();
    switch (shut.kind) {
      case 'offline':
        return Math.max(shut.nextProbeAt ?? now, now + 1);
      case 'throttled':
        return shut.until;
      // These do not say when they are knocked at.
      case 'certificate':
      case 'not-kelvin':
        return now + 1_000;
      case 'unproven':
      case 'sign-in':
        return null;
      case 'open': {
        const open = outbox.rows.open().filter(({ heldAt }) => heldAt === null);
        const times = open.map(({ state }) => (state.kind === 'uncertain' ? state.nextLookAt : state.kind === 'waiting' ? state.nextTryAt : null));
        const later = times.filter((at) => at !== null && at > now) as number[];
        return later.length === 0 ? null : Math.min(...later);
      }
    }
  };
  /** Lets time pass where nothing but time is waited for. */
  const passOn = async (): Promise<void> => {
    if (network.underWay() > 0) {
      // What hangs ends by its deadline.
      const { waiting } = await control.state();
      const deadline = network.nextDeadline();
      if (deadline !== null && waiting.hung > 0 && waiting.hung === network.underWay()) await passTime(deadline - clock.monotonic());
      return;
    }
    const at = nextMoment();
    if (at !== null && at > clock.now()) await passTime(at - clock.now());
  };
  /** Lets everything go on until it holds: exchanges at their own pace, and no time passes once it does. */
  const inTime = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    for (;;) {
      if (await holds()) return;
      await turn();
      if (await holds()) return;
      await passOn();
    }
  };

  return {
    sandbox, control, clock, environment, environments, node, network, auth, outbox, sync, stumbles, database,
    signIn, entry, gate, passTime, seenNow, to, inTime,
    /** The states an entry went through so far, without the one that ended it. */
    trail: (id: EntryId): readonly EntryStateKind[] => trails.get(id) ?? [],
    /** A few steps more, wherever they lead. */
    async goOn(steps = 20): Promise<void> {
      let left = steps;
      await inTime(() => left-- === 0);
    },
    start: () => sync.attend(environment, null),
    /** Opens the gate, so that the first thing a test's fault meets is what the test is about. */
    async startOpen(): Promise<void> {
      sync.attend(environment, null);
      while (gate().kind !== 'open' || network.underWay() > 0) await turn();
    },
    add: (name: string, value = ours): EntryId => taken(outbox.add(to(), name, value)),
    replace: async (name: string, value = ours): Promise<EntryId> => taken(outbox.replace(to(), name, value, await seenNow(name))),
    remove: async (name: string): Promise<EntryId> => taken(outbox.delete(to(), name, await seenNow(name))),
    /** An entry of this intent, with a secret to meet on the platform where it needs one. */
    async begin(intent: Intent, name = 'demosecret'): Promise<EntryId> {
      if (intent === 'create') return this.add(name);
      await control.createSecret(name, before);
      return intent === 'replace' ? this.replace(name) : this.remove(name);
    },
    /** Sets a fault that the next request that writes meets, and nothing before it. */
    meetNextWrite(rule: FaultRule): void {
      network.beforeNextWrite(async () => void (await control.fault(rule)));
    },
    /** Shifts the platform's clock against ours. */
    async setPlatformClock(offsetMs: number): Promise<void> {
      skewMs = offsetMs;
      await control.setClockOffset(offsetMs + clock.monotonic());
    },
    async until(holds: () => boolean | Promise<boolean>): Promise<void> {
      while (!(await holds())) await turn();
    },
    untilState: (id: EntryId, ...kinds: EntryStateKind[]): Promise<void> => inTime(() => kinds.includes(entry(id).state.kind)),
    /** Every request that wanted to change something of this name, as the platform read it. */
    async writes(name: string): Promise<JournalEntry[]> {
      return (await control.journal()).filter(({ method, target, names }) => method === 'POST' && target === 'api' && names.includes(name));
    },
    async end() {
      await sync.stop();
      node.close();
      await sandbox.close();
      database.close();
    },
  };
}

/** That the platform read `asked` requests of this name, carried out `done` of them, and has the value it should. */
export async function expectOnPlatform(
  bench: FaultBench,
  { intent, name = 'demosecret', asked, done, reused = false }: { intent: Intent; name?: string; asked: number; done: number; reused?: boolean },
): Promise<void> {
  const writes = await bench.writes(name);
  const operation = { create: 'create', replace: 'update', delete: 'delete' }[intent];
  expect(writes.map((write) => write.operation), 'only what was asked for').toEqual(Array(asked).fill(operation));
  expect(writes.filter(({ committed }) => committed), 'carried out').toHaveLength(done);
  expect(writes.some((write) => write.reused), 'a write over a connection that something used before').toBe(reused);
  const there = await bench.control.secret(name);
  if (intent === 'delete') expect(there === undefined, 'is gone').toBe(done > 0);
  else {
    const value = done > 0 ? ours : intent === 'replace' ? before : null;
    expect(there?.valueHmac ?? null, 'its value').toBe(value === null ? null : await bench.control.hmac(value));
  }
  expect(bench.stumbles).toEqual([]);
}
