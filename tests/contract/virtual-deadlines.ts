import type { Exchange, Network, NetworkRequest } from '../../src/main/system/network-port.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';

/** Longer than any test: the deadline that counts is the virtual one. */
const neverMs = 3_600_000;

export interface VirtualDeadlines extends Network {
  /** Requests that were sent and neither answered nor given up. */
  underWay(): number;
  /** Monotonic virtual time at which the first of them runs out, or null. */
  nextDeadline(): number | null;
  /** Runs before the next request that writes leaves, once. */
  beforeNextWrite(run: () => Promise<void>): void;
  /** From now on every request ends so, and none leaves; null: as the network has it. */
  cutWith(exchange: Exchange | null): void;
  /** The same for requests that write alone. */
  cutWritesWith(exchange: Exchange | null): void;
  /** Runs when the next search is answered, before whoever asked hears of it, once. */
  afterNextSearch(run: () => Promise<void>): void;
}

/** A network whose deadlines are reckoned by the test's clock; what they break off is cut, as the product's is. */
export function inVirtualTime(network: Network, clock: VirtualClock): VirtualDeadlines {
  const deadlines = new Map<object, number>();
  const hooks: { beforeWrite?: () => Promise<void>; afterSearch?: () => Promise<void> } = {};
  const cut: Record<NetworkRequest['lane'], Exchange | null> = { read: null, write: null };
  const take = (which: keyof typeof hooks) => {
    const hook = hooks[which];
    delete hooks[which];
    return hook;
  };

  return {
    mayBeOnline: () => network.mayBeOnline(),
    underWay: () => deadlines.size,
    nextDeadline: () => (deadlines.size === 0 ? null : Math.min(...deadlines.values())),
    beforeNextWrite(run) {
      hooks.beforeWrite = run;
    },
    cutWith(exchange) {
      cut.read = exchange;
      cut.write = exchange;
    },
    cutWritesWith(exchange) {
      cut.write = exchange;
    },
    afterNextSearch(run) {
      hooks.afterSearch = run;
    },
    async exchange(request) {
      const one = {};
      deadlines.set(one, clock.monotonic() + request.deadlineMs);
      const outOfTime = new AbortController();
      try {
        if (request.lane === 'write') await take('beforeWrite')?.();
        const shut = cut[request.lane];
        if (shut !== null) return shut;
        const timedOut = new Promise<Exchange>((resolve) => {
          const timer = clock.setTimer(request.deadlineMs, () => {
            resolve({ kind: 'no-answer', reason: 'timeout', nothingWasSent: false });
            outOfTime.abort();
          });
          outOfTime.signal.addEventListener('abort', () => timer.cancel());
        });
        const signal = request.signal === undefined ? outOfTime.signal : AbortSignal.any([request.signal, outOfTime.signal]);
        const exchange = await Promise.race([timedOut, network.exchange({ ...request, deadlineMs: neverMs, signal })]);
        if (request.url.includes('search=')) await take('afterSearch')?.();
        return exchange;
      } finally {
        deadlines.delete(one);
        outOfTime.abort();
      }
    },
  };
}
