import type { Clock } from '../../../src/main/system/clock.ts';
import { demand } from './violation.ts';

/** Whose appointment it is: those of the computer stand still while it sleeps, those of the world do not. */
export type Whose = 'world' | 'computer';

interface Appointment {
  at: number;
  readonly order: number;
  readonly whose: Whose;
  readonly run: () => void;
}

/** A run of sixty commands takes some thousands; more is a loop that would never rest. */
const mostSteps = 60_000;

/** True time in ms since the beginning of a run. It moves from appointment to appointment, never by itself. */
export class Time {
  #now = 0;
  #order = 0;
  #steps = 0;
  #appointments: Appointment[] = [];

  now(): number {
    return this.#now;
  }

  /** As with timers of real systems, the soonest is the next millisecond. */
  after(ms: number, whose: Whose, run: () => void): { cancel(): void } {
    const appointment = { at: this.#now + Math.max(1, Math.ceil(ms)), order: this.#order++, whose, run };
    this.#appointments.push(appointment);
    return {
      cancel: () => {
        this.#appointments = this.#appointments.filter((other) => other !== appointment);
      },
    };
  }

  /** When the next appointment is, or null. */
  get nextAt(): number | null {
    return this.#next()?.at ?? null;
  }

  /** Goes to the next appointment that is not after `end` and keeps it; false where there is none, and `end` is now. */
  step(end: number): boolean {
    const next = this.#next();
    if (next === undefined || next.at > end) {
      this.#now = Math.max(this.#now, end);
      return false;
    }
    this.#appointments = this.#appointments.filter((other) => other !== next);
    this.#steps += 1;
    demand(this.#steps < mostSteps, 'the app goes round in circles: there is no end of timers');
    this.#now = Math.max(this.#now, next.at);
    next.run();
    return true;
  }

  /** The computer falls asleep for so long: its own appointments wait until it wakes. */
  putOff(ms: number): void {
    for (const appointment of this.#appointments) if (appointment.whose === 'computer') appointment.at += ms;
  }

  #next(): Appointment | undefined {
    let next: Appointment | undefined;
    for (const other of this.#appointments) {
      if (next === undefined || other.at < next.at || (other.at === next.at && other.order < next.order)) next = other;
    }
    return next;
  }
}

/** When runs begin, wall clock. */
export const beginning = Date.UTC(2026, 10, 24, 9, 0, 0);

/** One computer's clocks: the wall clock can be set, the monotonic one stands still in sleep. */
export class ComputerClock {
  wallShift = 0;
  slept = 0;
  readonly #time: Time;

  constructor(time: Time) {
    this.#time = time;
  }

  now(): number {
    return beginning + this.#time.now() + this.wallShift;
  }

  /** The clock as one run of the app sees it: a run that was killed hears no timer any more. */
  forLife(isAlive: () => boolean): Clock {
    return {
      now: () => this.now(),
      monotonic: () => withFraction(this.#time.now() - this.slept),
      setTimer: (delayMs, run) =>
        this.#time.after(delayMs, 'computer', () => {
          if (isAlive()) run();
        }),
    };
  }
}

/** The monotonic clock of a real computer counts fractions, another one at each ms. */
function withFraction(ms: number): number {
  return ms + ((Math.floor(ms) * 5) % 8) / 8;
}

/** A small generator of numbers in 0 … 1 from a seed, so that a run can be repeated. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
