import type { AttentionReason, Sighting } from '../../shared/entry.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import type { Access, Account } from '../auth/access.ts';
import type { Attempt, AttemptLog, AttemptOutcome, BegunAttempt } from '../outbox/attempt-log.ts';
import type { Entry } from '../outbox/stored-entry.ts';
import type { PlatformApi, Target, WriteOutcome } from '../platform-api/platform-api.ts';
import { writeTimeoutMs } from '../platform-api/timeouts.ts';
import type { Clock } from '../system/clock.ts';
import { backoffMs } from './backoff.ts';
import { newsOfList, newsOfToken, nothing, reached, type News } from './news.ts';
import type { PlatformClock } from './platform-clock.ts';
import { attemptThatMade, isAsSeen, isOurAccount, isWindowUnknown, mayBeAnothers, mayBeUndoneUntil, provesNothing } from './proof.ts';

/** How long to wait before looking once more for something that was not there: a list may lag behind a create. */
export const settleMs = 5_000;

/** How often it is looked for an answer that tells the platform's clock. */
const looksForTheClock = 3;

/** For how long after its creation a secret that a list does not show is not taken for gone. */
export const listLagMs = 20_000;

export interface CarryPorts {
  readonly log: AttemptLog;
  readonly api: PlatformApi;
  readonly access: Access;
  readonly clock: Clock;
  readonly random: () => number;
  readonly platformClock: PlatformClock;
  /**
   * Runs a commit that records what the platform answered, until the disk takes it: the answer is known to
   * nobody else. Answers what the commit answered, or false when the app stops first.
   */
  readonly record: (commit: () => boolean) => Promise<boolean>;
  /** Tells, after the commit, that an entry was delivered. */
  readonly delivered: (entry: Entry) => void;
  /** Tells the gate at once what must not wait for a disk that is full. */
  readonly tell: (news: News) => void;
  /** Whether the gate shut since the errand began: then nothing is sent that was not sent yet. */
  readonly isHeldBack: () => boolean;
  readonly signal: AbortSignal;
}

interface Errand {
  readonly entry: Entry;
  readonly target: Target;
  readonly account: Account;
}

/**
 * Takes one entry one step further: sends it once, or reads back what became of it, and records the outcome.
 * Never repeats anything by itself. Answers what was learnt about the environment.
 */
export async function carry(ports: CarryPorts, entry: Entry): Promise<News> {
  const token = await ports.access.token(entry.environmentId);
  if (token.kind !== 'token') return newsOfToken(token);
  // The token took its time: the gate may have shut meanwhile.
  if (ports.isHeldBack()) return nothing;
  // Somebody else signed in since this entry was chosen: it is not theirs to send.
  if (token.account.id !== entry.accountId) return nothing;
  const errand: Errand = {
    entry,
    account: token.account,
    target: { environmentId: entry.environmentId, origin: entry.origin, accessToken: token.accessToken },
  };
  if (entry.state.kind === 'uncertain') return readBack(ports, errand);
  const undoneUntil = mayBeUndoneUntil(entry, ports.log.othersUnderName(entry));
  if (undoneUntil > ports.clock.now()) {
    await ports.record(() => ports.log.postpone(entry, undoneUntil));
    return nothing;
  }
  return entry.intent === 'create' ? send(ports, errand) : lookThenSend(ports, errand);
}

// ---- sending ----

async function send(ports: CarryPorts, errand: Errand): Promise<News> {
  const { environmentId, accountId } = errand.entry;
  // Looking took its time: whoever signed out, or in as somebody else, meanwhile is obeyed.
  if (!ports.access.isSignedIn(environmentId) || ports.access.account(environmentId)?.id !== accountId) return nothing;
  if (ports.isHeldBack()) return nothing;
  const deadlineMs = writeTimeoutMs(errand.entry.valueBytes ?? 0);
  const begun = ports.log.begin(errand.entry, deadlineMs, ports.platformClock.offsetMs());
  if (begun === null) return nothing;
  const outcome = await write(ports, errand.target, begun, deadlineMs);
  if ('clockOffsetMs' in outcome) ports.platformClock.heard(outcome.clockOffsetMs);
  return recordOutcome(ports, { ...errand, entry: begun.entry }, outcome);
}

function write(ports: CarryPorts, target: Target, begun: BegunAttempt, deadlineMs: number): Promise<WriteOutcome> {
  const { entry, value } = begun;
  if (entry.intent === 'delete') return ports.api.remove(target, entry.name, deadlineMs, ports.signal);
  // The schema has a value for every open create and replace.
  if (value === null) throw new Error('An open entry without its value');
  return entry.intent === 'create'
    ? ports.api.create(target, entry.name, value, deadlineMs, ports.signal)
    : ports.api.replace(target, entry.name, value, deadlineMs, ports.signal);
}

async function recordOutcome(ports: CarryPorts, errand: Errand, outcome: WriteOutcome): Promise<News> {
  const { entry, account, target } = errand;
  const { log, record } = ports;
  switch (outcome.kind) {
    case 'done': {
      const by = entry.intent === 'create' ? outcome.sighting?.createdBy : outcome.sighting?.updatedBy;
      // What counts first: the delivery is recorded before anything else is written.
      await deliver(ports, errand, 'answer', entry.revision, outcome.sighting);
      if (by !== null && by !== undefined) ports.access.learnKrn(account.id, by);
      return reached;
    }
    case 'not-sent':
      await record(() => log.backToWaiting(entry, 'no-network', 'no-network', again(ports, entry, 'no-network')));
      return { kind: 'no-answer', reason: outcome.reason };
    case 'certificate':
      await record(() => log.backToWaiting(entry, 'certificate', 'certificate', again(ports, entry, 'certificate')));
      return { kind: 'certificate', trouble: outcome.trouble };
    case 'uncertain': {
      const because = outcome.because === 'server-error' ? 'server-trouble' : 'answer-lost';
      await record(() => log.becomeUncertain(entry, because, because, null));
      // One lost answer is this entry's own. Reading it back follows at once and tells of the whole environment.
      return nothing;
    }
    case 'exists':
      await record(() => log.becomeUncertain(entry, 'exists', 'name-is-there', null));
      return reached;
    case 'throttled':
      ports.tell({ kind: 'throttled', ms: outcome.retryAfterMs });
      await record(() =>
        outcome.mayBeDone
          ? log.becomeUncertain(entry, 'throttled', 'throttled', null)
          : log.backToWaiting(entry, 'throttled', 'throttled', again(ports, entry, 'throttled')),
      );
      // Told already: heard once more, later, it would be waited for longer than the platform asked.
      return nothing;
    case 'unauthorized': {
      await record(() => log.backToWaiting(entry, 'signed-out', 'signed-out', again(ports, entry, 'signed-out')));
      const renewed = await ports.access.renew(entry.environmentId, target.accessToken);
      return renewed.kind === 'token' ? nothing : newsOfToken(renewed);
    }
    case 'forbidden':
      await needAttention(ports, entry, 'refused', { kind: 'forbidden', platformWords: outcome.platformWords });
      return reached;
    case 'refused':
      await needAttention(ports, entry, 'refused', {
        kind: 'refused',
        status: outcome.status,
        platformWords: outcome.platformWords,
      });
      return reached;
    case 'not-found':
      return notFound(ports, errand, outcome.status);
    default:
      return assertNever(outcome);
  }
}

/**
 * 404 or 405. The platform itself refused, so nothing was done; whether it lacks the secret, the function or
 * everything, its list tells.
 */
async function notFound(ports: CarryPorts, errand: Errand, status: 404 | 405): Promise<News> {
  const { entry, target } = errand;
  // Where the platform asked for time meanwhile, or is out of reach, it is asked when the gate is open again.
  const list = ports.isHeldBack() ? null : await ports.api.list(target, entry.name, ports.signal);
  if (list?.kind !== 'list' && list?.kind !== 'forbidden') {
    await ports.record(() =>
      ports.log.backToWaiting(entry, 'refused', 'server-trouble', again(ports, entry, 'server-trouble')),
    );
    return list === null ? nothing : newsOfList(list);
  }
  const isListed = list.kind === 'list' && exactly(list.secrets, entry.name) !== null;
  if (status === 405 || entry.intent === 'create' || isListed || list.kind === 'forbidden') {
    await needAttention(ports, entry, 'refused', { kind: 'no-such-function' });
  } else if (entry.intent === 'delete') {
    await deliver(ports, errand, 'read-back', entry.revision, null);
  } else {
    await needAttention(ports, entry, 'refused', { kind: 'gone' });
  }
  return reached;
}

// ---- looking before a replace or delete ----

async function lookThenSend(ports: CarryPorts, errand: Errand): Promise<News> {
  const { entry } = errand;
  const look = await lookFor(ports, errand);
  if (look.kind === 'news') return notLooked(ports, entry, look.news);
  if (look.kind === 'list-refused') {
    await needAttention(ports, entry, null, { kind: 'cannot-tell', because: 'list-refused', found: null });
    return reached;
  }
  if (look.found === null) {
    if (entry.looks === 0 || mayBeHidden(ports, entry, look)) await lookAgain(ports, entry);
    else if (entry.intent === 'delete') await deliver(ports, errand, 'read-back', entry.revision, null);
    else await needAttention(ports, entry, null, { kind: 'gone' });
    return reached;
  }
  if (isAsSeen(look.found, entry.seen)) return send(ports, errand);
  return changedMeanwhile(ports, errand, look);
}

// ---- reading back ----

async function readBack(ports: CarryPorts, errand: Errand): Promise<News> {
  const { entry } = errand;
  const look = await lookFor(ports, errand);
  if (look.kind === 'news') return notLooked(ports, entry, look.news);
  if (look.kind === 'list-refused') {
    await needAttention(ports, entry, null, { kind: 'cannot-tell', because: 'list-refused', found: null });
    return reached;
  }
  const unchanged = look.found !== null && entry.intent !== 'create' && isAsSeen(look.found, entry.seen);
  if (look.found === null || unchanged) await notDoneAfterAll(ports, errand, look);
  else if (entry.intent === 'create') await somethingIsThere(ports, errand, look);
  else await changedMeanwhile(ports, errand, look);
  return reached;
}

/** Reading back shows nothing of ours: one more look after a settle delay, then it is decided. */
async function notDoneAfterAll(ports: CarryPorts, errand: Errand, look: Look): Promise<void> {
  const { entry } = errand;
  const { found } = look;
  if (found === null && mayBeHidden(ports, entry, look)) {
    await lookAgain(ports, entry);
    return;
  }
  if (entry.intent === 'delete' && found === null) {
    await deliver(ports, errand, 'read-back', entry.revision, null);
    return;
  }
  if (entry.looks === 0) {
    await lookAgain(ports, entry);
    return;
  }
  if (entry.intent === 'replace' && found === null) {
    await needAttention(ports, entry, null, { kind: 'gone' });
    return;
  }
  const last = ports.log.attempts(entry).at(-1);
  if (last?.outcome === 'exists') {
    // A create: the name is taken and not listed. A replace or delete: the platform will not do it to what is
    // there. Sending again would go round in circles.
    const notListed = { kind: 'cannot-tell', because: 'not-listed', found: null } as const;
    const refused = { kind: 'refused', status: 409, platformWords: null } as const;
    await needAttention(ports, entry, null, entry.intent === 'create' ? notListed : refused);
    return;
  }
  await ports.record(() =>
    ports.log.backToWaiting(entry, 'answer-lost', 'not-there-after-all', { at: later(ports, entry), setback: true }),
  );
}

/** Whether what a replace or delete is about was made so short a time ago that a list may not show it yet. */
function mayBeHidden({ clock }: CarryPorts, { seen, looks }: Entry, { clockOffsetMs }: Look): boolean {
  // Not by the platform's clock alone: one that was set back would have it looked for without end.
  if (looks * settleMs >= listLagMs) return false;
  const created = seen.created === null ? Number.NaN : Date.parse(seen.created);
  return created > clock.now() + (clockOffsetMs ?? 0) - listLagMs;
}

/** A create that was sent, and a secret of its name: ours by proof, or a person decides. */
async function somethingIsThere(ports: CarryPorts, errand: Errand, look: Look): Promise<void> {
  const { entry } = errand;
  const found = look.found as PlatformSecret;
  const made = madeBy(ports, errand, look, found);
  if (made === 'look-again') await lookAgain(ports, entry);
  else if (made !== null) await deliver(ports, errand, 'read-back', made.revision, found, made.id);
  else if (provesNothing(found, 'created')) {
    await needAttention(ports, entry, null, { kind: 'cannot-tell', because: 'no-proof', found: sighting(found) });
  } else await needAttention(ports, entry, null, { kind: 'conflict', found: sighting(found) });
}

/** A replace or delete found another state than the person saw: done by us already, or a person decides. */
async function changedMeanwhile(ports: CarryPorts, errand: Errand, look: Look): Promise<News> {
  const { entry } = errand;
  const found = look.found as PlatformSecret;
  const mayBeOurs = entry.intent === 'replace' && found.created === entry.seen.created;
  const made = mayBeOurs ? madeBy(ports, errand, look, found) : null;
  if (made === 'look-again') await lookAgain(ports, entry);
  else if (made !== null) await deliver(ports, errand, 'read-back', made.revision, found, made.id);
  else if (entry.attempts > 0 && provesNothing(found, 'updated')) {
    await needAttention(ports, entry, null, { kind: 'cannot-tell', because: 'no-proof', found: sighting(found) });
  } else await needAttention(ports, entry, null, { kind: 'changed-meanwhile', found: sighting(found) });
  return reached;
}

/**
 * The attempt of this very entry that made what is there, or null where nothing proves it. Where the platform's clock
 * was never heard, the windows are not known: it is looked again for an answer that tells it, and only where none does
 * are the two clocks taken for one.
 */
function madeBy(ports: CarryPorts, { entry, account }: Errand, look: Look, found: PlatformSecret): Attempt | 'look-again' | null {
  const attempts = ports.log.attempts(entry);
  const by = entry.intent === 'create' ? found.createdBy : found.updatedBy;
  const isUnknown = isOurAccount(by, account) && isWindowUnknown(attempts, look.clockOffsetMs);
  if (isUnknown && entry.looks < looksForTheClock) return 'look-again';
  const made = attemptThatMade(found, attempts, account, look.clockOffsetMs);
  if (made === null) return null;
  const offsets = [look.clockOffsetMs, made.clockOffsetMs];
  return mayBeAnothers(entry, found, ports.log.othersUnderName(entry), offsets) ? null : made;
}

interface Look {
  readonly found: PlatformSecret | null;
  readonly clockOffsetMs: number | null;
}

type LookAnswer =
  | ({ readonly kind: 'look' } & Look)
  | { readonly kind: 'list-refused' }
  | { readonly kind: 'news'; readonly news: News };

async function lookFor(ports: CarryPorts, { entry, target }: Errand): Promise<LookAnswer> {
  const outcome = await ports.api.list(target, entry.name, ports.signal);
  if ('clockOffsetMs' in outcome) ports.platformClock.heard(outcome.clockOffsetMs);
  if (outcome.kind === 'list') {
    return { kind: 'look', found: exactly(outcome.secrets, entry.name), clockOffsetMs: outcome.clockOffsetMs };
  }
  if (outcome.kind === 'forbidden') return { kind: 'list-refused' };
  if (outcome.kind !== 'unauthorized') return { kind: 'news', news: newsOfList(outcome) };
  const renewed = await ports.access.renew(entry.environmentId, target.accessToken);
  return { kind: 'news', news: renewed.kind === 'token' ? nothing : newsOfToken(renewed) };
}

/**
 * Looking did not work. The gate tells when the environment can be asked again; the entry has its own backoff
 * beside it, or a platform whose search alone is broken would be asked round and round.
 */
async function notLooked(ports: CarryPorts, entry: Entry, news: News): Promise<News> {
  if (news.kind === 'no-answer' || news.kind === 'not-kelvin' || news.kind === 'certificate') {
    await ports.record(() => ports.log.postpone(entry, later(ports, entry)));
  }
  return news;
}

/** The platform's search finds parts of names; the match is ours to make. */
function exactly(secrets: readonly PlatformSecret[], name: string): PlatformSecret | null {
  return secrets.find((secret) => secret.name === name) ?? null;
}

// ---- recording ----

async function deliver(
  ports: CarryPorts,
  { entry, account }: Errand,
  proof: 'answer' | 'read-back',
  revision: number,
  found: Sighting | null,
  foundAttemptId?: string,
): Promise<void> {
  const how = { proof, as: account.name, revision, found, ...(foundAttemptId === undefined ? {} : { foundAttemptId }) };
  if (await ports.record(() => ports.log.deliver(entry, how))) ports.delivered(entry);
}

async function lookAgain(ports: CarryPorts, entry: Entry): Promise<void> {
  await ports.record(() => ports.log.lookAgain(entry, ports.clock.now() + settleMs));
}

async function needAttention(
  ports: CarryPorts,
  entry: Entry,
  outcome: AttemptOutcome | null,
  reason: AttentionReason,
): Promise<void> {
  await ports.record(() => ports.log.needAttention(entry, outcome, reason));
}

/** Reckoned when it is recorded: a clock that is set while the disk is full would leave it waiting by the old one. */
function later(ports: CarryPorts, entry: Entry): number {
  return ports.clock.now() + backoffMs(entry.setbacks, ports.random);
}

/**
 * When an entry that met something of the environment's own is tried again: at once, since the gate waits for
 * it; but with its own backoff when it meets the same a second time, or it would go round hot.
 */
function again(
  ports: CarryPorts,
  entry: Entry,
  because: Entry['lastOutcome'],
): { readonly at: number | null; readonly setback: boolean } {
  return entry.lastOutcome === because
    ? { at: later(ports, entry), setback: true }
    : { at: null, setback: false };
}

function sighting(found: PlatformSecret): Sighting {
  return { created: found.created, createdBy: found.createdBy, updated: found.updated, updatedBy: found.updatedBy };
}
