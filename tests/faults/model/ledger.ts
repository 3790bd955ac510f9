import type { Intent, SeenSecret, Sighting } from '../../../src/shared/entry.ts';
import { lateCommitMs } from '../../../src/main/sync/proof.ts';
import type { Line } from './platform.ts';
import type { Trip } from './network.ts';
import { Violation } from './violation.ts';

/** What one answer proved about the write it belongs to. */
export type Verdict = 'done' | 'not-done' | 'refused' | 'exists' | 'unsure';

/** One request that wrote, with everything that the oracle knows about it and the app may not. */
export interface Send {
  readonly attemptId: string;
  readonly known: Known;
  readonly intent: Intent;
  readonly name: string;
  readonly revision: number;
  readonly seen: SeenSecret | null;
  readonly issuedAt: number;
  /** The same by the clock that stands still in sleep: attempts are reckoned by it. */
  readonly issuedMonotonic: number;
  /** Start and time-out as the app recorded them, true time. */
  readonly timeoutMs: number;
  /** Whether the app knew the platform's clock when it began. */
  readonly knewClock: boolean;
  /** When the app last heard the platform's clock before this. */
  readonly clockHeardAt: number;
  /** What the app had seen of this name when it sent. */
  readonly look: Look | null;
  readonly phase: number;
  trip: Trip | null;
  heardAt: number | null;
  heardMonotonic: number | null;
  verdict: Verdict | null;
  status: number | null;
  diedAt: number | null;
  /** By how much our clock was set forward since: that looks like a sleep, so this much of the window is gone. */
  skippedMs: number;
  commit: Line | null;
}

/** What a list answer that the app heard showed of one name. */
export interface Look {
  /** True time when the platform wrote that page. */
  readonly writtenAt: number;
  readonly heardAt: number;
  readonly found: Sighting | null;
}

/** One entry as the plain model has it: what the person asked for, and what was seen of it. */
export interface Known {
  readonly id: string;
  readonly tag: string;
  accountId: number | null;
  intent: Intent;
  name: string;
  /** The newest value; null for a delete. */
  value: string | null;
  revision: number;
  valueOf: Map<number, string>;
  seen: SeenSecret | null;
  held: boolean;
  /** The person decided anew: what is sent from here on is another intent. */
  phase: number;
  readonly sends: Send[];
  state: string;
  discarded: boolean;
  saidItIsTheOne: boolean;
  /** The entry of which an older value was delivered, where this one brings the newer value after it. */
  readonly follows: Known | null;
}

/** An entry as it is when it was just added: its first value waits, and nothing was tried. */
export function newlyKnown(
  given: Pick<Known, 'id' | 'tag' | 'accountId' | 'intent' | 'name' | 'value' | 'seen'>,
  { held = false, follows = null }: Partial<Pick<Known, 'held' | 'follows'>> = {},
): Known {
  return {
    ...given,
    held,
    follows,
    revision: 1,
    valueOf: new Map([[1, given.value ?? '']]),
    phase: 0,
    sends: [],
    state: 'waiting',
    discarded: false,
    saidItIsTheOne: false,
  };
}

/** When an attempt is over as the app reckons it, true time: when it heard of it, and by its time-out at the latest. */
export function endOf({ issuedAt, issuedMonotonic, heardMonotonic, timeoutMs }: Send): number {
  return issuedAt + Math.min(timeoutMs, (heardMonotonic ?? Infinity) - issuedMonotonic);
}

/** Whether something landed so late that the app need not reckon with it any more. */
export function isBeyondWindow(send: Send, at: number): boolean {
  return at > endOf(send) + lateCommitMs - send.skippedMs;
}

/** An entry that the app calls delivered, and what the platform must hold because of it. */
export interface Delivery {
  readonly known: Known;
  readonly name: string;
  /** True time from which it holds; null where a person said so, or the own account did it elsewhere. */
  readonly since: number | null;
}

/** What an exchange told of the whole environment; unknown after something that hid it from us. */
export type GateNews = 'reached' | 'no-answer' | 'certificate' | 'not-kelvin' | 'throttled' | 'unknown';

/** The cases that docs/reliability.md says cannot be told apart, counted. */
export interface Untellable {
  /** Own account made the same thing elsewhere inside an attempt's window. */
  claimedElsewhere: number;
  /** The platform's clock moved, or showed itself otherwise, between its Date and the deed. */
  clock: number;
  /** Landed, answer lost, deleted by somebody, created again. */
  recreated: number;
  /** Changed by somebody between our look and our write. */
  raced: number;
  /** Landed long after it was given up. */
  late: number;
}

export function nothingUntellable(): Untellable {
  return { claimedElsewhere: 0, clock: 0, recreated: 0, raced: 0, late: 0 };
}

/** Everything that the oracle remembers of a run. */
export class Ledger {
  readonly known = new Map<string, Known>();
  readonly sends = new Map<string, Send>();
  readonly looks = new Map<string, Look>();
  /** Every state in which a list showed a name, oldest first. */
  readonly sightings = new Map<string, { readonly at: number; readonly found: Sighting }[]>();
  /** When a list for this name was refused with 403, as the app heard it. */
  readonly listRefusedAt = new Map<string, number>();
  /** Journal lines by the stamp that they gave a secret. */
  readonly births = new Map<string, Line>();
  readonly touches = new Map<string, Line>();
  /** Attempts that landed after the account's own change elsewhere had been taken for them. */
  readonly landedUnawaited = new Set<string>();
  /** In the order in which they came. */
  readonly deliveries: Delivery[] = [];
  readonly untellable = nothingUntellable();
  /** True times at which the platform's clock was set, and those at which ours was. */
  readonly platformClockSet: number[] = [];
  readonly wallSet: number[] = [];
  /** When the platform wrote the last answer that told its clock, true time. */
  clockHeardAt = -1;
  readonly #clockHeard: { readonly at: number; readonly writtenAt: number }[] = [];
  /** Until then the platform wants not to be asked; a person may ask it all the same. */
  throttledUntil = 0;
  /** The same, but for what the screen may say: asking earlier does not make it false. */
  throttledOnScreenUntil = 0;
  throttleHeardAt = 0;
  /** Null as long as nothing was heard. */
  gateNews: GateNews | null = null;
  /** What may still be said, because what was heard since may have been kept from the gate. */
  gateNewsBefore: GateNews | null = null;
  /** Since then something happened that may have shut the gate, or may not. */
  mayBeOffline = false;
  sessionWasRefused = false;
  /** What was seen in the middle of the app's own work, where nobody would hear an error. */
  violation: Violation | null = null;
  unauthorizedHeard = 0;

  hearClock(writtenAt: number, now: number): void {
    this.clockHeardAt = writtenAt;
    this.#clockHeard.push({ at: now, writtenAt });
  }

  /** A started app knows no platform's clock. */
  forgetClock(): void {
    this.clockHeardAt = -1;
    this.#clockHeard.length = 0;
  }

  /** The same as it was for what left at `now`: what came in at that very moment may not have been read yet. */
  clockHeardBefore(now: number): number {
    return this.#clockHeard.findLast(({ at }) => at < now)?.writtenAt ?? -1;
  }

  /** What comes while the platform wants time does not take that back. */
  tell(news: GateNews, now: number): void {
    if (news !== 'throttled' && now < this.throttledUntil) return;
    this.gateNews = news;
    this.gateNewsBefore = null;
    this.mayBeOffline = false;
  }

  /** A look shows that the platform answers; what the look was for is held back by a gate that is shut, and not said. */
  lookReached(now: number): void {
    const { gateNews, gateNewsBefore, mayBeOffline } = this;
    this.tell('reached', now);
    this.gateNewsBefore = gateNews === 'reached' ? gateNewsBefore : gateNews;
    this.mayBeOffline = mayBeOffline;
  }

  /** Keeps the first violation for the next check, and lets the app go on. */
  watch<T>(look: () => T, otherwise: T): T {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.violation ??= error;
      return otherwise;
    }
  }
}
