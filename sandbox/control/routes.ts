import { currentCode, revokeSessions, setPermissions, viewOf } from './account-routes.ts';
import type { SandboxState } from './contract.ts';
import { addFault, clearFaults, release, setClock, setListLag } from './fault-routes.ts';
import type { ControlParts, Run } from './parts.ts';
import { createSecret, deleteSecret, fingerprintOf, updateSecret } from './secret-routes.ts';

/** All that the control port can do, on one page. */
const ROUTES: { method: string; path: RegExp; run: Run }[] = [
  { method: 'GET', path: /^\/state$/, run: stateOf },
  {
    method: 'GET',
    path: /^\/journal$/,
    run: ({ journal }, { query }) => journal.since(Number(query.get('since'))),
  },
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
  { method: 'POST', path: /^\/secrets$/, run: createSecret },
  { method: 'POST', path: /^\/secrets\/([^/]+)\/update$/, run: updateSecret },
  { method: 'DELETE', path: /^\/secrets\/([^/]+)$/, run: deleteSecret },
  { method: 'POST', path: /^\/hmac$/, run: fingerprintOf },
];

/** What to run for a request, with the variable piece of its path; `undefined` for what there is not. */
export function findRoute(method: string, path: string): { run: Run; argument: string } | undefined {
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match !== null) return { run: route.run, argument: decodeURIComponent(match[1] ?? '') };
  }
  return undefined;
}

function stateOf(parts: ControlParts): SandboxState {
  const { origin, accounts, clock, listener, rules, secrets, sessions, waiting } = parts;
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
