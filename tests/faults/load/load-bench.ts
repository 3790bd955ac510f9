import type { Access, Account } from '../../../src/main/auth/access.ts';
import { createOutbox, type Binding } from '../../../src/main/outbox/outbox.ts';
import type { Entry } from '../../../src/main/outbox/stored-entry.ts';
import { createPlatformApi } from '../../../src/main/platform-api/create-platform-api.ts';
import { createSync } from '../../../src/main/sync/sync.ts';
import type { Answer } from '../../../src/shared/answer.ts';
import type { EntryId } from '../../../src/shared/entry.ts';
import type { Environment, EnvironmentId } from '../../../src/shared/environment.ts';
import { openTestDatabase } from '../../support/test-database.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { Plant } from './plant.ts';

export interface Site {
  readonly environment: Environment;
  readonly account: Account;
  readonly to: Binding;
  readonly plant: Plant;
}

export type LoadBench = ReturnType<typeof openLoadBench>;

/** The real outbox and the real sync in virtual time, with a platform in memory for each environment. */
export function openLoadBench(labels: readonly string[] = ['a']) {
  const database = openTestDatabase();
  // What the disk does to a commit is not what is looked at here, and ten thousand of them would wait for it.
  const withoutDisk = (): void => void database.db.pragma('synchronous = OFF');
  withoutDisk();
  const clock = new VirtualClock();
  const sites = new Map(labels.map((label) => [label, siteOf(database.db, label, clock)]));
  const byId = new Map([...sites.values()].map((site) => [site.environment.id, site]));
  const of = (environmentId: EnvironmentId): Site => {
    const site = byId.get(environmentId);
    if (site === undefined) throw new Error('no such environment');
    return site;
  };
  const access: Access = {
    token: (id) => Promise.resolve({ kind: 'token', accessToken: 'a token', account: of(id).account }),
    renew: () => Promise.resolve({ kind: 'sign-in', because: 'expired' }),
    account: (id) => of(id).account,
    isSignedIn: () => true,
    learnKrn: () => undefined,
  };
  const network = {
    mayBeOnline: () => true,
    exchange: (request: Parameters<Plant['exchange']>[0]) => of(request.environmentId).plant.exchange(request),
  };
  let ids = 0;
  const openOutbox = () => createOutbox({ db: database.db, clock, newId: () => `id-${++ids}` });
  const stumbles: unknown[] = [];
  let whenChanged = (): void => undefined;
  const newSync = (outbox: ReturnType<typeof openOutbox>) =>
    createSync({
      log: outbox.attempts,
      api: createPlatformApi({ network, clock, appVersion: 'test' }),
      access,
      clock,
      random: () => 0.5,
      network,
      delivered: () => undefined,
      changed: () => whenChanged(),
      opened: () => undefined,
      stumbled: (error) => stumbles.push(error),
    });
  let outbox = openOutbox();
  let sync = newSync(outbox);
  const site = (label = 'a'): Site => {
    const found = sites.get(label);
    if (found === undefined) throw new Error('no such environment');
    return found;
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const taken = (given: Answer<{ readonly entryId: EntryId }>): EntryId => {
    if (!given.ok) throw new Error(`refused: ${given.code}`);
    return given.value.entryId;
  };

  return {
    clock,
    stumbles,
    site,
    get outbox() {
      return outbox;
    },
    entry(id: EntryId): Entry {
      const found = outbox.rows.byId(id);
      if (found === null) throw new Error('no such entry');
      return found;
    },
    add: (name: string, label = 'a', value = `value of ${name}`): EntryId => taken(outbox.add(site(label).to, name, value)),
    /** Many at once, as they lie there after a day offline. */
    fill: (names: readonly string[], label = 'a'): void =>
      database.db.transaction(() => {
        for (const name of names) taken(outbox.add(site(label).to, name, `value of ${name}`));
      })(),
    look: (label = 'a') => sync.look(site(label).environment.id),
    gate: (label = 'a') => sync.status(site(label).environment.id).gate,
    counts: (label = 'a') => outbox.rows.counts(site(label).environment.id),
    openCount: (label = 'a'): number => sum(outbox.rows.counts(site(label).environment.id)),
    /** Cheap enough to be asked at each turn. */
    isEmpty: (label = 'a'): boolean => isEmpty(database.db, site(label).environment.id),
    onChange(run: () => void): void {
      whenChanged = run;
    },
    /** Another start of the app on the same files. */
    async restart(): Promise<void> {
      await sync.stop();
      database.reopen();
      withoutDisk();
      outbox = openOutbox();
      sync = newSync(outbox);
    },
    start(): void {
      outbox.attempts.recover();
      for (const { environment } of sites.values()) sync.attend(environment, null);
    },
    /** Lets everything go on that needs no time, until it holds. */
    async until(holds: () => boolean): Promise<void> {
      while (!holds()) await turn();
    },
    /** Lets time pass, a second at a time, and everything in between take its turn. */
    async passTime(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += 1_000) {
        clock.pass(1_000);
        do await turn();
        while ([...sites.values()].some(({ plant }) => plant.underWay > 0));
      }
    },
    async end(): Promise<void> {
      await sync.stop();
      database.close();
    },
  };
}

export function sum(counts: object): number {
  return Object.values(counts as Record<string, number>).reduce((all, one) => all + one, 0);
}

function isEmpty(db: ReturnType<typeof openTestDatabase>['db'], environmentId: EnvironmentId): boolean {
  const open = "SELECT 1 FROM entries WHERE environment_id = ? AND state NOT IN ('delivered', 'discarded') LIMIT 1";
  return db.prepare(open).get(environmentId) === undefined;
}

function siteOf(db: ReturnType<typeof openTestDatabase>['db'], label: string, clock: VirtualClock): Site {
  const id = `environment-${label}` as EnvironmentId;
  const origin = `https://${label}.example`;
  const name = `ana.ruiz@${label}.example`;
  const environment: Environment = { id, origin, label, kind: 'other', colour: 'slate', addedAt: 0 };
  db.prepare('INSERT INTO environments (id, origin, label, kind, colour, added_at) VALUES (?, ?, ?, ?, ?, 0)').run(id, origin, label, 'other', 'slate');
  const accountId = Number(
    db
      .prepare('INSERT INTO accounts (environment_id, issuer, subject, name, names) VALUES (?, ?, ?, ?, ?)')
      .run(id, origin, name, name, JSON.stringify([name])).lastInsertRowid,
  );
  return {
    environment,
    account: { id: accountId, issuer: origin, subject: name, name, names: [name], krn: null },
    to: { environmentId: id, origin, accountId },
    plant: new Plant(`krn:user:${name}`, () => clock.now()),
  };
}
