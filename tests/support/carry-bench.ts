import type { Access, Account } from '../../src/main/auth/access.ts';
import type { Entry, Seen } from '../../src/main/outbox/stored-entry.ts';
import type { ListOutcome, PlatformApi, WriteOutcome } from '../../src/main/platform-api/platform-api.ts';
import { carry } from '../../src/main/sync/carry.ts';
import type { News } from '../../src/main/sync/news.ts';
import { createPlatformClock } from '../../src/main/sync/platform-clock.ts';
import type { Answer } from '../../src/shared/answer.ts';
import type { EntryId } from '../../src/shared/entry.ts';
import type { PlatformSecret } from '../../src/shared/secrets-list.ts';
import { openTestOutbox } from './outbox-bench.ts';

export const ourKrn = 'krn:user:ana';
export const theirKrn = 'krn:user:joao';

/** What a write gets of which nobody says anything else. */
export const lostAnswer: WriteOutcome = { kind: 'uncertain', because: 'broken-off', clockOffsetMs: null };

/**
 * The real outbox, carried one step at a time against a platform whose every answer is written in the test: no
 * waiting, no gate, no timers. What was asked of the platform stands in `asked`, in its order.
 */
export function openCarryBench() {
  const bench = openTestOutbox();
  const asked: string[] = [];
  const told: News[] = [];
  const there: PlatformSecret[] = [];
  const answers: (() => WriteOutcome)[] = [];
  let list: (() => ListOutcome) | null = null;
  let isGateShut = false;
  let account: Account = { id: bench.accountId, issuer: '', subject: 'ana', name: 'ana', names: ['ana'], krn: ourKrn };

  const write = (verb: string, name: string): Promise<WriteOutcome> => {
    asked.push(`${verb} ${name}`);
    return Promise.resolve(answers.shift()?.() ?? lostAnswer);
  };
  const unasked = (): Promise<never> => Promise.reject(new Error('A step does not ask this'));
  const api: PlatformApi = {
    create: (_target, name) => write('create', name),
    replace: (_target, name) => write('replace', name),
    remove: (_target, name) => write('delete', name),
    list(_target, search = '') {
      asked.push(`list ${search}`);
      const secrets = there.filter(({ name }) => name.includes(search));
      return Promise.resolve(list?.() ?? { kind: 'list', secrets, clockOffsetMs: 0 });
    },
    probe: unasked,
    me: unasked,
    metadata: unasked,
  };
  const access: Access = {
    token: () => Promise.resolve({ kind: 'token', accessToken: 'token', account }),
    renew: () => Promise.resolve({ kind: 'sign-in', because: 'expired' }),
    account: () => account,
    isSignedIn: () => true,
    learnKrn: () => undefined,
  };
  const ports = {
    log: bench.outbox.attempts,
    api,
    access,
    clock: bench.clock,
    random: () => 0.5,
    platformClock: createPlatformClock(bench.clock),
    record: (commit: () => boolean) => Promise.resolve(commit()),
    delivered: () => undefined,
    tell: (news: News) => void told.push(news),
    isHeldBack: () => isGateShut,
    signal: new AbortController().signal,
  };
  const entry = (id: EntryId): Entry => {
    const found = bench.outbox.rows.byId(id);
    if (found === null) throw new Error('no such entry');
    return found;
  };
  const idOf = (given: Answer<{ readonly entryId: EntryId }>): EntryId => {
    if (!given.ok) throw new Error(given.code);
    return given.value.entryId;
  };

  return {
    ...bench,
    asked,
    /** What the gate was told before a step ended. */
    told,
    there,
    entry,
    create: (name = 'plc-key') => idOf(bench.outbox.add(bench.to, name, 'value')),
    replace: (seen: Seen, name = 'plc-key') => idOf(bench.outbox.replace(bench.to, name, 'value', seen)),
    delete: (seen: Seen, name = 'plc-key') => idOf(bench.outbox.delete(bench.to, name, seen)),
    /** What the platform says to the next request that writes; a function runs while the request is under way. */
    say: (answer: WriteOutcome | (() => WriteOutcome)) => void answers.push(typeof answer === 'function' ? answer : () => answer),
    sayToList(answer: (() => ListOutcome) | null) {
      list = answer;
    },
    shutGate() {
      isGateShut = true;
    },
    signIn(other: Partial<Account>) {
      account = { ...account, ...other };
    },
    /** One step of the entry, as sync takes it when the entry is due. */
    step: (id: EntryId): Promise<News> => carry(ports, entry(id)),
    value: (id: EntryId) => (bench.db.prepare('SELECT value FROM entries WHERE id = ?').get(id) as { value: Buffer | null }).value,
    /** A time of the platform, whose clock goes with ours, so many ms from now. */
    time: (fromNow: number) => new Date(bench.clock.now() + fromNow).toISOString(),
  };
}

/** A secret as the platform lists it, nobody having touched it since it was created. */
export function listed(name: string, created: string, by: string): PlatformSecret {
  return { name, created, createdBy: by, updated: created, updatedBy: by };
}
