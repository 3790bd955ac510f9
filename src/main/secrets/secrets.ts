import type { Database } from 'better-sqlite3';
import type { Sighting } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { columnsOf } from '../../shared/secret-columns.ts';
import type { NamesCheck } from '../../shared/import/import-request.ts';
import type { BrokenReading, NameCheck, PlatformSecret, ReadingEnd, SecretsList } from '../../shared/secrets-list.ts';
import type { Access, Account } from '../auth/access.ts';
import type { EntryRows } from '../outbox/entry-rows.ts';
import type { Entry } from '../outbox/stored-entry.ts';
import type { ListOutcome, PlatformApi, Target } from '../platform-api/platform-api.ts';
import type { Clock } from '../system/clock.ts';
import { checkNames } from './names-check.ts';
import { createListCache } from './list-cache.ts';

/** How long the dialog waits for a live look at a name before it is told from the cached list. */
const liveLookMs = 3_000;

export interface SecretsPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly rows: EntryRows;
  readonly api: PlatformApi;
  readonly access: Access;
  /** The environment's origin, or null when there is no such environment. */
  readonly originOf: (environmentId: EnvironmentId) => string | null;
  /** Whether asking the platform makes sense now: its gate is open. */
  readonly isReachable: (environmentId: EnvironmentId) => boolean;
  /** What a read of the list told about the environment. */
  readonly heard: (environmentId: EnvironmentId, outcome: ListOutcome) => void;
  readonly changed: (environmentId: EnvironmentId) => void;
}

/** Answers the Secrets list: the platform's secrets as last read and what we delivered since, and never a value. */
export interface Secrets {
  /** What changed since the mark that was given before; all of it without one. */
  list(environmentId: EnvironmentId, since: string | null): SecretsList;
  /** Reads the platform's list whole; a list that broke off never takes the place of a complete one. */
  refresh(environmentId: EnvironmentId): Promise<ReadingEnd>;
  /** Breaks off the reading that is under way, where one is. */
  cancelRefresh(environmentId: EnvironmentId): void;
  checkName(environmentId: EnvironmentId, name: string): Promise<NameCheck>;
  /** What is known of many names on this computer. The platform is not asked: a refresh is one request for all of them. */
  checkNames(environmentId: EnvironmentId, names: readonly string[]): NamesCheck;
  /** Whether the list as last read has this secret. */
  isListed(environmentId: EnvironmentId, name: string): boolean;
  /** An entry is being delivered, in the caller's transaction: the cached list shows it before it is read anew. */
  keep(entry: Entry, found: Sighting | null): void;
  /** Reads nothing more: the database is about to be closed. */
  stop(): void;
}

/** What was delivered while a list was being read: the list may have been read before. */
interface Delivered {
  readonly name: string;
  readonly found: Sighting | null;
}

interface Reading {
  readonly since: Delivered[];
  readonly giveUp: AbortController;
  answer: Promise<ReadingEnd>;
  count: number;
  cancelled: boolean;
}

export function createSecrets(ports: SecretsPorts): Secrets {
  const { access, api, clock, rows } = ports;
  const cache = createListCache(ports.db);
  /** One reading at a time for each environment and account: whoever signs in is never given somebody else's list. */
  const readings = new Map<string, Reading>();
  const broken = new Map<string, BrokenReading>();
  let stopped = false;
  const keyOf = (environmentId: EnvironmentId, accountId: number | null): string => `${accountId ?? 'nobody'} ${environmentId}`;

  const target = async (environmentId: EnvironmentId) => {
    const origin = ports.originOf(environmentId);
    const token = await access.token(environmentId);
    if (origin === null || token.kind !== 'token') return null;
    return { account: token.account, where: { environmentId, origin, accessToken: token.accessToken } };
  };

  const isCurrent = (environmentId: EnvironmentId, accountId: number): boolean =>
    !stopped && access.account(environmentId)?.id === accountId;

  /** A token that is good no more is renewed once: the person who asks for the list must not wait for the next probe. */
  const renewing = async (accountId: number, where: Target, read: (where: Target) => Promise<ListOutcome>): Promise<ListOutcome> => {
    const outcome = await read(where);
    if (outcome.kind !== 'unauthorized' || !isCurrent(where.environmentId, accountId)) return outcome;
    const renewed = await access.renew(where.environmentId, where.accessToken);
    if (renewed.kind !== 'token' || renewed.account.id !== accountId) return outcome;
    return read({ ...where, accessToken: renewed.accessToken });
  };

  const readList = async (environmentId: EnvironmentId, accountId: number | null, reading: Reading): Promise<ReadingEnd> => {
    const { signal } = reading.giveUp;
    const errand = await target(environmentId);
    if (reading.cancelled) return 'cancelled';
    // Who signed in while the token was renewed asks for a list of their own.
    if (errand === null || errand.account.id !== accountId || stopped) return 'not-read';
    const intake = cache.takeIn(environmentId, accountId);
    const takePage = (page: readonly PlatformSecret[]): void => {
      // Who signed out, or removed the environment, left nothing for it to be taken into.
      if (!isCurrent(environmentId, accountId)) return reading.giveUp.abort();
      if (signal.aborted) return;
      intake.page(page);
      reading.count = intake.count;
      ports.changed(environmentId);
    };
    const outcome = await renewing(errand.account.id, errand.where, (where) => api.list(where, undefined, signal, takePage));
    // What one account hears of the platform opens and closes nothing for the next; and an environment may be gone.
    if (!isCurrent(environmentId, accountId)) return 'not-read';
    if (reading.cancelled) return 'cancelled';
    ports.heard(environmentId, outcome);
    if (outcome.kind === 'forbidden') cache.refuse(environmentId, accountId);
    if (outcome.kind !== 'list') return 'not-read';
    intake.complete(clock.now());
    for (const { name, found } of reading.since) cache.set(accountId, name, found);
    return 'read';
  };

  /** What is said of a reading that did not come to its end: only one that had begun to come broke off in the middle. */
  const noteEnd = (key: string, { count }: Reading, end: ReadingEnd): void => {
    if (end === 'read' || count === 0) broken.delete(key);
    else broken.set(key, { count, at: clock.now(), cancelled: end === 'cancelled' });
  };

  const lookLive = async (environmentId: EnvironmentId, name: string): Promise<PlatformSecret | null | undefined> => {
    if (!ports.isReachable(environmentId)) return undefined;
    const errand = await target(environmentId);
    if (errand === null) return undefined;
    const giveUp = new AbortController();
    const timer = clock.setTimer(liveLookMs, () => giveUp.abort());
    try {
      const outcome = await api.list(errand.where, name, giveUp.signal);
      return outcome.kind === 'list' ? (outcome.secrets.find((secret) => secret.name === name) ?? null) : undefined;
    } finally {
      timer.cancel();
    }
  };

  return {
    list(environmentId, since) {
      const account = access.account(environmentId);
      const key = keyOf(environmentId, account?.id ?? null);
      const head = account === null ? null : cache.head(environmentId, account.id);
      const refreshedAt = head?.refreshedAt ?? null;
      return {
        ...(account === null ? nobodysList : cache.read(account.id, since)),
        refreshedAt,
        reading: readings.get(key)?.count ?? null,
        brokeOff: broken.get(key) ?? null,
        listRefused: head?.refused ?? false,
        deliveredSince: refreshedAt === null ? 0 : rows.deliveredSince(environmentId, refreshedAt),
        me: account === null ? [] : krnsOf(account),
      };
    },

    refresh(environmentId) {
      const accountId = access.account(environmentId)?.id ?? null;
      const key = keyOf(environmentId, accountId);
      const running = readings.get(key);
      if (running !== undefined) return running.answer;
      const reading: Reading = { since: [], giveUp: new AbortController(), answer: notRead, count: 0, cancelled: false };
      readings.set(key, reading);
      let end: ReadingEnd = 'not-read';
      reading.answer = readList(environmentId, accountId, reading)
        .then((ended) => (end = ended))
        .finally(() => {
          readings.delete(key);
          noteEnd(key, reading, end);
          ports.changed(environmentId);
        });
      ports.changed(environmentId);
      return reading.answer;
    },

    cancelRefresh(environmentId) {
      const reading = readings.get(keyOf(environmentId, access.account(environmentId)?.id ?? null));
      if (reading === undefined) return;
      reading.cancelled = true;
      reading.giveUp.abort();
    },

    async checkName(environmentId, name) {
      // Behind a replace a create is refused too: the name stays.
      const first = rows.anyOpen(environmentId, name);
      const inOutbox = (rows.openCreate(environmentId, name) ?? (first?.intent === 'replace' ? first : null))?.id ?? null;
      const live = await lookLive(environmentId, name);
      if (live !== undefined) return { inOutbox, onPlatform: live, source: 'live', asOf: clock.now() };
      const account = access.account(environmentId);
      const asOf = account === null ? null : cache.head(environmentId, account.id).refreshedAt;
      return {
        inOutbox,
        onPlatform: account === null ? null : cache.find(account.id, name),
        source: asOf === null ? 'unknown' : 'cached',
        asOf,
      };
    },

    checkNames: (environmentId, names) =>
      checkNames({ rows, cache, accountId: access.account(environmentId)?.id ?? null }, environmentId, names),

    isListed(environmentId, name) {
      const account = access.account(environmentId);
      return account !== null && cache.find(account.id, name) !== null;
    },

    keep({ environmentId, accountId, intent, name }, found) {
      if (accountId === null) return;
      const shown = intent === 'delete' ? null : (found ?? unseen(cache.find(accountId, name)));
      cache.set(accountId, name, shown);
      readings.get(keyOf(environmentId, accountId))?.since.push({ name, found: shown });
    },

    stop() {
      stopped = true;
      for (const { giveUp } of readings.values()) giveUp.abort();
    },
  };
}

const notRead: Promise<ReadingEnd> = Promise.resolve('not-read');

/** Nobody is signed in: there is no list of nobody. */
const nobodysList = { mark: '', whole: true, secrets: columnsOf([]), gone: [] } as const;

/**
 * An answer may confirm a write without telling more: the name is there, the rest comes with the next list. A time of
 * this computer would not do: what is shown is the condition under which the secret is replaced next.
 */
function unseen(before: Sighting | null): Sighting {
  return { created: before?.created ?? null, createdBy: before?.createdBy ?? null, updated: null, updatedBy: null };
}

/** The KRNs that mean "You": what a 201 showed, else the names of the token as user and service account. */
function krnsOf(account: Account): readonly string[] {
  if (account.krn !== null) return [account.krn];
  return account.names.flatMap((name) => [`krn:user:${name}`, `krn:srv-acc:${name}`]);
}
