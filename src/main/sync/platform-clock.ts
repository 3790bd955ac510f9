import type { Clock } from '../system/clock.ts';
import { clockSkewMs } from './proof.ts';

/** What is known of one platform's clock: its time minus ours, as its last answer told. */
export interface PlatformClock {
  heard(offsetMs: number | null): void;
  /** Null when it was never told, or our own clock jumped since. */
  offsetMs(): number | null;
}

export function createPlatformClock(clock: Clock): PlatformClock {
  let last: { readonly offsetMs: number; readonly wallMinusMonotonic: number } | null = null;
  return {
    heard(offsetMs) {
      if (offsetMs !== null) last = { offsetMs, wallMinusMonotonic: clock.now() - clock.monotonic() };
    },
    offsetMs() {
      if (last === null) return null;
      // The wall clock moved against the monotonic one (set by hand, by NTP, or a sleep): what was measured
      // against it says nothing any more.
      const drift = Math.abs(clock.now() - clock.monotonic() - last.wallMinusMonotonic);
      return drift > clockSkewMs ? null : last.offsetMs;
    },
  };
}
