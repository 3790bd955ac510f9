import { net } from 'electron';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { Clock } from './clock.ts';
import { mayGoTo } from './network-destination.ts';
import { certificateTrouble } from './network-errors.ts';
import type { CertificateDates } from './network-errors.ts';
import { exchangeOver } from './network-exchange.ts';
import type { NetworkOutcome } from './network-exchange.ts';
import type { Exchange, Network, NetworkRequest } from './network-port.ts';
import { createLanes } from './network-sessions.ts';
import type { Lanes, Lease } from './network-sessions.ts';

export interface NetworkParts {
  readonly clock: Clock;
  /** Development only: plain HTTP to this computer itself. */
  readonly allowHttpLoopback: boolean;
  /** Where an environment's requests may go; asked anew for each. */
  readonly allowedOrigins: (environmentId: EnvironmentId) => readonly string[];
}

export interface ManagedNetwork extends Network {
  /** Closes every connection that waits for more; requests under way end by themselves. */
  close(): Promise<void>;
}

/**
 * The network port over Chromium's stack: the system's proxies and trust store, no cookies, no cache, no redirect
 * ever followed. Made after the app is ready.
 */
export function createNetwork({ clock, allowHttpLoopback, allowedOrigins }: NetworkParts): ManagedNetwork {
  const lanes = new Map<EnvironmentId, Lanes>();
  const certificateDates = new Map<string, CertificateDates>();

  function lanesOf(environmentId: EnvironmentId): Lanes {
    const known = lanes.get(environmentId);
    if (known !== undefined) return known;
    const opened = createLanes(environmentId, (host, dates) => certificateDates.set(host, dates));
    lanes.set(environmentId, opened);
    return opened;
  }

  function exchangeOf(request: NetworkRequest, outcome: NetworkOutcome): Exchange {
    if (outcome.kind !== 'trouble') return outcome;
    const { trouble, nothingWasSent } = outcome;
    const host = new URL(request.url).hostname;
    const certificate = certificateTrouble(trouble, host, certificateDates.get(host), clock.now());
    return {
      kind: 'no-answer',
      reason: trouble.reason,
      nothingWasSent,
      ...(certificate === null ? {} : { certificate }),
    };
  }

  return {
    mayBeOnline: () => net.isOnline(),
    async exchange(request) {
      const { environmentId, lane, url, signal } = request;
      if (!mayGoTo(url, allowedOrigins(environmentId), allowHttpLoopback)) {
        return { kind: 'no-answer', reason: 'unknown', nothingWasSent: true };
      }
      const own = lanesOf(environmentId);
      const lease: Lease = lane === 'read' ? own.readLease() : await own.writeLease();
      try {
        if (signal?.aborted === true) return { kind: 'no-answer', reason: 'aborted', nothingWasSent: true };
        return exchangeOf(request, await exchangeOver(lease.session, request, clock));
      } finally {
        lease.release();
      }
    },
    async close() {
      await Promise.all([...lanes.values()].map((each) => each.close()));
      lanes.clear();
    },
  };
}
