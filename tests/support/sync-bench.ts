import { createSandbox } from '../../sandbox/sandbox.ts';
import { ControlClient } from '../../sandbox/control-client.ts';
import type { Access, Account } from '../../src/main/auth/access.ts';
import type { Entry } from '../../src/main/outbox/stored-entry.ts';
import { createPlatformApi } from '../../src/main/platform-api/create-platform-api.ts';
import { createSync } from '../../src/main/sync/sync.ts';
import type { EntryId } from '../../src/shared/entry.ts';
import type { Gate } from '../../src/shared/sync-status.ts';
import { createNodeNetwork } from './node-network.ts';
import { openTestOutbox } from './outbox-bench.ts';

/**
 * The real outbox and the real sync over real HTTP against a real sandbox; time is virtual, and the account is
 * signed in by a token fetched once.
 */
export async function openSyncBench(user = { name: 'demo', password: 'demo', krnName: 'demo@sandbox.example' }) {
  const sandbox = await createSandbox({});
  const control = new ControlClient(sandbox);
  const bench = openTestOutbox(sandbox.origin);
  const network = createNodeNetwork();
  const api = createPlatformApi({ network, clock: bench.clock, appVersion: 'test' });
  let accessToken = await tokenOf(sandbox.origin, user);
  let krn: string | null = null;
  let standing: 'signed-in' | 'expired' = 'signed-in';
  const account = (): Account => ({
    id: bench.accountId, issuer: '', subject: user.krnName, name: user.krnName, names: [user.krnName, user.name], krn,
  });
  const access: Access = {
    token: () =>
      Promise.resolve(
        standing === 'signed-in'
          ? { kind: 'token', accessToken, account: account() }
          : { kind: 'sign-in', because: 'expired' },
      ),
    renew: () => {
      standing = 'expired';
      return Promise.resolve({ kind: 'sign-in', because: 'expired' });
    },
    account: () => account(),
    isSignedIn: () => standing === 'signed-in',
    learnKrn: (_, learnt) => {
      krn = learnt;
    },
  };
  const stumbles: unknown[] = [];
  const delivered: string[] = [];
  /** How often the gate opened. */
  const counts = { opened: 0 };
  const sync = createSync({
    log: bench.outbox.attempts,
    api,
    access,
    clock: bench.clock,
    random: () => 0.5,
    network,
    delivered: (entry) => delivered.push(entry.name),
    changed: () => undefined,
    opened: () => {
      counts.opened += 1;
    },
    stumbled: (error) => stumbles.push(error),
  });
  const environment = {
    id: bench.environmentId, origin: sandbox.origin, label: 'Plant A', kind: 'production', colour: 'plum', addedAt: 0,
  } as const;

  const entry = (id: EntryId): Entry => {
    const found = bench.outbox.rows.byId(id);
    if (found === null) throw new Error('no such entry');
    return found;
  };
  /** Resolves as soon as it holds; real exchanges run meanwhile, and no virtual time passes. */
  const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 2));
  };

  return {
    ...bench,
    sandbox,
    control,
    sync,
    network,
    stumbles,
    counts,
    delivered,
    entry,
    until,
    start: () => sync.attend(environment, null),
    obstacle: () => sync.status(bench.environmentId).obstacle,
    /** Until no request is under way: nothing more happens before time passes. */
    untilQuiet: () => until(() => network.underWay === 0),
    gate: (): Gate => sync.status(bench.environmentId).gate,
    add(name: string, value = 'This is a really big secret!'): EntryId {
      const given = bench.outbox.add(bench.to, name, value);
      if (!given.ok) throw new Error(`refused: ${given.code}`);
      sync.look(bench.environmentId);
      return given.value.entryId;
    },
    look: () => sync.look(bench.environmentId),
    untilState: (id: EntryId, kind: Entry['state']['kind']) => until(() => entry(id).state.kind === kind),
    /**
     * Lets time pass until the entry is there, but only where it or its gate waits for a time: what is under way
     * runs in real time, and must not see the clock race on.
     */
    untilInTime: (id: EntryId, kind: Entry['state']['kind']) =>
      until(() => {
        const { state } = entry(id);
        const { gate } = sync.status(bench.environmentId);
        const times = [
          state.kind === 'uncertain' ? state.nextLookAt : state.kind === 'waiting' ? state.nextTryAt : null,
          gate.kind === 'offline' ? gate.nextProbeAt : gate.kind === 'not-kelvin' ? bench.clock.now() + 30_000 : null,
        ].filter((at) => at !== null && at > bench.clock.now()) as number[];
        if (times.length > 0) bench.clock.pass(Math.min(...times) - bench.clock.now());
        return state.kind === kind;
      }),
    untilGate: (kind: Gate['kind']) => until(() => sync.status(bench.environmentId).gate.kind === kind),
    async signInAgain() {
      accessToken = await tokenOf(sandbox.origin, user);
      standing = 'signed-in';
      sync.look(bench.environmentId);
    },
    /** How often the platform created or changed something of this name. */
    async commits(name: string): Promise<number> {
      return (await control.journal()).filter((line) => line.committed && line.names?.includes(name)).length;
    },
    async end() {
      await sync.stop();
      network.close();
      await sandbox.close();
      bench.close();
    },
  };
}

async function tokenOf(origin: string, user: { readonly name: string; readonly password: string }): Promise<string> {
  const form = { grant_type: 'password', client_id: 'kelvin-client', username: user.name, password: user.password, scope: 'openid' };
  const url = `${origin}/auth/realms/kelvin/protocol/openid-connect/token`;
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  return ((await response.json()) as { access_token: string }).access_token;
}
