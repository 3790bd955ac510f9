/** A timer that was set and can be called off. */
export interface Timer {
  cancel(): void;
}

/**
 * Both clocks and timers behind one port, so that tests run in virtual time. The wall clock can jump and is
 * what people and the platform read; the monotonic clock only measures.
 */
export interface Clock {
  /** Wall clock, ms since 1970. */
  now(): number;
  /** Monotonic, ms since some start; stands still or jumps in sleep depending on the system. */
  monotonic(): number;
  setTimer(delayMs: number, run: () => void): Timer;
}

/** The longest delay a timer can be given; longer ones would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delayMs, run) {
    const handle = setTimeout(run, Math.min(Math.max(0, delayMs), longestDelayMs));
    return { cancel: () => clearTimeout(handle) };
  },
};
