import type { Clock } from '../../src/main/system/clock.ts';

interface Waiting {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it; timers run in the order of their times. */
export class VirtualClock implements Clock {
  #wall: number;
  #monotonic = 0;
  #waiting: Waiting[] = [];

  constructor(wall = Date.UTC(2026, 10, 24, 9, 0, 0)) {
    this.#wall = wall;
  }

  now(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  setTimer(delayMs: number, run: () => void): { cancel(): void } {
    const timer = { at: this.#monotonic + Math.max(0, delayMs), run };
    this.#waiting.push(timer);
    return {
      cancel: () => {
        this.#waiting = this.#waiting.filter((other) => other !== timer);
      },
    };
  }

  get timersWaiting(): number {
    return this.#waiting.length;
  }

  /** Lets time pass on both clocks, running each timer at its own moment. */
  pass(ms: number): void {
    const end = this.#monotonic + ms;
    for (;;) {
      const next = this.#waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#moveTo(next.at);
      next.run();
    }
    this.#moveTo(end);
  }

  /** The wall clock alone jumps, as when a person or the network sets it. */
  setWall(wall: number): void {
    this.#wall = wall;
  }

  #moveTo(monotonic: number): void {
    this.#wall += monotonic - this.#monotonic;
    this.#monotonic = monotonic;
  }
}
