import type { Tokens, TokenEndpoint, TokenResult } from '../../../src/main/auth/token-endpoint.ts';
import type { Exchange, Network, NetworkRequest } from '../../../src/main/system/network-port.ts';
import type { Fault, Faults } from './fault.ts';
import type { Call, Platform, Reply } from './platform.ts';
import type { Time } from './time.ts';

/** The platform's address. */
export const origin = 'https://plant.example';

/** One secrets request on its way, as the oracle follows it. */
export interface Trip {
  readonly call: Call;
  readonly issuedAt: number;
  /** True time when the platform looked at it or did it. */
  handledAt: number | null;
  /** True time when its answer, if it has one, was written: the moment of its `Date`. */
  writtenAt: number;
  fault: Fault | null;
}

/** What the oracle wants to know of the network. */
export interface Witness {
  /** A request leaves the app: for one that writes, the attempt it belongs to. */
  leaves(request: NetworkRequest, call: Call): string | null;
  /** The app hears what came of it, at this moment. */
  heard(trip: Trip, exchange: Exchange): void;
}

export interface Cable {
  readonly time: Time;
  readonly platform: Platform;
  readonly faults: Faults;
  readonly random: () => number;
  linkUp: boolean;
}

/** The network port of one run of the app. What a run that was killed sent goes on; it hears no answer. */
export function createNetwork(cable: Cable, isAlive: () => boolean, witness: Witness): Network {
  return {
    mayBeOnline: () => cable.linkUp,
    exchange(request) {
      if (!isAlive()) return new Promise<never>(() => undefined);
      const read = readCall(request);
      const call = { ...read, attemptId: witness.leaves(request, read) };
      const trip: Trip = { call, issuedAt: cable.time.now(), handledAt: null, writtenAt: cable.time.now(), fault: null };
      return new Promise((resolve) => {
        let over = false;
        const finish = (exchange: Exchange): void => {
          if (over || !isAlive()) return;
          over = true;
          witness.heard(trip, exchange);
          resolve(exchange);
        };
        const lose = (reason: 'timeout' | 'aborted'): void => finish(noAnswer(reason, false));
        if (request.signal?.aborted === true) return finish(noAnswer('aborted', true));
        request.signal?.addEventListener('abort', () => lose('aborted'));
        if (!cable.linkUp) return void cable.time.after(1, 'computer', () => finish(noAnswer('unreachable', true)));
        trip.fault = cable.faults.take(call.operation);
        cable.time.after(request.deadlineMs, 'computer', () => lose('timeout'));
        travel(cable, trip, request.deadlineMs, finish);
      });
    },
  };
}

function readCall(request: NetworkRequest): Omit<Call, 'attemptId'> & { attemptId: null } {
  const url = new URL(request.url);
  const [, operation = '', last = ''] = /\/secrets\/(?:([^/]+)\/)?(create|list|update|delete)$/.exec(url.pathname) ?? [];
  const body = request.body === undefined ? {} : (JSON.parse(Buffer.from(request.body).toString()) as Record<string, string>);
  const token = (request.headers['authorization'] ?? '').replace(/^Bearer /, '');
  const common = { token, query: url.searchParams, attemptId: null };
  if (last === 'list') return { ...common, operation: 'list', name: url.searchParams.get('search') ?? '', value: null };
  if (last === 'create') return { ...common, operation: 'create', name: body['name'] ?? '', value: body['value'] ?? null };
  const name = decodeURIComponent(operation);
  if (last === 'update') return { ...common, operation: 'replace', name, value: body['value'] ?? null };
  return { ...common, operation: 'delete', name, value: null };
}

/** Lets the request arrive, be done (or not), and its answer come back (or not), each at its time. */
function travel(cable: Cable, trip: Trip, deadlineMs: number, finish: (exchange: Exchange) => void): void {
  const { time, platform } = cable;
  const fault = trip.fault ?? { kind: 'none' as const };
  const there = fault.kind === 'slow' ? fault.before : 1 + cable.random() * 40;
  const back = fault.kind === 'slow' ? fault.after : 1 + cable.random() * 40;
  const handle = (): Reply => {
    trip.handledAt = time.now();
    return platform.answer(trip.call);
  };
  /** The answer is written when the platform is done, and read later. */
  const answer = (exchange: Exchange): void => {
    time.after(back, 'computer', () => finish(exchange));
  };
  const arrive = (): void => {
    trip.writtenAt = time.now();
    const shape = (status: number, body: string, type = 'application/json'): Exchange => answered(platform, status, body, type);
    switch (fault.kind) {
      case 'none':
      case 'slow':
        return answer(plainAnswer(platform, handle()));
      case 'not-sent':
        return finish(notSent(fault.reason));
      case 'lost':
        return answer(noAnswer('broken-off', false));
      case 'answer-lost':
        handle();
        return answer(noAnswer('broken-off', false));
      case 'hang':
        if (fault.commit) handle();
        return;
      case 'late':
        time.after(trip.issuedAt + deadlineMs + fault.ms - time.now(), 'world', handle);
        return;
      case 'redirect':
        if (fault.commit) handle();
        return answer({ kind: 'redirect', status: 302 });
      case 'page':
        if (fault.commit) handle();
        return answer(shape(200, '<!doctype html><p>Welcome to the network</p>', 'text/html'));
      case 'wrong-shape':
      case 'wrong-name':
      case 'empty':
        // For a delete any 200 is its success: it comes only with the deed.
        return answer(misshapen(platform, trip.call, fault, fault.commit || trip.call.operation === 'delete' ? handle() : null));
      case 'status':
        if (fault.commit) handle();
        return answer(withStatus(platform, fault));
    }
  };
  time.after(there, 'world', arrive);
}

function misshapen(platform: Platform, call: Call, fault: Extract<Fault, { commit: boolean }>, reply: Reply | null): Exchange {
  // The platform itself may have refused: then its refusal is what comes.
  if (reply !== null && reply.status >= 400) return plainAnswer(platform, reply);
  const status = call.operation === 'create' ? 201 : 200;
  if (fault.kind === 'empty') return answered(platform, status, '', 'text/plain');
  if (fault.kind === 'wrong-shape' || call.operation === 'list') return answered(platform, status, '{"hello":1}');
  return answered(platform, status, JSON.stringify({ name: `${call.name}-2` }));
}

function withStatus(platform: Platform, fault: Extract<Fault, { kind: 'status' }>): Exchange {
  const exchange = answered(platform, fault.status, '{"errors":[{"title":"as the test wants it"}]}');
  if (fault.retryAfter === null || exchange.kind !== 'answer') return exchange;
  const { seconds, form } = fault.retryAfter;
  const date = new Date(Date.parse(exchange.headers['date'] ?? '') + seconds * 1000).toUTCString();
  return { ...exchange, headers: { ...exchange.headers, 'retry-after': form === 'seconds' ? String(seconds) : date } };
}

function plainAnswer(platform: Platform, reply: Reply): Exchange {
  return reply.body === null
    ? answered(platform, reply.status, '', 'text/plain')
    : answered(platform, reply.status, JSON.stringify(reply.body));
}

function answered(platform: Platform, status: number, body: string, type = 'application/json'): Exchange {
  return { kind: 'answer', status, headers: { 'content-type': type, date: platform.date }, body: Buffer.from(body) };
}

function notSent(reason: Extract<Fault, { kind: 'not-sent' }>['reason']): Exchange {
  const exchange = noAnswer(reason, true);
  return reason === 'certificate' ? { ...exchange, certificate: { host: 'plant.example', problem: 'expired' } } : exchange;
}

function noAnswer(reason: Extract<Exchange, { kind: 'no-answer' }>['reason'], nothingWasSent: boolean) {
  return { kind: 'no-answer', reason, nothingWasSent } as const;
}

/** The issuer's token endpoint, which meets the same faults; `heard` tells the oracle what the app hears of it. */
export function createTokenEndpoint(
  cable: Cable,
  isAlive: () => boolean,
  wall: () => number,
  heard: (result: TokenResult) => void,
): TokenEndpoint {
  const away = (reason: 'unreachable' | 'broken-off' | 'timeout' | 'unknown'): TokenResult => ({ kind: 'no-answer', reason });
  const tokens = (refreshToken: string): TokenResult => {
    const issued = cable.platform.renew(refreshToken);
    if (issued === null) return { kind: 'rejected', error: 'invalid_grant', description: '' };
    return { kind: 'tokens', tokens: takeOver(issued, wall()) };
  };
  return {
    authorizationUrl: () => {
      throw new Error('not used here');
    },
    withCode: () => Promise.reject(new Error('not used here')),
    withServiceAccount: () => Promise.reject(new Error('not used here')),
    withPassword: () => Promise.reject(new Error('not used here')),
    withRefreshToken: (_, refreshToken) =>
      new Promise((resolve) => {
        const finish = (afterMs: number, result: () => TokenResult): void => {
          cable.time.after(afterMs, 'computer', () => {
            if (!isAlive()) return;
            const answer = result();
            heard(answer);
            resolve(answer);
          });
        };
        const fault = cable.linkUp ? cable.faults.take('token') : ({ kind: 'not-sent', reason: 'unreachable' } as const);
        const ms = 1 + cable.random() * 80;
        switch (fault?.kind) {
          case undefined:
          case 'wrong-name':
            return finish(ms, () => tokens(refreshToken));
          case 'slow':
            return finish(fault.before + fault.after, () => tokens(refreshToken));
          case 'not-sent':
          case 'lost':
            return finish(ms, () => away('unreachable'));
          case 'answer-lost':
          case 'late':
            cable.platform.renew(refreshToken);
            return finish(ms, () => away('broken-off'));
          case 'hang':
            if (fault.commit) cable.platform.renew(refreshToken);
            return finish(30_000, () => away('timeout'));
          case 'page':
          case 'redirect':
          case 'wrong-shape':
          case 'empty':
            return finish(ms, () => ({ kind: 'unexpected' }));
          case 'status':
            return finish(ms, () => away('unknown'));
        }
      }),
  };
}

export function takeOver(issued: ReturnType<Platform['issue']>, now: number): Tokens {
  return {
    accessToken: issued.accessToken,
    accessExpiresAt: now + issued.lifeMs,
    refreshToken: issued.refreshToken,
    refreshExpiresAt: null,
  };
}
