import type { IncomingMessage } from 'node:http';
import type { JournalEntry, Operation } from './control/contract.ts';
import { parseCursor } from './secrets-api/cursor.ts';

export const REALM_PATH = '/auth/realms/kelvin';
const OIDC = `${REALM_PATH}/protocol/openid-connect`;

/** What can be told of a request from its first line alone. */
export interface Incoming {
  method: string;
  path: string;
  query: URLSearchParams;
  target: JournalEntry['target'];
  operation: Operation;
  /** Set when the path exists but not with this method: what it does answer. */
  allowed: string | undefined;
  secretName: string | undefined;
  /** Which page of a list is asked for, as far as it can be told. */
  page: number | undefined;
}

interface Route {
  pattern: RegExp;
  method: 'GET' | 'POST' | 'GET or POST';
  target: JournalEntry['target'];
  operation: Operation;
}

const ROUTES: Route[] = [
  { pattern: /^\/metadata$/, method: 'GET', target: 'metadata', operation: 'metadata' },
  { pattern: /^\/api\/v4\/secrets\/create$/, method: 'POST', target: 'api', operation: 'create' },
  { pattern: /^\/api\/v4\/secrets\/list$/, method: 'GET', target: 'api', operation: 'list' },
  { pattern: /^\/api\/v4\/secrets\/([^/]+)\/update$/, method: 'POST', target: 'api', operation: 'update' },
  { pattern: /^\/api\/v4\/secrets\/([^/]+)\/delete$/, method: 'POST', target: 'api', operation: 'delete' },
  { pattern: /^\/api\/v4\/users\/me$/, method: 'GET', target: 'api', operation: 'me' },
  { pattern: route(`${OIDC}/token`), method: 'POST', target: 'auth', operation: 'token' },
  { pattern: new RegExp(`^${OIDC}/auth(?:/[^/]+)?$`), method: 'GET', target: 'auth', operation: 'authorize' },
  {
    pattern: new RegExp(`^${REALM_PATH}/sign-in/[^/]+$`),
    method: 'GET or POST',
    target: 'auth',
    operation: 'sign-in-page',
  },
  { pattern: route(`${REALM_PATH}/logout`), method: 'POST', target: 'auth', operation: 'logout' },
  { pattern: route(`${OIDC}/logout`), method: 'GET or POST', target: 'auth', operation: 'logout' },
  { pattern: route(`${OIDC}/userinfo`), method: 'GET or POST', target: 'auth', operation: 'other' },
];

function route(path: string): RegExp {
  return new RegExp(`^${path}$`);
}

/**
 * Reads a request's first line. Duplicate slashes count as one: clients that join the metadata's `url` and
 * `path` without looking ask for `//auth/…`.
 */
export function readIncoming(request: IncomingMessage): Incoming {
  const method = request.method ?? 'GET';
  const [rawPath = '/', ...rest] = (request.url ?? '/').split('?');
  const path = rawPath.replace(/\/{2,}/g, '/');
  const query = new URLSearchParams(rest.join('?'));
  const matches = ROUTES.filter(({ pattern }) => pattern.test(path));
  const found = matches.find((match) => match.method.split(' or ').includes(method));
  const { target, operation } = found ?? { target: targetOf(path), operation: 'other' };
  return {
    method,
    path,
    query,
    target,
    operation,
    allowed:
      found === undefined && matches.length > 0
        ? matches.map((match) => match.method).join(' or ')
        : undefined,
    secretName: found === undefined ? undefined : decodeName(found.pattern.exec(path)?.[1]),
    page: operation === 'list' ? pageOf(query) : undefined,
  };
}

/** The path for the journal: an authorization request's query carries what only its client should know. */
export function journalPath({ path, query, target }: Incoming): string {
  return target === 'auth' || query.size === 0 ? path : `${path}?${query.toString()}`;
}

function targetOf(path: string): JournalEntry['target'] {
  if (path.startsWith('/api/')) return 'api';
  if (path.startsWith('/auth/')) return 'auth';
  return 'other';
}

function decodeName(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray % sign: no secret has such a name, so this ends as "not found".
  }
}

function pageOf(query: URLSearchParams): number {
  const cursor = query.get('next') || query.get('previous');
  return (
    (cursor ? parseCursor(cursor)?.page : undefined) ?? (Number.parseInt(query.get('page') ?? '', 10) || 1)
  );
}
