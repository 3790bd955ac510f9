import type { Database } from '../../../src/main/storage/database.ts';
import type { AttentionReason } from '../../../src/shared/entry.ts';
import { clockSkewMs, lateCommitMs } from '../../../src/main/sync/proof.ts';
import { isBeyondWindow, newlyKnown, type Delivery, type Known, type Ledger } from './ledger.ts';
import { environment, type Life } from './life.ts';
import type { Line, Platform } from './platform.ts';
import { clockWasUncertain, reasonIsTrue } from './reasons.ts';
import type { Time } from './time.ts';
import { demand } from './violation.ts';

/** One entry as the database has it. */
export interface Row {
  readonly id: string;
  readonly account_id: number | null;
  readonly intent: Known['intent'];
  readonly name: string;
  readonly value: Buffer | null;
  readonly revision: number;
  readonly seen_created: string | null;
  readonly seen_updated: string | null;
  readonly seen_updated_by: string | null;
  readonly state: string;
  readonly held_at: number | null;
  readonly attempt_id: string | null;
  readonly reason: string | null;
  readonly proof: 'answer' | 'read-back' | 'person' | null;
}

export interface CheckParts {
  readonly ledger: Ledger;
  readonly time: Time;
  readonly platform: Platform;
  readonly newTag: () => string;
  /** Who an account is. */
  readonly nameOf: (accountId: number | null) => string | null;
}

/** What must hold after every command, whatever happened. */
export function check(parts: CheckParts, life: Life): void {
  const rows = rowsOf(life.db);
  adoptFollowUps(parts, rows);
  for (const known of parts.ledger.known.values()) {
    const row = rows.get(known.id);
    demand(row !== undefined, `${known.tag} is lost`);
    checkEntry(parts, known, row);
  }
  checkNames(rows);
  checkCounts(life, [...rows.values()]);
  life.checkStumbles();
}

export function isOpen(row: { readonly state: string }): boolean {
  return row.state !== 'delivered' && row.state !== 'discarded';
}

export function rowsOf(db: Database): Map<string, Row> {
  const select = `SELECT id, account_id, intent, name, value, revision, seen_created, seen_updated, seen_updated_by,
    state, held_at, attempt_id, reason, proof FROM entries ORDER BY sequence`;
  return new Map((db.prepare(select).all() as Row[]).map((row) => [row.id, row]));
}

function checkEntry(parts: CheckParts, known: Known, row: Row): void {
  const { tag } = known;
  demand(row.intent === known.intent && row.name === known.name, `${tag} became ${row.intent} ${row.name} by itself`);
  demand(row.account_id === known.accountId, `${tag} changed its owner by itself`);
  demand(row.revision === known.revision, `${tag} is at revision ${row.revision}, not ${known.revision}`);
  if (isOpen(row)) {
    demand((row.value?.toString() ?? null) === known.value, `${tag} lost its value or holds an older one`);
    demand((row.held_at !== null) === known.held, `${tag} forgot that it is on hold, or holds by itself`);
  } else {
    demand(row.value === null, `${tag} is ${row.state} and its value is still here`);
  }
  const was = known.state;
  if (row.state === was && !(row.state === 'needs-attention')) return;
  demand(was !== 'delivered' && was !== 'discarded', `${tag} was ${was} and became ${row.state}`);
  known.state = row.state;
  if (row.state === 'discarded') demand(known.discarded, `${tag} was discarded by nobody`);
  if (row.state === 'needs-attention' && was !== row.state) {
    reasonIsTrue(parts.ledger, known, JSON.parse(row.reason ?? 'null') as AttentionReason);
  }
  if (row.state !== 'delivered') return;
  parts.ledger.deliveries.push({ known, name: known.name, since: checkDelivery(parts, known, row) });
}

/** Whether a delivery is one. Answers since when the platform holds it, null where nobody can know. */
function checkDelivery(parts: CheckParts, known: Known, row: Row): Delivery['since'] {
  const { tag } = known;
  if (row.proof === 'person') {
    demand(known.saidItIsTheOne, `${tag} is delivered by the word of a person who said nothing`);
    return null;
  }
  if (row.proof === 'answer') {
    const last = known.sends.at(-1);
    demand(last?.verdict === 'done', `${tag} is delivered by an answer that did not come`);
    demand(last.commit !== null, `${tag} is delivered by an answer, and nothing was done`);
    return last.commit.at;
  }
  return known.intent === 'delete' ? checkDeletion(parts, known) : checkFinding(parts, known);
}

function checkDeletion({ platform }: CheckParts, { tag, name, seen, sends }: Known): Delivery['since'] {
  const there = platform.secrets.get(name);
  const isStillThere = there !== undefined && there.created === seen?.created && there.updated === seen.updated;
  demand(!isStillThere || !platform.isListed(there), `${tag} is done, and the secret is still there`);
  // Whose deletion it was is not told; since its own, if that came, nothing of the name was there.
  return isStillThere ? null : (sends.findLast(({ commit }) => commit !== null)?.commit?.at ?? null);
}

/** What was found is the entry's own, or, inside a window, what its own account made elsewhere: nobody can tell those. */
function checkFinding({ ledger, nameOf }: CheckParts, known: Known): Delivery['since'] {
  const { tag, intent, name } = known;
  const lines = (ledger.sightings.get(name) ?? []).map(({ found }) =>
    intent === 'create' ? ledger.births.get(found.created ?? '') : ledger.touches.get(found.updated ?? ''),
  );
  const isOwn = (candidate: Line | undefined): boolean => {
    const send = ledger.sends.get(candidate?.attemptId ?? '');
    return send?.known === known && send.intent === intent;
  };
  // Since it was delivered, what came next may have been seen already: it is the one that was its own, if any was.
  const line = lines.findLast(isOwn) ?? lines.at(-1);
  demand(line !== undefined, `${tag} is delivered, and nothing of it was ever on the platform`);
  const maker = ledger.sends.get(line.attemptId ?? '');
  if (maker !== undefined) {
    if (isOwn(line)) return line.at;
    // Case 2: the platform's clock was set between its last answer and what it made then.
    const wasSet = ledger.platformClockSet.some((at) => at >= maker.clockHeardAt && at <= line.at);
    demand(wasSet || isBeyondWindow(maker, line.at), `${tag} claims what ${maker.known.tag} made`);
    if (wasSet) ledger.untellable.clock += 1;
    else ledger.untellable.late += 1;
    return null;
  }
  demand(line.who === nameOf(known.accountId), `${tag} claims what ${line.who} made`);
  // A clock of the platform's that was set since may tell a time inside a window for what was made before it.
  const wasSetSince = ledger.platformClockSet.some((at) => at >= line.at);
  const inside = wasSetSince || known.sends.some((send) => {
    const end = (send.heardAt ?? send.issuedAt + send.timeoutMs) + lateCommitMs + 2 * clockSkewMs;
    return clockWasUncertain(ledger, send) || (line.at >= send.issuedAt - 2 * clockSkewMs && line.at <= end);
  });
  demand(inside, `${tag} claims what was made outside the windows of its attempts`);
  ledger.untellable.claimedElsewhere += 1;
  return null;
}

/** What was delivered last under a name is what the platform holds, where nobody touched it since. */
export function checkLastWords({ ledger, platform }: CheckParts): void {
  for (const name of new Set(ledger.deliveries.map((delivery) => delivery.name))) {
    const last = ledger.deliveries.findLast((delivery) => delivery.name === name);
    if (last === undefined || last.since === null) continue;
    const { since, known } = last;
    const lines = platform.journal.filter((line) => line.name === name && line.at >= since);
    const isExcused = lines.some((line) => {
      const send = ledger.sends.get(line.attemptId ?? '');
      // Somebody else, another wish of the person's that came later, or what landed after everybody had given it up.
      return send === undefined || send.issuedAt > since || isBeyondWindow(send, line.at) || ledger.landedUnawaited.has(send.attemptId);
    });
    // A newer value follows as an entry of its own, which may still wait, or ask.
    const isFollowed = [...ledger.known.values()].some(({ follows }) => follows === known);
    if (isExcused || isFollowed) continue;
    const holds = platform.secrets.get(name)?.value ?? null;
    demand(holds === known.value, `${known.tag} (${known.intent} ${name}) is delivered, and the platform holds ${holds ?? 'nothing'}`);
  }
}

/** An older revision that proved delivered is followed by a replace with the newer value; nothing else adds itself. */
export function adoptFollowUps(parts: CheckParts, rows: ReadonlyMap<string, Row>): void {
  const { ledger } = parts;
  for (const row of rows.values()) {
    if (ledger.known.has(row.id)) continue;
    const first = [...ledger.known.values()].findLast(
      ({ id, name }) => name === row.name && rows.get(id)?.state === 'delivered' && ledger.known.get(id)?.state !== 'delivered',
    );
    demand(first !== undefined && row.intent === 'replace', `an entry that nobody added: ${row.intent} ${row.name}`);
    demand(row.value === null || row.value.toString() === first.value, `the value that follows ${first.tag} is another one`);
    const { accountId, value, held } = first;
    const seen = { created: row.seen_created, updated: row.seen_updated, updatedBy: row.seen_updated_by };
    const given = { id: row.id, tag: parts.newTag(), accountId, intent: 'replace', name: row.name, value, seen } as const;
    ledger.known.set(row.id, newlyKnown(given, { held, follows: first }));
  }
  for (const known of ledger.known.values()) {
    if (rows.get(known.id)?.state !== 'delivered' || known.state === 'delivered' || known.intent === 'delete') continue;
    newestIsKept(ledger, known);
  }
}

/** Whatever revision was delivered: the newest value is on the platform, or waits to go there. */
function newestIsKept(ledger: Ledger, known: Known): void {
  const followed = [...ledger.known.values()].some(({ follows }) => follows === known);
  const commits = known.sends.filter((send) => send.commit !== null && send.name === known.name);
  const newest = commits.at(-1);
  if (newest === undefined || followed) return;
  const isNewest = newest.commit?.value === known.value;
  demand(isNewest || known.saidItIsTheOne, `${known.tag} is delivered with an older value, and nothing follows`);
}

function checkNames(rows: ReadonlyMap<string, Row>): void {
  const creates = [...rows.values()].filter((row) => row.intent === 'create' && isOpen(row)).map(({ name }) => name);
  demand(new Set(creates).size === creates.length, 'two open creates have one name');
}

function checkCounts(life: Life, rows: readonly Row[]): void {
  const counts = life.outbox.rows.counts(environment.id);
  const count = (matches: (row: Row) => boolean): number => rows.filter(matches).length;
  const mine = {
    waiting: count(({ state, held_at }) => state === 'waiting' && held_at === null),
    sending: count(({ state }) => state === 'sending'),
    uncertain: count(({ state, held_at }) => state === 'uncertain' && held_at === null),
    needsAttention: count(({ state }) => state === 'needs-attention'),
    held: count(({ state, held_at }) => held_at !== null && (state === 'waiting' || state === 'uncertain')),
  };
  demand(JSON.stringify(counts) === JSON.stringify(mine), `the header counts ${JSON.stringify(counts)}, there are ${JSON.stringify(mine)}`);
  demand(mine.sending <= 4, `${mine.sending} requests are under way at once`);
}
