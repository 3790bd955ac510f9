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

/**
 * The most that a measurement may be wrong by, ms: what reading back allows for (design §3.2). A `Date` may be
 * from any moment of its exchange, so a slow exchange tells nothing of the clock.
 */
const mostErrorMs = 2_000;

/** Makes the exchange and measures the platform's clock against the middle of it. */
export async function hear(network: Network, clock: Clock, request: NetworkRequest): Promise<HeardExchange> {
  const began = { wall: clock.now(), monotonic: clock.monotonic() };
  const exchange = await network.exchange(request);
  const at = clock.now();
  const took = clock.monotonic() - began.monotonic;
  // Somebody set our clock in the middle of it, or the computer slept: that is an error too.
  const jumped = Math.abs(at - began.wall - took);
  const isMeasured = 500 + took / 2 + jumped <= mostErrorMs;
  return { exchange, clockOffsetMs: isMeasured ? clockOffset(exchange, at - took / 2) : null, at };
}

function clockOffset(exchange: Exchange, middle: number): number | null {
  if (exchange.kind !== 'answer') return null;
  const theirs = Date.parse(exchange.headers['date'] ?? '');
  if (Number.isNaN(theirs)) return null;
  // `Date` drops the fraction of its second, so it is half a second behind on the average.
  return Math.round(theirs + 500 - middle);
}
