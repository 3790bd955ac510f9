import type { Exchange, Network, NetworkRequest } from '../system/network-port.ts';
import type { Clock } from '../system/clock.ts';

/** An exchange, and what its `Date` header tells of the platform's clock. */
export interface HeardExchange {
  readonly exchange: Exchange;
  /** The platform's clock minus ours in ms, ±2 s at best; null without a `Date`. */
  readonly clockOffsetMs: number | null;
  /** Our wall clock when the answer was complete. */
  readonly at: number;
}

/** Makes the exchange and measures the platform's clock against the middle of it. */
export async function hear(network: Network, clock: Clock, request: NetworkRequest): Promise<HeardExchange> {
  const startedAt = clock.now();
  const exchange = await network.exchange(request);
  const at = clock.now();
  return { exchange, clockOffsetMs: clockOffset(exchange, startedAt, at), at };
}

function clockOffset(exchange: Exchange, startedAt: number, endedAt: number): number | null {
  if (exchange.kind !== 'answer') return null;
  const theirs = Date.parse(exchange.headers['date'] ?? '');
  if (Number.isNaN(theirs)) return null;
  // `Date` drops the fraction of its second, so it is half a second behind on the average.
  return Math.round(theirs + 500 - (startedAt + endedAt) / 2);
}
