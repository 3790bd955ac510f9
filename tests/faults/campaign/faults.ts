import type { FaultRule, ListLag, Operation as AnyOperation, Permission } from '../../../sandbox/control-client.ts';
import { assertNever } from '../../../src/shared/assert-never.ts';
import type { ByteFault, Matches, ProxyPoint, Weather } from '../../support/tcp-proxy.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Something that goes wrong from one step of a round until the faults end. */
export type Fault =
  | { readonly kind: 'weather'; readonly weather: Exclude<Weather, { kind: 'fair' }> }
  | { readonly kind: 'flap'; readonly upMs: number; readonly downMs: number }
  | { readonly kind: 'break'; readonly fault: ByteFault; readonly what: 'write' | 'list' | 'any' }
  | { readonly kind: 'hold'; readonly point: ProxyPoint; readonly what: 'write' | 'list' }
  | { readonly kind: 'platform'; readonly rule: FaultRule }
  /** `location` is filled in with the trap's address. */
  | { readonly kind: 'redirect'; readonly commit: boolean; readonly operation: AnyOperation }
  | { readonly kind: 'clock'; readonly offsetMs: number }
  | { readonly kind: 'list-lag'; readonly lag: ListLag }
  | { readonly kind: 'permissions'; readonly left: readonly Permission[] }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'disk-full' };

export const allPermissions: readonly Permission[] = ['create', 'read', 'update', 'delete'];

export function describeFault(fault: Fault): string {
  const { kind, ...rest } = fault;
  return `${kind} ${JSON.stringify(rest)}`;
}

const writes = ['create', 'update', 'delete'] as const;
/** What writes. */
export type Operation = (typeof writes)[number];

/** Any one of them. @param withDisk whether the profile lies on a disk that can be filled */
export function drawFault(random: Random, withDisk: boolean): Fault {
  const draw = random.weighted<() => Fault>([
    [2, () => ({ kind: 'weather', weather: { kind: 'refuse' } })],
    [1, () => ({ kind: 'weather', weather: { kind: 'hang' } })],
    [1, () => ({ kind: 'weather', weather: { kind: 'trickle', bytesPerSecond: random.pick([1, 30, 2_000]) } })],
    [2, () => ({ kind: 'flap', upMs: random.between(50, 900), downMs: random.between(50, 900) })],
    [4, () => ({ kind: 'break', fault: drawByteFault(random), what: random.pick(['write', 'write', 'list', 'any']) })],
    [3, () => ({ kind: 'hold', point: random.pick(['request-begun', 'request-sent', 'answer-begun']), what: random.pick(['write', 'write', 'list']) })],
    [5, () => ({ kind: 'platform', rule: drawRule(random, random.pick([...writes, 'list'])) })],
    [3, () => ({ kind: 'platform', rule: drawStatus(random, random.pick([...writes, 'list'])) })],
    [1, () => ({ kind: 'redirect', commit: random.chance(0.5), operation: random.pick([...writes, 'list', 'token']) })],
    [1, () => ({ kind: 'clock', offsetMs: random.pick([-1, 1]) * random.between(1, 9_000) * 1_000 })],
    [2, () => ({ kind: 'list-lag', lag: random.pick<ListLag>([300, 2_000, 7_000, 'until-released']) })],
    [2, () => ({ kind: 'permissions', left: random.pick<readonly Permission[]>([['create'], ['read'], ['create', 'update', 'delete'], []]) })],
    [1, () => ({ kind: 'revoked' })],
    [withDisk ? 2 : 0, () => ({ kind: 'disk-full' })],
  ]);
  return draw();
}

/** One that a write of this operation meets. */
export function drawFaultOn(random: Random, operation: Operation): Fault {
  const draw = random.weighted<() => Fault>([
    [7, () => ({ kind: 'platform', rule: drawRule(random, operation) })],
    [4, () => ({ kind: 'platform', rule: drawStatus(random, operation) })],
    [3, () => ({ kind: 'break', fault: drawByteFault(random), what: 'write' })],
    [2, () => ({ kind: 'hold', point: random.pick(['request-begun', 'request-sent', 'answer-begun']), what: 'write' })],
    [1, () => ({ kind: 'redirect', commit: random.chance(0.5), operation })],
    [1, () => ({ kind: 'permissions', left: allPermissions.filter((one) => one !== operation) })],
  ]);
  return draw();
}

function drawByteFault(random: Random): ByteFault {
  const kind = random.pick(['reset-in-request', 'reset-in-answer', 'cut-in-answer', 'die-on-reuse'] as const);
  return kind === 'die-on-reuse' ? { kind } : { kind, afterBytes: random.between(0, 600) };
}

/** A fault of the sandbox, for one or a few requests. */
function drawRule(random: Random, operation: AnyOperation): FaultRule {
  const at = {
    target: 'api' as const,
    operation,
    count: random.between(1, 3),
  };
  const kind = random.pick([
    'hang-before-commit', 'hang-after-commit', 'reset-before-commit', 'reset-after-commit', 'reset-after-commit',
    'reset-in-body', 'truncate-body', 'slow', 'close-idle', 'html-200', 'wrong-shape', 'empty-body', 'wrong-name',
    'echo-value', 'commit-late', 'on-connect', 'token',
  ] as const);
  switch (kind) {
    case 'slow':
      return { kind, bytesPerSecond: random.pick([20, 400]), ...at };
    case 'html-200':
    case 'close-idle':
      return { kind, commit: random.chance(0.5), ...at };
    case 'echo-value':
      return { kind, encoding: random.pick(['raw', 'json']), status: random.pick([400, 422, 500]), ...at };
    case 'commit-late':
      return { kind, afterMs: random.between(200, 9_000), ...at };
    case 'on-connect':
      return { kind: random.pick(['reset-before-read', 'hang-before-read']), target: 'all', count: random.between(1, 3) };
    case 'token':
      return { kind: 'status', status: random.pick([500, 503]), target: 'auth', operation: 'token', count: random.between(1, 2) };
    default:
      return { kind, ...at };
  }
}

/** Becomes a date when the fault begins, so that a plan stays the same whenever it is drawn. */
const soonAsADate = 'soon, as a date';

function drawStatus(random: Random, operation: AnyOperation): FaultRule {
  const at = {
    kind: 'status' as const,
    target: 'api' as const,
    operation,
    count: random.between(1, 3),
  };
  const status = random.pick([400, 401, 403, 404, 405, 408, 409, 413, 422, 429, 500, 502, 503, 504]);
  if (status === 429) return { ...at, status, retryAfter: random.between(1, 2) };
  if (status === 503 && random.chance(0.5)) {
    return { ...at, status, retryAfter: random.pick([1, soonAsADate]) };
  }
  // What these say leaves open whether it was carried out; the others say that it was not.
  const isOpen = status === 408 || status === 409 || status >= 500;
  return { ...at, status, commit: isOpen && random.chance(0.5) };
}

export const isWrite: Matches = ({ method, path }) => method === 'POST' && path.includes('/secrets/');
const isList: Matches = ({ path }) => path.includes('/secrets/list');

function matches(what: 'write' | 'list' | 'any'): Matches {
  return what === 'write' ? isWrite : what === 'list' ? isList : () => true;
}

/** Resolves when it is in force. */
export async function beginFault(fault: Fault, { client, proxy, trap, disk, spells }: World): Promise<void> {
  switch (fault.kind) {
    case 'weather':
      return proxy.setWeather(fault.weather);
    case 'flap':
      proxy.flap(fault.upMs, fault.downMs);
      return;
    case 'break':
      return proxy.breakNext(fault.fault, matches(fault.what));
    case 'hold':
      return proxy.atNext(fault.point, matches(fault.what), () => 'hold');
    case 'platform':
      await client.fault(dated(fault.rule));
      return;
    case 'redirect': {
      const { operation, commit } = fault;
      const target = operation === 'token' ? 'auth' : 'api';
      await client.fault({ kind: 'redirect', location: `${trap.origin}/api/v4/secrets/create`, target, operation, commit, count: 2 });
      return;
    }
    case 'clock':
      spells.clockSet.push(Date.now());
      return client.setClockOffset(fault.offsetMs);
    case 'list-lag':
      if (fault.lag === 'until-released') spells.listHid.push({ from: Date.now(), to: Number.POSITIVE_INFINITY });
      else endHiding(spells);
      return client.setListLag(fault.lag);
    case 'permissions':
      await client.setPermissions('demo', [...fault.left]);
      return;
    case 'revoked':
      await client.revokeSessions('demo');
      return;
    case 'disk-full':
      return disk?.fill();
    default:
      return assertNever(fault);
  }
}

function endHiding({ listHid }: World['spells']): void {
  for (const spell of listHid) spell.to = Math.min(spell.to, Date.now());
}

function dated(rule: FaultRule): FaultRule {
  if (rule.kind !== 'status' || rule.retryAfter !== soonAsADate) return rule;
  return { ...rule, retryAfter: new Date(Date.now() + 2_000).toUTCString() };
}

/** Everything is well again; writes that land late may still be on their way. */
export async function endFaults({ client, proxy, disk, spells }: World, held: 'release' | 'reset'): Promise<void> {
  disk?.empty();
  await client.clearFaults();
  await client.setListLag(0);
  await client.release('list');
  endHiding(spells);
  if ((await client.state()).clockOffsetMs !== 0) spells.clockSet.push(Date.now());
  await client.setClockOffset(0);
  await client.setPermissions('demo', [...allPermissions]);
  await proxy.calm(held);
  await client.release('hung');
}
