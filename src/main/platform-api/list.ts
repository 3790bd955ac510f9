import type { PlatformSecret } from '../../shared/secrets-list.ts';
import type { Network } from '../system/network-port.ts';
import type { Clock } from '../system/clock.ts';
import { parseUrl } from '../system/parse-url.ts';
import { isPage } from './answers.ts';
import type { Answer } from './answers.ts';
import { hear } from './heard.ts';
import type { HeardExchange } from './heard.ts';
import { parseListPage } from './list-page.ts';
import type { ListPage, NextPage } from './list-page.ts';
import type { ListOutcome, Target } from './platform-api.ts';
import { platformWords } from './platform-words.ts';
import { retryAfterMs } from './retry-after.ts';
import { maxReadAnswerBytes, readTimeoutMs } from './timeouts.ts';

/** The most that the endpoint's own text allows. */
const pageSize = '1000';

/** A million secrets: more pages than that are a platform that never comes to an end. */
const mostPages = 1_000;

export interface ListQuestion {
  readonly target: Target;
  readonly headers: Readonly<Record<string, string>>;
  readonly search?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told each page as it comes; that the list has an end is told by the outcome alone. */
  readonly onPage?: ((secrets: readonly PlatformSecret[]) => void) | undefined;
}

type PageOutcome = { readonly kind: 'page'; readonly page: ListPage; readonly clockOffsetMs: number | null } | ListOutcome;

/** Reads the list page by page to its end. An error on any page is the whole answer: never a list cut short. */
export async function readList(network: Network, clock: Clock, question: ListQuestion): Promise<ListOutcome> {
  const found = new Map<string, PlatformSecret>();
  const visited = new Set<string>();
  let url: URL | null = firstPage(question);
  let emptyPages = 0;
  while (visited.size < mostPages && !visited.has(url.href)) {
    visited.add(url.href);
    const outcome = await readPage(network, clock, question, url);
    if (outcome.kind !== 'page') return visited.size === 1 ? outcome : onLaterPage(outcome);
    for (const secret of outcome.page.secrets) found.set(secret.name, secret);
    question.onPage?.(outcome.page.secrets);
    // The official client ends at an empty page; one may be a filter's gap, two are the end.
    emptyPages = outcome.page.secrets.length === 0 ? emptyPages + 1 : 0;
    if (outcome.page.next.kind === 'end' || emptyPages === 2) {
      return { kind: 'list', secrets: [...found.values()], clockOffsetMs: outcome.clockOffsetMs };
    }
    url = nextPage(question, url, outcome.page.next);
    if (url === null) break;
  }
  return { kind: 'server-error', status: 200, clockOffsetMs: null };
}

/** One row of the list and nothing after it: whether an authenticated answer of the expected shape comes. */
export async function probeList(network: Network, clock: Clock, question: ListQuestion): Promise<ListOutcome> {
  const url = listUrl(question);
  url.searchParams.set('pagination_type', 'cursor');
  url.searchParams.set('page_size', '1');
  const outcome = await readPage(network, clock, question, url);
  return outcome.kind === 'page' ? { kind: 'list', secrets: [], clockOffsetMs: outcome.clockOffsetMs } : outcome;
}

function listUrl(question: ListQuestion): URL {
  return new URL('/api/v4/secrets/list', question.target.origin);
}

function firstPage(question: ListQuestion): URL {
  const url = listUrl(question);
  url.searchParams.set('pagination_type', 'cursor');
  url.searchParams.set('page_size', pageSize);
  if (question.search !== undefined) url.searchParams.set('search', question.search);
  return url;
}

/** Null where the platform points away from its own list: nobody's token is sent there. */
function nextPage(question: ListQuestion, current: URL, next: Exclude<NextPage, { kind: 'end' }>): URL | null {
  if (next.kind === 'bookmark' && next.next.includes('?')) {
    const url = parseUrl(next.next, current.href);
    const own = listUrl(question);
    return url !== null && url.origin === own.origin && url.pathname === own.pathname ? url : null;
  }
  // The filter goes along although a cursor carries its own: a platform that forgot it would answer too much.
  const url = firstPage(question);
  if (next.kind === 'bookmark') {
    url.searchParams.set('next', next.next);
  } else {
    url.searchParams.set('pagination_type', 'limits');
    url.searchParams.set('page', String(next.page));
  }
  return url;
}

async function readPage(network: Network, clock: Clock, question: ListQuestion, url: URL): Promise<PageOutcome> {
  const heard = await hear(network, clock, {
    environmentId: question.target.environmentId,
    lane: 'read',
    method: 'GET',
    url: url.href,
    headers: question.headers,
    deadlineMs: readTimeoutMs,
    maxBodyBytes: maxReadAnswerBytes,
    ...(question.signal === undefined ? {} : { signal: question.signal }),
  });
  return pageOutcome(heard);
}

function pageOutcome(heard: HeardExchange): PageOutcome {
  const { exchange, clockOffsetMs } = heard;
  if (exchange.kind === 'redirect') return { kind: 'no-answer', reason: 'captive-portal' };
  if (exchange.kind === 'no-answer') {
    return exchange.certificate === undefined
      ? { kind: 'no-answer', reason: exchange.reason }
      : { kind: 'certificate', trouble: exchange.certificate };
  }
  if (exchange.status !== 200) return refusedPage(exchange, heard);
  const page = isPage(exchange) ? null : parseListPage(exchange);
  return page === null ? { kind: 'not-kelvin', page: isPage(exchange), clockOffsetMs } : { kind: 'page', page, clockOffsetMs };
}

function refusedPage(answer: Answer, { clockOffsetMs, at }: HeardExchange): ListOutcome {
  const { status, headers } = answer;
  switch (status) {
    case 401:
      return { kind: 'unauthorized', clockOffsetMs };
    case 403:
      return { kind: 'forbidden', platformWords: platformWords(answer, null), clockOffsetMs };
    case 404:
    case 405:
      return { kind: 'not-kelvin', page: isPage(answer), clockOffsetMs };
    case 407:
      return { kind: 'no-answer', reason: 'proxy' };
    case 408:
      return { kind: 'no-answer', reason: 'timeout' };
    case 511:
      return { kind: 'no-answer', reason: 'captive-portal' };
    default:
      return status === 429 || (status === 503 && headers['retry-after'] !== undefined)
        ? { kind: 'throttled', retryAfterMs: retryAfterMs(headers, at), mayBeDone: false, clockOffsetMs }
        : { kind: 'server-error', status, clockOffsetMs };
  }
}

/** Who answered the first page is a Kelvin platform; what goes wrong after that is trouble, not another address. */
function onLaterPage(outcome: ListOutcome): ListOutcome {
  if (outcome.kind !== 'not-kelvin' || outcome.page) return outcome;
  return { kind: 'server-error', status: 200, clockOffsetMs: outcome.clockOffsetMs };
}
