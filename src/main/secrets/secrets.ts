import type { Database } from 'better-sqlite3';
import type { Sighting } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { NameCheck, PlatformSecret, SecretsList } from '../../shared/secrets-list.ts';
import type { Access, Account } from '../auth/access.ts';
import type { EntryRows } from '../outbox/entry-rows.ts';
import { viewEntries, type AccountNames } from '../outbox/entry-view.ts';
import type { Entry } from '../outbox/stored-entry.ts';
import type { ListOutcome, PlatformApi, Target } from '../platform-api/platform-api.ts';
import type { Clock } from '../system/clock.ts';
import { createListCache } from './list-cache.ts';

/** How long the dialog waits for a live look at a name before it is told from the cached list. */
const liveLookMs = 3_000;

export interface SecretsPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly rows: EntryRows;
  readonly api: PlatformApi;
  readonly access: Access;
  readonly names: AccountNames;
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
  list(environmentId: EnvironmentId): SecretsList;
  /** Reads the platform's list whole; a list that broke off never takes the place of a complete one. */
  refresh(environmentId: EnvironmentId): Promise<boolean>;
  checkName(environmentId: EnvironmentId, name: string): Promise<NameCheck>;
  /** Whether the list as last read has this secret. */
  isListed(environmentId: EnvironmentId, name: string): boolean;
  /** An entry is being delivered, in the caller's transaction: the cached list shows it before it is read anew. */
  keep(entry: Entry, found: Sighting | null): void;
}

/** What was delivered while a list was being read: the list may have been read before. */
interface Delivered {
  readonly name: string;
  readonly found: Sighting | null;
}

interface Reading {
  readonly answer: Promise<boolean>;
  readonly since: Delivered[];
}

export function createSecrets(ports: SecretsPorts): Secrets {
  const { access, api, clock, rows } = ports;
  const cache = createListCache(ports.db);
  /** One reading at a time for each environment and account: whoever signs in is never given somebody else's list. */
  const refreshing = new Map<string, Reading>();
  const keyOf = (environmentId: EnvironmentId, accountId: number | null): string => `${accountId ?? 'nobody'} ${environmentId}`;

  const target = async (environmentId: EnvironmentId) => {
    const origin = ports.originOf(environmentId);
    const token = await access.token(environmentId);
    if (origin === null || token.kind !== 'token') return null;
    return { account: token.account, where: { environmentId, origin, accessToken: token.accessToken } };
  };

  const isCurrent = (environmentId: EnvironmentId, accountId: number): boolean =>
    access.account(environmentId)?.id === accountId;

  /** A token that is good no more is renewed once: the person who asks for the list must not wait for the next probe. */
  const renewing = async (accountId: number, where: Target): Promise<ListOutcome> => {
    const outcome = await api.list(where);
    if (outcome.kind !== 'unauthorized' || !isCurrent(where.environmentId, accountId)) return outcome;
    const renewed = await access.renew(where.environmentId, where.accessToken);
    if (renewed.kind !== 'token' || renewed.account.id !== accountId) return outcome;
    return api.list({ ...where, accessToken: renewed.accessToken });
  };

  const readList = async (environmentId: EnvironmentId, accountId: number | null, since: Delivered[]): Promise<boolean> => {
    const errand = await target(environmentId);
    // Who signed in while the token was renewed asks for a list of their own.
    if (errand === null || errand.account.id !== accountId) return false;
    const outcome = await renewing(errand.account.id, errand.where);
    // What one account hears of the platform opens and closes nothing for the next; and an environment may be gone.
    if (!isCurrent(environmentId, accountId)) return false;
    ports.heard(environmentId, outcome);
    if (outcome.kind === 'forbidden') cache.refuse(environmentId, accountId);
    if (outcome.kind !== 'list') return false;
    cache.replace(environmentId, accountId, outcome.secrets, clock.now());
    for (const { name, found } of since) cache.set(accountId, name, found);
    return true;
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
    list(environmentId) {
      const account = access.account(environmentId);
      const cached = account === null ? null : cache.read(environmentId, account.id);
      const refreshedAt = cached?.refreshedAt ?? null;
      const delivered = refreshedAt === null ? [] : rows.deliveredSince(environmentId, refreshedAt);
      return {
        secrets: cached?.secrets ?? [],
        refreshedAt,
        refreshing: refreshing.has(keyOf(environmentId, account?.id ?? null)),
        listRefused: cached?.refused ?? false,
        delivered: viewEntries(delivered, ports.names),
        me: account === null ? [] : krnsOf(account),
      };
    },

    refresh(environmentId) {
      const accountId = access.account(environmentId)?.id ?? null;
      const key = keyOf(environmentId, accountId);
      const running = refreshing.get(key);
      if (running !== undefined) return running.answer;
      const since: Delivered[] = [];
      const reading = readList(environmentId, accountId, since).finally(() => {
        refreshing.delete(key);
        ports.changed(environmentId);
      });
      refreshing.set(key, { answer: reading, since });
      ports.changed(environmentId);
      return reading;
    },

    async checkName(environmentId, name) {
      const inOutbox = rows.openCreate(environmentId, name)?.id ?? null;
      const live = await lookLive(environmentId, name);
      if (live !== undefined) return { inOutbox, onPlatform: live, source: 'live', asOf: clock.now() };
      const account = access.account(environmentId);
      const cached = account === null ? null : cache.read(environmentId, account.id);
      const known = cached !== null && cached.refreshedAt !== null;
      return {
        inOutbox,
        onPlatform: account === null ? null : cache.find(account.id, name),
        source: known ? 'cached' : 'unknown',
        asOf: cached?.refreshedAt ?? null,
      };
    },

    isListed(environmentId, name) {
      const account = access.account(environmentId);
      return account !== null && cache.find(account.id, name) !== null;
    },

    keep({ environmentId, accountId, intent, name }, found) {
      if (accountId === null) return;
      // An answer may confirm a create without telling more: the name is there, the rest comes with the next list.
      const shown = intent === 'delete' ? null : (found ?? nothingKnown);
      cache.set(accountId, name, shown);
      refreshing.get(keyOf(environmentId, accountId))?.since.push({ name, found: shown });
    },
  };
}

const nothingKnown: Sighting = { created: null, createdBy: null, updated: null, updatedBy: null };

/** The KRNs that mean "You": what a 201 showed, else the names of the token as user and service account. */
function krnsOf(account: Account): readonly string[] {
  if (account.krn !== null) return [account.krn];
  return account.names.flatMap((name) => [`krn:user:${name}`, `krn:srv-acc:${name}`]);
}
