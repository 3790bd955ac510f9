import type { Gate } from '../../../src/shared/sync-status.ts';
import type { Disk } from './disk.ts';
import { isDiskFull } from './disk.ts';
import type { GateNews, Ledger } from './ledger.ts';
import { environment, type Life } from './life.ts';
import type { Cable } from './network.ts';
import type { ComputerClock, Time } from './time.ts';
import { demand, Violation } from './violation.ts';

const second = 1_000;

/**
 * How long after a refusal of the disk an answer may still wait to be recorded, and so be untold: the last backoff of
 * the few commits that a run lets fail.
 */
const recordedWithinMs = 65 * second;

/** After the time that the platform asked for it is asked again: the longest nap, a token, and the probe itself. */
const askedAgainWithinMs = 150 * second;

/** How exactly the screen tells until when the platform wants to be left alone. */
const roundingMs = second;

export interface GateWatchParts {
  readonly ledger: Ledger;
  readonly time: Time;
  readonly computer: ComputerClock;
  readonly disk: Disk;
  readonly cable: Cable;
}

/** Compares what the header says of the environment with what the app heard. */
export class GateWatch {
  readonly #parts: GateWatchParts;
  #isAsleep = false;
  #blurredUntil = 0;

  constructor(parts: GateWatchParts) {
    this.#parts = parts;
  }

  /** What is heard from here on may go unheard. */
  asleep(): void {
    this.#isAsleep = true;
  }

  awake(): void {
    if (this.#isAsleep) this.#forget();
    this.#isAsleep = false;
  }

  beginsAnew(): void {
    this.#isAsleep = false;
    this.#blurredUntil = 0;
    this.#parts.ledger.gateNews = null;
    this.#parts.ledger.mayBeOffline = false;
    this.#parts.ledger.gateNewsBefore = null;
  }

  check(life: Life): void {
    const { ledger, time } = this.#parts;
    if (ledger.violation !== null) throw ledger.violation;
    this.#noteStumbles(life);
    const gate = life.gate();
    if (gate.kind === 'sign-in') this.#checkSignIn(life, gate.because);
    // While the disk takes nothing, what was heard is not recorded yet, nor told.
    if (this.#isAsleep || time.now() < this.#blurredUntil) return;
    this.#checkNews(gate);
    if (gate.kind === 'throttled') this.#checkWait(gate.until);
  }

  #noteStumbles(life: Life): void {
    const { disk, time } = this.#parts;
    const wasRefused = disk.failing > 0 || life.stumbles.length > 0;
    if (wasRefused) {
      this.#blurredUntil = time.now() + recordedWithinMs;
      this.#forget();
    }
    life.stumbles.splice(0).forEach((error) => {
      if (!isDiskFull(error)) throw new Violation(`the app stumbled: ${String(error instanceof Error ? error.stack : error)}`);
    });
  }

  #checkSignIn(life: Life, because: string): void {
    const { ledger } = this.#parts;
    demand(!life.access.isSignedIn(environment.id), 'the header asks to sign in, and somebody is signed in');
    if (because !== 'expired') return;
    const isTrue = ledger.sessionWasRefused || ledger.unauthorizedHeard >= 2;
    demand(isTrue, 'the header says that the session ended, and the platform never said so');
  }

  #checkNews(gate: Gate): void {
    const { ledger, cable } = this.#parts;
    const said = newsOf(gate);
    const { gateNews, gateNewsBefore } = ledger;
    if (said === null || said === gateNews || said === gateNewsBefore) return;
    if (gateNews === 'unknown' || gateNewsBefore === 'unknown') return;
    if (said === 'no-answer' && (ledger.mayBeOffline || !cable.linkUp)) return;
    throw new Violation(`the header says ${gate.kind}, and what was heard last says ${gateNews ?? 'nothing'}`);
  }

  #checkWait(until: number): void {
    const { ledger, time, computer } = this.#parts;
    const overdueMs = time.now() - computer.slept - (ledger.throttledOnScreenUntil + askedAgainWithinMs);
    demand(overdueMs <= 0, `the header says "wait" ${overdueMs} ms after the platform did not want that any more`);
    const wasSetSince = ledger.wallSet.some((at) => at >= ledger.throttleHeardAt);
    const differenceMs = until - computer.now() - (ledger.throttledOnScreenUntil - time.now());
    // Shorter would show itself by a request that comes too early.
    demand(wasSetSince || differenceMs <= roundingMs, `the header says "wait" for ${differenceMs} ms more than the platform did`);
  }

  #forget(): void {
    if (this.#parts.ledger.gateNews !== null) this.#parts.ledger.gateNews = 'unknown';
  }
}

function newsOf(gate: Gate): GateNews | null {
  switch (gate.kind) {
    case 'open':
      return 'reached';
    case 'offline':
      return 'no-answer';
    case 'certificate':
    case 'not-kelvin':
    case 'throttled':
      return gate.kind;
    default:
      return null;
  }
}
