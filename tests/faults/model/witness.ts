import { retryAfterMs } from '../../../src/main/platform-api/retry-after.ts';
import type { Exchange, NetworkRequest } from '../../../src/main/system/network-port.ts';
import { clockSkewMs } from '../../../src/main/sync/proof.ts';
import type { Sighting } from '../../../src/shared/entry.ts';
import { isBeyondWindow, type Ledger, type Send, type Verdict } from './ledger.ts';
import { origin, type Trip, type Witness } from './network.ts';
import type { Call, Line, Platform } from './platform.ts';
import type { Time } from './time.ts';
import { demand } from './violation.ts';

type Answer = Extract<Exchange, { kind: 'answer' }>;

/** A row of `entries` that is being sent, with its attempt. */
export interface SendingRow {
  readonly id: string;
  readonly account_id: number;
  readonly intent: 'create' | 'replace' | 'delete';
  readonly revision: number;
  readonly held_at: number | null;
  readonly attempt_id: string;
  readonly value: Buffer | null;
  readonly seen_created: string | null;
  readonly seen_updated: string | null;
  readonly seen_updated_by: string | null;
  readonly timeout_ms: number;
  readonly clock_offset_ms: number | null;
}

export interface WitnessParts {
  readonly ledger: Ledger;
  readonly time: Time;
  /** The clock of the computer that stands still in sleep. */
  readonly monotonic: () => number;
  readonly platform: Platform;
  /** What the database of the running app holds in sending for this name. */
  readonly sendingRows: (name: string) => readonly SendingRow[];
  /** Takes up what the app itself added in the same moment: the replace that follows an older revision. */
  readonly adopt: () => void;
  readonly signedInAs: () => { readonly accountId: number; readonly who: string } | null;
}

/** An exchange that took longer tells nothing of the platform's clock. */
const measurableMs = 3_000;

/** Sees every request leave and every answer come, and knows what may not happen there. */
export function createWitness(parts: WitnessParts): Witness {
  const { ledger, time } = parts;
  const pages = new Map<string, number>();

  return {
    leaves: (request, call) => ledger.watch(() => requestLeaves(parts, request, call), null),
    heard: (trip, exchange) =>
      ledger.watch(() => {
        // A slow exchange does not tell the platform's clock (platform-api/heard.ts), so it is not heard then.
        const isQuick = time.now() - trip.issuedAt <= measurableMs;
        if (exchange.kind === 'answer' && isQuick) ledger.hearClock(trip.writtenAt, time.now());
        noteThrottle(ledger, time, exchange);
        if (trip.call.operation === 'list') listHeard(parts, pages, trip, exchange);
        else writeHeard(parts, trip, exchange);
      }, undefined),
  };
}

function requestLeaves(parts: WitnessParts, request: NetworkRequest, call: Call): string | null {
  const { ledger, time } = parts;
  demand(new URL(request.url).origin === origin, `a request to another host: ${request.url}`);
  const tooEarlyMs = ledger.throttledUntil - time.now();
  // A list that was begun before may be read to its end.
  const isLaterPage = call.query.get('next') !== null;
  demand(tooEarlyMs <= 0 || isLaterPage, `${call.operation} ${call.name} was sent ${tooEarlyMs} ms before the platform allowed it`);
  if (call.operation === 'list') return null;
  demand(request.lane === 'write', 'a write went over a connection that may be reused');
  return writeLeaves(parts, request, call);
}

// ---- requests that write ----

function writeLeaves(parts: WitnessParts, request: NetworkRequest, call: Call): string {
  const { ledger, time, platform } = parts;
  const rows = parts.sendingRows(call.name);
  const [row] = rows;
  demand(row !== undefined && rows.length === 1, `${call.operation} ${call.name} left, and ${rows.length} entries of that name are being sent`);
  if (!ledger.known.has(row.id)) parts.adopt();
  const known = ledger.known.get(row.id);
  demand(known !== undefined, `an entry that nobody added was sent: ${row.id}`);
  demand(row.held_at === null && !known.held, `${known.tag} is on hold and was sent`);
  demand(row.intent === call.operation && known.intent === call.operation, `${known.tag} was sent as ${call.operation}`);
  demand(known.name === call.name, `${known.tag} was sent as ${call.name}`);
  demand(row.value === null || row.value.toString() === call.value, `${known.tag} was sent with another value`);
  demand(known.value === call.value, `${known.tag} was not sent with its newest value`);
  const account = parts.signedInAs();
  demand(account !== null, `${known.tag} was sent while nobody was signed in`);
  demand(account.accountId === row.account_id, `${known.tag} was sent as another account`);
  const holder = platform.whoHas(call.token);
  demand(holder === null || holder === account.who, `${known.tag} was sent with the token of ${holder}`);
  demand(!ledger.sends.has(row.attempt_id), `one attempt of ${known.tag} was sent twice`);
  const look = ledger.looks.get(call.name) ?? null;
  const send: Send = {
    attemptId: row.attempt_id,
    known,
    intent: call.operation as Send['intent'],
    name: call.name,
    revision: row.revision,
    seen: known.seen,
    issuedAt: time.now(),
    issuedMonotonic: parts.monotonic(),
    timeoutMs: request.deadlineMs,
    knewClock: row.clock_offset_ms !== null,
    clockHeardAt: ledger.clockHeardBefore(time.now()),
    look,
    phase: known.phase,
    trip: null, heardAt: null, heardMonotonic: null, verdict: null, status: null, diedAt: null, skippedMs: 0, commit: null,
  };
  demand(row.timeout_ms === request.deadlineMs, `${known.tag} was recorded with another time-out than it has`);
  mayRepeat(send);
  if (call.operation !== 'create') decidedOnWhatIsThere(send, row);
  known.sends.push(send);
  ledger.sends.set(row.attempt_id, send);
  return row.attempt_id;
}

/** What may have been done is never simply repeated: the platform was asked in between. */
function mayRepeat(send: Send): void {
  const last = send.known.sends.at(-1);
  if (last === undefined || last.phase !== send.phase || last.name !== send.name) return;
  if (last.verdict === 'not-done' || last.verdict === 'refused') return;
  const end = last.heardAt ?? last.diedAt ?? Infinity;
  const wasLookedFor = send.look !== null && send.look.heardAt >= end;
  demand(wasLookedFor, `${send.known.tag} was repeated without reading back (${last.verdict ?? 'no answer'})`);
}

/** A replace or delete goes only when the last look showed the very state that the person saw. */
function decidedOnWhatIsThere(send: Send, row: SendingRow): void {
  const { known, look, seen } = send;
  const stored = { created: row.seen_created, updated: row.seen_updated, updatedBy: row.seen_updated_by };
  demand(same(stored, seen), `${known.tag} has another condition than the person gave: ${JSON.stringify(stored)}`);
  const isAsSeen = look?.found !== null && look?.found !== undefined && same(look.found, stored);
  demand(isAsSeen, `${known.tag} (${send.intent}) was sent although the last look showed ${JSON.stringify(look?.found ?? null)}`);
}

function same(a: Pick<Sighting, 'created' | 'updated' | 'updatedBy'>, b: typeof a | null): boolean {
  return b !== null && a.created === b.created && a.updated === b.updated && a.updatedBy === b.updatedBy;
}

function writeHeard({ ledger, time, monotonic }: WitnessParts, trip: Trip, exchange: Exchange): void {
  const send = ledger.sends.get(trip.call.attemptId ?? '');
  demand(send !== undefined, 'an answer to nothing');
  send.trip = trip;
  send.heardAt = time.now();
  send.heardMonotonic = monotonic();
  send.verdict = verdictOf(trip.call, exchange);
  send.status = exchange.kind === 'answer' ? exchange.status : null;
  if (send.status === 401) ledger.unauthorizedHeard += 1;
  if (send.status === 404 || send.status === 405) return;
  if (isThrottle(exchange)) ledger.tell('throttled', time.now());
  else if (send.verdict === 'done' || send.verdict === 'exists' || send.verdict === 'refused') ledger.tell('reached', time.now());
  else if (exchange.kind === 'no-answer' && exchange.nothingWasSent) {
    ledger.tell(exchange.certificate === undefined ? 'no-answer' : 'certificate', time.now());
  }
}

function verdictOf(call: Call, exchange: Exchange): Verdict {
  if (exchange.kind === 'no-answer') return exchange.nothingWasSent ? 'not-done' : 'unsure';
  if (exchange.kind === 'redirect') return 'unsure';
  const { status } = exchange;
  if (status === 401 || status === 429) return 'not-done';
  if (status === 409) return 'exists';
  if (status >= 400 && status < 500 && status !== 408) return 'refused';
  if (status !== 200 && status !== 201) return 'unsure';
  if (exchange.headers['content-type'] === 'text/html') return 'unsure';
  if (call.operation === 'delete') return 'done';
  return jsonOf(exchange)?.['name'] === call.name ? 'done' : 'unsure';
}

// ---- the list ----

function listHeard(parts: WitnessParts, pages: Map<string, number>, trip: Trip, exchange: Exchange): void {
  const { ledger, time } = parts;
  const { name, query } = trip.call;
  const isProbe = query.get('page_size') === '1';
  const isFirst = query.get('next') === null;
  const rows = exchange.kind === 'answer' && exchange.status === 200 ? rowsOf(exchange) : null;
  if (rows === null) {
    const status = exchange.kind === 'answer' ? exchange.status : null;
    if (status === 401) ledger.unauthorizedHeard += 1;
    if (status === 401 && isProbe) ledger.mayBeOffline = true;
    if (status !== 401) tellFailure(ledger, exchange, isFirst, time.now());
    if (status === 403 && !isProbe) ledger.listRefusedAt.set(name, time.now());
    return;
  }
  if (isProbe) {
    ledger.tell('reached', time.now());
    return;
  }
  const writtenAt = isFirst ? (trip.handledAt ?? time.now()) : Math.min(pages.get(name) ?? Infinity, trip.handledAt ?? Infinity);
  pages.set(name, writtenAt);
  const row = rows.data.find((item) => item['name'] === name);
  if (row !== undefined) {
    const found = { created: row['created'] ?? null, createdBy: row['created_by'] ?? null, updated: row['updated'] ?? null, updatedBy: row['updated_by'] ?? null };
    ledger.looks.set(name, { writtenAt, heardAt: time.now(), found });
    ledger.sightings.set(name, [...(ledger.sightings.get(name) ?? []), { at: time.now(), found }]);
  } else if (rows.isEnd && (ledger.looks.get(name)?.writtenAt ?? -1) < writtenAt) {
    ledger.looks.set(name, { writtenAt, heardAt: time.now(), found: null });
  }
  if (rows.isEnd) ledger.lookReached(time.now());
}

/** What an answer that is no list, or none at all, tells of the whole environment. */
function tellFailure(ledger: Ledger, exchange: Exchange, isFirst: boolean, now: number): void {
  if (exchange.kind === 'no-answer') {
    // Broken off by ourselves: it tells nothing.
    if (exchange.reason === 'aborted') return;
    return ledger.tell(exchange.certificate === undefined ? 'no-answer' : 'certificate', now);
  }
  if (exchange.kind === 'redirect') return ledger.tell('no-answer', now);
  if (isThrottle(exchange)) return ledger.tell('throttled', now);
  if (exchange.status === 403) return ledger.tell('reached', now);
  const isPage = exchange.headers['content-type'] === 'text/html';
  const isNoKelvin = !isPage && isFirst && [200, 404, 405].includes(exchange.status);
  ledger.tell(isNoKelvin ? 'not-kelvin' : 'no-answer', now);
}

function rowsOf(answer: Answer): { readonly data: readonly Record<string, string | null>[]; readonly isEnd: boolean } | null {
  const json = jsonOf(answer) as { data?: Record<string, string | null>[]; pagination?: { next_page: string | null } } | null;
  if (json?.data === undefined) return null;
  return { data: json.data, isEnd: (json.pagination?.next_page ?? null) === null };
}

function jsonOf(answer: Answer): Record<string, unknown> | null {
  try {
    return JSON.parse(Buffer.from(answer.body).toString()) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function isThrottle(exchange: Exchange): boolean {
  if (exchange.kind !== 'answer') return false;
  return exchange.status === 429 || (exchange.status === 503 && exchange.headers['retry-after'] !== undefined);
}

function noteThrottle(ledger: Ledger, time: Time, exchange: Exchange): void {
  if (exchange.kind !== 'answer' || !isThrottle(exchange)) return;
  ledger.throttledUntil = Math.max(ledger.throttledUntil, time.now() + retryAfterMs(exchange.headers, 0));
  ledger.throttledOnScreenUntil = Math.max(ledger.throttledOnScreenUntil, ledger.throttledUntil);
  ledger.throttleHeardAt = time.now();
}

// ---- what the platform does ----

/** Follows a change of the platform to the attempt that made it, and knows which may not be made. */
export function committed(ledger: Ledger, platform: Platform, line: Line): void {
  ledger.watch(() => follow(ledger, platform, line), undefined);
}

function follow(ledger: Ledger, platform: Platform, line: Line): void {
  const now = platform.secrets.get(line.name);
  if (now !== undefined) {
    if (line.operation === 'create') ledger.births.set(now.created, line);
    ledger.touches.set(now.updated, line);
  }
  const send = line.attemptId === null ? undefined : ledger.sends.get(line.attemptId);
  if (send === undefined) return;
  demand(send.commit === null, `one request of ${send.known.tag} was done twice`);
  const isLate = send.heardAt !== null || send.diedAt !== null;
  undoesNothingNewer(ledger, platform, send, line);
  onlyWhatWasSeen(ledger, send, line, isLate);
  onlyOnce(ledger, send, line);
  send.commit = line;
}

/** What lands late must not undo what the app sent after it: that had to wait as long as something could still land. */
function undoesNothingNewer(ledger: Ledger, platform: Platform, send: Send, line: Line): void {
  const newest = platform.journal.findLast((other) => other !== line && other.name === line.name);
  const other = ledger.sends.get(newest?.attemptId ?? '');
  if (newest === undefined || other === undefined || other.issuedAt <= send.issuedAt || newest.value === line.value) return;
  // What the account did elsewhere inside the window was taken for this one, so nothing was waited for any more.
  const wasTakenForIt = platform.journal.some(
    ({ attemptId, name, who, at }) =>
      attemptId === null && name === line.name && who === line.who && at >= send.issuedAt - 2 * clockSkewMs && at <= line.at,
  );
  if (wasTakenForIt) {
    ledger.untellable.claimedElsewhere += 1;
    ledger.landedUnawaited.add(send.attemptId);
    return;
  }
  const says = `${send.known.tag} (${send.intent}) landed ${line.at - send.issuedAt} ms after it was sent`;
  demand(isBeyondWindow(send, line.at), `${says}, and undid what ${other.known.tag} (${other.intent}) had done since`);
  ledger.untellable.late += 1;
}

function onlyWhatWasSeen(ledger: Ledger, send: Send, line: Line, isLate: boolean): void {
  const { before } = line;
  if (send.intent === 'create' || before === null || same(before, send.seen)) return;
  // What the app did itself it did in this order, or undoesNothingNewer speaks.
  if (before.line.attemptId !== null) return;
  const lookedAt = send.look?.writtenAt ?? -1;
  demand(before.line.at >= lookedAt, `${send.known.tag} (${send.intent}) destroyed what ${before.line.who} had made before the last look`);
  if (isLate) ledger.untellable.late += 1;
  else ledger.untellable.raced += 1;
}

function onlyOnce(ledger: Ledger, send: Send, line: Line): void {
  const others = send.known.sends.filter((other) => other.commit !== null && other.phase === send.phase && other.name === send.name);
  for (const other of others) {
    const [first, second] = other.issuedAt <= send.issuedAt ? [other, send] : [send, other];
    const firstAt = first.commit?.at ?? line.at;
    if (second.look === null || second.look.writtenAt <= firstAt) {
      // It landed after the look that let the second one go: nobody could see it.
      ledger.untellable.late += 1;
    } else {
      // The platform refuses a second create of one name: somebody deleted it in between.
      demand(send.intent === 'create' && second.look.found === null, `${send.known.tag} was done twice (${send.intent})`);
      ledger.untellable.recreated += 1;
    }
  }
}
