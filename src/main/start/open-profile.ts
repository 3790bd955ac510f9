import { randomUUID } from 'node:crypto';
import type { EntryId } from '../../shared/entry.ts';
import type { Environment, EnvironmentId } from '../../shared/environment.ts';
import type { SyncStatus } from '../../shared/sync-status.ts';
import { createAccountName } from '../auth/account-name.ts';
import { checkAddress } from '../auth/address-check.ts';
import { createAuth } from '../auth/auth.ts';
import { defaultRedirectPort } from '../auth/browser-sign-in.ts';
import { createEnvironments } from '../environments/environments.ts';
import type { OpenProfile } from '../ipc/handlers.ts';
import { noteError } from '../logging/log.ts';
import type { Log } from '../logging/log.ts';
import type { AccountNames } from '../outbox/entry-view.ts';
import { holdBehind, missingEntries } from '../outbox/missing-entries.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { receiptsToKeep, withReceipts } from '../outbox/receipts-of.ts';
import { forgetRemoved, withRemoved } from '../outbox/removed-entries.ts';
import { createPlatformApi } from '../platform-api/create-platform-api.ts';
import { createListLooks } from '../secrets/list-looks.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { createCheckpoints } from '../storage/checkpoint.ts';
import type { Database } from '../storage/database.ts';
import { createIncidents } from '../storage/incidents.ts';
import { createSettings } from '../storage/settings.ts';
import { newsOfList } from '../sync/news.ts';
import { createSync } from '../sync/sync.ts';
import type { Clock, Timer } from '../system/clock.ts';
import { listenOnLoopback } from '../system/loopback.ts';
import type { ManagedNetwork } from '../system/network.ts';
import { withSwitch, type NetworkSwitch } from '../system/network-switch.ts';
import type { Preferences } from '../system/preferences.ts';
import type { Receipts } from '../system/receipts.ts';
import { forSignIn } from './in-line.ts';
import type { News } from './news.ts';
import { noteAttempts } from './noted-attempts.ts';

/** How often the system is asked whether there is a link, ms: it tells nobody by itself. */
const linkLookMs = 2_000;

/** The list of the chosen environment is read anew this often while its gate is open, ms. */
const listRefreshMs = 5 * 60_000;

/** The time of the last exchange is written down this often at most, ms: each costs a commit. */
const exchangeNoteMs = 60_000;

/** For so long at the most a discard can be taken back, ms: the page that offers it says when it does no more. */
const undoAtMostMs = 10 * 60_000;

export interface OpenProfileParts {
  readonly db: Database;
  readonly closeDatabase: () => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly news: News;
  readonly environmentsChanged: () => void;
  /** Another environment is the chosen one. The page chose it and knows; what lies around the window does not. */
  readonly chose: () => void;
  readonly preferences: Preferences;
  readonly receipts: Receipts;
  /** Something failed: it may say that the database is damaged. */
  readonly failed: (error: unknown) => void;
  readonly appVersion: string;
  readonly openInBrowser: (url: string) => Promise<boolean>;
  /** The person is done in the browser and wants to see the app. */
  readonly comeForward: () => void;
  /** Builds the network for the environments that exist; their origins are all that it may speak to. */
  readonly network: (allowedOrigins: (environmentId: EnvironmentId) => readonly string[]) => ManagedNetwork;
  /** Development only: plain HTTP to this computer, and the sandbox with its demo account. */
  readonly development: { readonly sandbox: SandboxEnvironment | null } | null;
}

export interface SandboxEnvironment {
  readonly origin: string;
  readonly userName: string;
  readonly password: string;
}

export interface RunningProfile extends OpenProfile {
  readonly incidents: OpenProfile['incidents'] & { startedAfresh(setAside: readonly string[]): void };
  /** How many entries the platform has confirmed since this was opened. */
  deliveries(): number;
  suspend(): void;
  resume(): void;
  /** Nobody is there to take a discard back any more: what was kept of it is erased. */
  forgetDiscards(): void;
  /** Ends all work and closes the database. What is under way becomes uncertain and is read back at the next start. */
  close(): Promise<void>;
}

/** Builds everything that lives on the open database, bottom to top. */
export function openProfile(parts: OpenProfileParts): RunningProfile {
  const { db, clock, log, news, preferences, receipts, development } = parts;

  const sandbox = development?.sandbox ?? null;
  const environments = createEnvironments({
    db,
    clock,
    allowHttpLoopback: development !== null,
    ...(sandbox === null ? {} : { demoAccount: sandbox }),
  });
  const managed = parts.network((environmentId) => environments.allowedOrigins(environmentId));
  const settings = createSettings(db);
  const { network, networkSwitch } = withSwitch(managed, settings.worksOffline(), (off) => {
    settings.setWorksOffline(off, clock.now());
    // Into the database's own file: it does not fall back with a lost log.
    checkpoints.now();
  });
  const workOffline: NetworkSwitch = {
    get isOff() {
      return networkSwitch.isOff;
    },
    set(off) {
      try {
        networkSwitch.set(off);
      } finally {
        // The browser would come back to an app that may not ask for the tokens.
        if (off) for (const { id } of environments.list()) auth.cancelBrowser(id);
        sync.networkSwitched();
      }
    },
  };
  const api = createPlatformApi({ network, clock, appVersion: parts.appVersion });
  const redirectPort = {
    read: () => preferences.get('redirectPort') ?? defaultRedirectPort,
    write: (port: number) => preferences.set('redirectPort', port),
  };
  const auth = createAuth({
    db,
    network,
    platform: api,
    environments,
    clock,
    browser: {
      open: parts.openInBrowser,
      listen: listenOnLoopback,
      redirectPort: () => redirectPort.read(),
      cameBack: parts.comeForward,
    },
  });
  const accountName = createAccountName(db);
  const names: AccountNames = {
    current(environmentId) {
      const account = auth.account(environmentId);
      return account === null ? null : { id: account.id, signedIn: auth.isSignedIn(environmentId) };
    },
    name: accountName,
  };
  const incidents = createIncidents(db);
  const written = createOutbox({
    db,
    clock,
    newId: () => randomUUID(),
    delivering: (entry, found) => secrets.keep(entry, found),
  });
  const outbox = withReceipts(written, receipts, () => clock.now());
  const checkpoints = createCheckpoints({ db, clock });

  const secrets = createSecrets({
    db,
    clock,
    rows: outbox.rows,
    api,
    access: auth,
    originOf: (environmentId) => environments.get(environmentId)?.origin ?? null,
    isReachable: (environmentId) => sync.status(environmentId).gate.kind === 'open',
    heard: (environmentId, outcome) => {
      if (outcome.kind === 'list') log({ event: 'list-read', environment: environmentId, count: outcome.secrets.length });
      // Whether the platform can be reached is told by the probe; a list that alone does not come shuts no gate.
      const news = newsOfList(outcome);
      if (news.kind !== 'no-answer' && news.kind !== 'not-kelvin') sync.hear(environmentId, news);
    },
    changed: (environmentId) => news('secrets-changed', environmentId),
  });
  const refresh = (environmentId: EnvironmentId): void => {
    secrets.refresh(environmentId).catch((error: unknown) => {
      log({ event: 'work-crashed', where: 'secrets', error: noteError(error) });
      parts.failed(error);
    });
  };

  let deliveries = 0;
  const noted = new Map<EnvironmentId, number>();
  const noteExchange = (environmentId: EnvironmentId, atOnce: boolean): void => {
    const { lastExchangeAt } = sync.status(environmentId);
    if (lastExchangeAt === null || environments.get(environmentId) === null) return;
    if (!atOnce && lastExchangeAt - (noted.get(environmentId) ?? 0) < exchangeNoteMs) return;
    if (noted.get(environmentId) === lastExchangeAt) return;
    try {
      environments.recordExchange(environmentId, lastExchangeAt);
      noted.set(environmentId, lastExchangeAt);
    } catch (error) {
      // A full disk: the header goes on from memory, and the next exchange is noted.
      log({ event: 'work-crashed', where: 'sync', error: noteError(error) });
    }
  };

  const gates = new Map<EnvironmentId, string>();
  const noteGate = (environmentId: EnvironmentId): void => {
    const { gate } = sync.status(environmentId);
    if (gates.get(environmentId) === gate.kind) return;
    gates.set(environmentId, gate.kind);
    const because = gate.kind === 'offline' ? gate.because : 'none';
    log({ event: 'gate', environment: environmentId, gate: gate.kind, because });
  };

  const sync = createSync({
    log: noteAttempts(outbox.attempts, log),
    api,
    access: auth,
    clock,
    random: Math.random,
    network,
    delivered: () => {
      deliveries += 1;
      checkpoints.want();
    },
    changed: (environmentId) => {
      noteExchange(environmentId, false);
      noteGate(environmentId);
      news('outbox-changed', environmentId);
    },
    opened: refresh,
    stumbled: (error) => {
      log({ event: 'work-crashed', where: 'sync', error: noteError(error) });
      parts.failed(error);
    },
  });

  const chosen = (): EnvironmentId | null => {
    const remembered = preferences.get('chosenEnvironment');
    const all = environments.list();
    return (all.find(({ id }) => id === remembered) ?? all[0])?.id ?? null;
  };
  const attend = (environment: Environment): void => {
    sync.attend(environment, environments.lastExchangeAt(environment.id));
    parts.environmentsChanged();
  };

  // 1. What a stopped app kept for an undo is erased. 2. What was acknowledged and is not here any more is told, and
  // what is here as it was before is on hold. 3. What a stopped app left in sending is uncertain, before anything looks
  // at it. 4. The sandbox of a development profile. 5. Everybody is attended to.
  forgetDiscards();
  noteMissing();
  outbox.attempts.recover();
  if (sandbox !== null && environments.withOrigin(sandbox.origin) === null) {
    environments.add({ address: sandbox.origin, label: 'Sandbox', kind: 'other', colour: 'slate', confirmedIssuer: null });
  }
  for (const environment of environments.list()) attend(environment);

  const stopListening = auth.onChange((environmentId) => {
    log({ event: 'session', environment: environmentId, state: auth.view(environmentId).kind });
    news('session-changed', environmentId);
    // After a sign-in everything goes on at once, without the delays of before.
    if (auth.isSignedIn(environmentId) && sync.status(environmentId).gate.kind === 'sign-in') {
      sync.sendNow(environmentId);
    } else sync.look(environmentId);
  });

  const undoTimers = new Set<Timer>();
  let timers: Timer[] = [];
  let wasOnline = network.mayBeOnline();
  const watchLink = (): void => {
    const isOnline = network.mayBeOnline();
    if (isOnline && !wasOnline) sync.linkCameUp();
    if (!isOnline && wasOnline) for (const { id } of environments.list()) sync.look(id);
    wasOnline = isOnline;
    timers[0] = clock.setTimer(linkLookMs, watchLink);
  };
  const keepListFresh = (): void => {
    const environmentId = chosen();
    if (environmentId !== null && sync.status(environmentId).gate.kind === 'open') refresh(environmentId);
    timers[1] = clock.setTimer(listRefreshMs, keepListFresh);
  };
  timers = [clock.setTimer(linkLookMs, watchLink), clock.setTimer(listRefreshMs, keepListFresh)];

  return {
    environments,
    auth,
    outbox,
    incidents: {
      unread: () => incidents.unread(),
      markRead: (id) => incidents.markRead(id, clock.now()),
      startedAfresh: (setAside) => incidents.record({ kind: 'started-afresh' }, clock.now(), setAside),
    },
    secrets,
    listLooks: createListLooks(db),
    sync,
    names,
    workOffline,
    environmentsChanged: parts.environmentsChanged,
    redirectPort,
    checkAddress: (address) => checkAddress(environments, api, address),
    status: (environmentId) => statusOf(environmentId),
    chosen,
    choose(environmentId) {
      preferences.set('chosenEnvironment', environmentId);
      parts.chose();
      if (sync.status(environmentId).gate.kind === 'open') refresh(environmentId);
    },
    attend,
    changed(environmentId) {
      sync.look(environmentId);
      news('outbox-changed', environmentId);
      if (environments.get(environmentId) !== null) return;
      // What ended there is not in the database any more, and must not be missed.
      keepReceipts();
      parts.environmentsChanged();
    },
    discarded(undoable) {
      checkpoints.want();
      if (undoable.length === 0) return;
      const timer = clock.setTimer(undoAtMostMs, () => {
        undoTimers.delete(timer);
        forgetDiscards(undoable);
      });
      undoTimers.add(timer);
    },
    forgetDiscards,
    erased: () => checkpoints.want(),
    deliveries: () => deliveries,
    suspend: () => sync.suspend(),
    resume: () => sync.resume(),
    async close() {
      stopListening();
      auth.giveUp();
      secrets.stop();
      for (const timer of [...timers, ...undoTimers]) timer.cancel();
      forgetDiscards();
      const stopped = sync.stop();
      checkpoints.now();
      await stopped;
      for (const { id } of environments.list()) noteExchange(id, true);
      checkpoints.now();
      checkpoints.stop();
      parts.closeDatabase();
      await network.close();
    },
  };

  /** A disk that does not take it keeps what it has; the next start erases it. */
  function forgetDiscards(ids?: readonly EntryId[]): void {
    try {
      if (outbox.forgetDiscards(ids) > 0) checkpoints.want();
    } catch (error) {
      log({ event: 'work-crashed', where: 'sync', error: noteError(error) });
    }
  }

  function noteMissing(): void {
    const told = incidents.unread().flatMap((incident) => (incident.kind === 'salvaged' ? incident.lost : []));
    const all = withRemoved(db, receipts.all());
    const missing = missingEntries(db, all, new Set(told.map(({ id }) => id)));
    if (missing !== null) {
      db.transaction(() => {
        holdBehind(db, missing.behind, clock.now());
        incidents.record(missing.incident, clock.now(), []);
      }).immediate();
    }
    keepReceipts(all);
    forgetRemoved(db, clock.now());
  }

  function keepReceipts(old = withRemoved(db, receipts.all())): void {
    receipts.keepOnly(receiptsToKeep(outbox.rows.open(), old, clock.now()));
  }

  function statusOf(environmentId: EnvironmentId): SyncStatus {
    const owners = outbox.rows.openByAccount(environmentId);
    const current = auth.account(environmentId)?.id ?? null;
    const foreign = [...owners].flatMap(([accountId, count]) =>
      accountId === null || accountId === current ? [] : [{ account: accountName(accountId), count }],
    );
    const state = sync.status(environmentId);
    return {
      environmentId,
      ...state,
      counts: outbox.rows.counts(environmentId),
      forSignIn: state.gate.kind === 'sign-in' ? forSignIn({ outbox, auth }, environmentId) : 0,
      unclaimed: owners.get(null) ?? 0,
      foreign,
    };
  }
}
