import type { Account, Accounts } from '../accounts.ts';
import type { Clock } from '../clock.ts';
import type { FaultRules } from '../faults/rules.ts';
import type { Waiting } from '../faults/waiting.ts';
import type { Fingerprint } from '../hmac.ts';
import type { Sessions } from '../identity/sessions.ts';
import { oneTimeCode } from '../identity/totp.ts';
import type { Journal } from '../journal.ts';
import type { Listener } from '../listener.ts';
import type { Secrets } from '../secrets-api/secrets.ts';
import {
  clockSchema, faultSchema, hmacSchema, listLagSchema, permissionsSchema, releaseSchema, revokeSchema,
  secretUpdateSchema, secretWriteSchema, type AccountView, type Released, type SandboxState,
} from './contract.ts';
import { isRefusal, parseOr, refuse } from './refusal.ts';

/** The sandbox's insides that the control port reads and turns. */
export interface ControlParts {
  origin: string;
  accounts: Accounts;
  clock: Clock;
  fingerprint: Fingerprint;
  journal: Journal;
  listener: Listener;
  rules: FaultRules;
  secrets: Secrets;
  sessions: Sessions;
  waiting: Waiting;
}

interface Input {
  /** The variable piece of the path. */
  argument: string;
  query: URLSearchParams;
  body: unknown;
}

interface Route {
  method: string;
  path: RegExp;
  run(parts: ControlParts, input: Input): unknown;
}

export function findRoute(method: string, path: string): { route: Route; argument: string } | undefined {
  const route = ROUTES.find((candidate) => candidate.method === method && candidate.path.test(path));
  return route && { route, argument: decodeURIComponent(route.path.exec(path)?.[1] ?? '') };
}

const DEFAULT_COLLEAGUE = 'colleague';

const ROUTES: Route[] = [
  { method: 'GET', path: /^\/state$/, run: stateOf },
  { method: 'GET', path: /^\/faults$/, run: ({ rules }) => rules.all() },
  { method: 'POST', path: /^\/faults$/, run: addFault },
  { method: 'DELETE', path: /^\/faults(?:\/(\d+))?$/, run: clearFaults },
  { method: 'POST', path: /^\/release$/, run: release },
  { method: 'PUT', path: /^\/clock$/, run: setClock },
  { method: 'PUT', path: /^\/list-lag$/, run: setListLag },
  { method: 'PUT', path: /^\/users\/([^/]+)\/permissions$/, run: setPermissions },
  { method: 'GET', path: /^\/users\/([^/]+)\/one-time-code$/, run: currentCode },
  { method: 'POST', path: /^\/sessions\/revoke$/, run: revokeSessions },
  { method: 'GET', path: /^\/secrets$/, run: ({ secrets }) => secrets.all() },
  { method: 'POST', path: /^\/secrets$/, run: createAsColleague },
  { method: 'POST', path: /^\/secrets\/([^/]+)\/update$/, run: updateAsColleague },
  { method: 'DELETE', path: /^\/secrets\/([^/]+)$/, run: deleteAsColleague },
  { method: 'POST', path: /^\/hmac$/, run: fingerprintOf },
  { method: 'GET', path: /^\/journal$/, run: ({ journal }, { query }) => journal.since(Number(query.get('since') ?? 0)) },
];

function stateOf({ origin, accounts, clock, listener, rules, secrets, sessions, waiting }: ControlParts): SandboxState {
  return {
    origin,
    refusing: rules.refusing,
    connections: listener.accepted,
    clockOffsetMs: clock.offsetMs,
    listLag: secrets.listLag,
    faults: rules.all(),
    accounts: accounts.all().map(viewOf),
    sessions: sessions.ids().length,
    waiting: { commits: waiting.commits, listed: secrets.heldBack, hung: waiting.hung },
  };
}

/** Answers when the fault is in force: after a `refuse`, the next connection is refused. */
async function addFault(parts: ControlParts, { body }: Input): Promise<unknown> {
  const fault = parseOr(faultSchema, body);
  if (isRefusal(fault)) return fault;
  const active = parts.rules.add(fault);
  await followRefusing(parts);
  return active;
}

async function clearFaults(parts: ControlParts, { argument }: Input): Promise<unknown> {
  const known = parts.rules.clear(argument === '' ? undefined : Number(argument));
  await followRefusing(parts);
  return known ? { cleared: true } : refuse(404, 'There is no fault with this number; it may have used up its count.');
}

async function followRefusing({ rules, listener }: ControlParts): Promise<void> {
  await (rules.refusing ? listener.refuse() : listener.accept());
}

async function release({ waiting, secrets }: ControlParts, { body }: Input): Promise<unknown> {
  const asked = parseOr(releaseSchema, body);
  if (isRefusal(asked)) return asked;
  const wants = (what: string): boolean => asked.what === 'all' || asked.what === what;
  const released: Released = {
    commits: wants('commits') ? await waiting.releaseCommits() : 0,
    listed: wants('list') ? secrets.releaseList() : 0,
    hung: wants('hung') ? waiting.releaseHung() : 0,
  };
  return released;
}

function setClock({ clock }: ControlParts, { body }: Input): unknown {
  const asked = parseOr(clockSchema, body);
  if (isRefusal(asked)) return asked;
  clock.offsetMs = asked.offsetMs;
  return asked;
}

function setListLag({ secrets }: ControlParts, { body }: Input): unknown {
  const asked = parseOr(listLagSchema, body);
  if (isRefusal(asked)) return asked;
  secrets.listLag = asked.lag;
  return asked;
}

function setPermissions({ accounts }: ControlParts, { argument, body }: Input): unknown {
  const account = accounts.byLogin(argument);
  const asked = parseOr(permissionsSchema, body);
  if (account === undefined) return nobody(argument);
  if (isRefusal(asked)) return asked;
  account.permissions = new Set(asked.permissions);
  return viewOf(account);
}

function currentCode({ accounts }: ControlParts, { argument }: Input): unknown {
  const secret = accounts.byLogin(argument)?.totpSecret;
  return secret === undefined ? refuse(404, `'${argument}' is not somebody with a one-time code.`) : { code: oneTimeCode(secret, Date.now()) };
}

async function revokeSessions({ accounts, sessions }: ControlParts, { body }: Input): Promise<unknown> {
  const asked = parseOr(revokeSchema, body);
  if (isRefusal(asked)) return asked;
  const account = asked.user === undefined ? undefined : accounts.byLogin(asked.user);
  if (asked.user !== undefined && account === undefined) return nobody(asked.user);
  return { revoked: await sessions.revoke(sessions.ids(account?.id)) };
}

async function createAsColleague({ accounts, secrets }: ControlParts, { body }: Input): Promise<unknown> {
  const asked = parseOr(secretWriteSchema, body);
  if (isRefusal(asked)) return asked;
  const by = accounts.byLogin(asked.as ?? DEFAULT_COLLEAGUE);
  if (by === undefined) return nobody(asked.as ?? DEFAULT_COLLEAGUE);
  if (secrets.has(asked.name)) return refuse(409, 'There is a secret with this name already.');
  return secrets.create(asked.name, asked.value, by.krn);
}

async function updateAsColleague({ accounts, secrets }: ControlParts, { argument, body }: Input): Promise<unknown> {
  const asked = parseOr(secretUpdateSchema, body);
  if (isRefusal(asked)) return asked;
  const by = accounts.byLogin(asked.as ?? DEFAULT_COLLEAGUE);
  if (by === undefined) return nobody(asked.as ?? DEFAULT_COLLEAGUE);
  if (!secrets.has(argument)) return refuse(404, 'There is no secret with this name.');
  return secrets.update(argument, asked.value, by.krn);
}

async function deleteAsColleague({ secrets }: ControlParts, { argument }: Input): Promise<unknown> {
  if (!secrets.has(argument)) return refuse(404, 'There is no secret with this name.');
  await secrets.delete(argument);
  return { deleted: true };
}

function fingerprintOf({ fingerprint }: ControlParts, { body }: Input): unknown {
  const asked = parseOr(hmacSchema, body);
  if (isRefusal(asked)) return asked;
  return { hmac: fingerprint.of('value' in asked ? asked.value : Buffer.from(asked.base64, 'base64')) };
}

function viewOf({ username, krn, permissions, totpSecret }: Account): AccountView {
  return { username, krn, permissions: [...permissions], oneTimeCode: totpSecret !== undefined };
}

function nobody(login: string): ReturnType<typeof refuse> {
  return refuse(404, `Nobody signs in as '${login}' here.`);
}
