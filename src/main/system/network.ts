import { app, net } from 'electron';
import type { Details } from 'electron';
import type { EnvironmentId } from '../../shared/environment.ts';
import { answerCertificateRequests } from './certificate-requests.ts';
import type { ClientCertificates } from './client-certificates.ts';
import type { Clock } from './clock.ts';
import { mayGoTo } from './network-destination.ts';
import { certificateTrouble } from './network-errors.ts';
import type { SeenCertificate } from './network-errors.ts';
import { exchangeOver } from './network-exchange.ts';
import type { NetworkOutcome } from './network-exchange.ts';
import type { ProxyLogins } from './proxy-logins.ts';
import type { Exchange, Network, NetworkRequest } from './network-port.ts';
import { proxyNameOf } from './proxy-name.ts';
import { createRequestsUnderWay } from './requests-under-way.ts';
import { createLanes } from './network-sessions.ts';
import type { Lanes, Lease } from './network-sessions.ts';

export interface NetworkParts {
  readonly clock: Clock;
  /** Development only: plain HTTP to this computer itself. */
  readonly allowHttpLoopback: boolean;
  /** Where an environment's requests may go; asked anew for each. */
  readonly allowedOrigins: (environmentId: EnvironmentId) => readonly string[];
  readonly proxyLogins: Pick<ProxyLogins, 'answerTo'>;
  readonly clientCertificates: Pick<ClientCertificates, 'answerTo' | 'refused' | 'version'>;
}

export interface ManagedNetwork extends Network {
  /** Closes every connection that waits for more; requests under way end by themselves. */
  close(): Promise<void>;
}

/** What Electron calls Chromium's network process. */
const networkService = 'network.mojom.NetworkService';

/** How long Chromium's network process may take to empty a session, ms; usually less than one. */
const leasePatienceMs = 5_000;

/**
 * The network port over Chromium's stack: the system's proxies and trust store, no cookies, no cache, no redirect
 * ever followed. Made after the app is ready.
 */
export function createNetwork(parts: NetworkParts): ManagedNetwork {
  const { clock, allowHttpLoopback, allowedOrigins, proxyLogins, clientCertificates } = parts;
  const lanes = new Map<EnvironmentId, Lanes>();
  const certificates = new Map<string, SeenCertificate>();
  const underWay = createRequestsUnderWay();
  const stopAnswering = answerCertificateRequests({
    certificates: clientCertificates,
    isAsking: underWay.isAny,
    breakOff: underWay.breakOff,
  });
  let certificatesVersion = clientCertificates.version();

  function lanesOf(environmentId: EnvironmentId): Lanes {
    // Chromium shows what was chosen for as long as a session lives: another choice begins with new ones.
    if (certificatesVersion !== clientCertificates.version()) lanes.clear();
    certificatesVersion = clientCertificates.version();
    const known = lanes.get(environmentId);
    if (known !== undefined) return known;
    const opened = createLanes((host, seen) => certificates.set(host, seen));
    lanes.set(environmentId, opened);
    return opened;
  }

  // Chromium starts its network process again when it died, but a session from before it never gets a request
  // through any more: each environment gets sessions made anew. What was under way ends with an error by itself.
  const forgetDeadSessions = (_event: unknown, { serviceName }: Details): void => {
    if (serviceName === networkService) lanes.clear();
  };
  app.on('child-process-gone', forgetDeadSessions);

  function exchangeOf(request: NetworkRequest, outcome: NetworkOutcome): Exchange {
    if (outcome.kind !== 'trouble') return outcome;
    const { trouble, nothingWasSent } = outcome;
    const host = new URL(request.url).hostname;
    const certificate = certificateTrouble(trouble, host, certificates.get(host), clock.now());
    return {
      kind: 'no-answer',
      reason: trouble.reason,
      nothingWasSent,
      ...(certificate === null ? {} : { certificate }),
    };
  }

  async function exchangeOnLane(request: NetworkRequest): Promise<Exchange> {
    const lanes = lanesOf(request.environmentId);
    const lease = request.lane === 'read' ? lanes.readLease() : await withinPatience(lanes.writeLease(), clock);
    if (lease === null) return { kind: 'no-answer', reason: 'unknown', nothingWasSent: true };
    // The lease took its time: looked at once more, directly before the request goes.
    if (request.signal?.aborted === true) {
      lease.release(false);
      return { kind: 'no-answer', reason: 'aborted', nothingWasSent: true };
    }
    const plain = exchangeOf(request, await exchangeOver(lease.session, request, clock, proxyLogins));
    const exchange = await withProxyName(plain, lease, request);
    lease.release(exchange.kind === 'no-answer' && exchange.reason === 'timeout');
    return exchange;
  }

  return {
    mayBeOnline: () => net.isOnline(),
    hangUp() {
      for (const each of lanes.values()) void each.hangUp();
    },
    async exchange(request) {
      if (!mayGoTo(request.url, allowedOrigins(request.environmentId), allowHttpLoopback)) {
        return { kind: 'no-answer', reason: 'unknown', nothingWasSent: true };
      }
      const since = clientCertificates.version();
      const own = underWay.begin(request.url, request.signal);
      try {
        const exchange = await exchangeOnLane({ ...request, signal: own.signal });
        if (exchange.kind !== 'no-answer') return exchange;
        if (own.isBrokenOff) return { ...exchange, reason: 'client-certificate' };
        if (exchange.reason === 'client-certificate') clientCertificates.refused(new URL(request.url).origin, since);
        return exchange;
      } finally {
        own.end();
      }
    },
    async close() {
      stopAnswering();
      app.off('child-process-gone', forgetDeadSessions);
      await Promise.all([...lanes.values()].map((each) => each.close()));
      lanes.clear();
    },
  };
}

/** Names the proxy that let nobody through: whoever looks after the network needs to hear which. */
async function withProxyName(exchange: Exchange, { session }: Lease, { url, signal }: NetworkRequest): Promise<Exchange> {
  if (exchange.kind !== 'no-answer' || exchange.reason !== 'proxy') return exchange;
  // Finding the way may ask the network.
  if (signal?.aborted === true) return exchange;
  const proxy = await session.resolveProxy(url).then(proxyNameOf, () => null);
  return proxy === null ? exchange : { ...exchange, proxy };
}

/** The network process may have crashed and answer nothing any more: then a write fails instead of hanging. */
function withinPatience(lease: Promise<Lease>, clock: Clock): Promise<Lease | null> {
  return new Promise((resolve) => {
    let late = false;
    const patience = clock.setTimer(leasePatienceMs, () => {
      late = true;
      resolve(null);
    });
    lease.then(
      (granted) => {
        patience.cancel();
        if (late) granted.release(false);
        else resolve(granted);
      },
      () => {
        patience.cancel();
        resolve(null);
      },
    );
  });
}
