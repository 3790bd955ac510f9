import { assertNever } from '../../shared/assert-never.ts';
import type { Gate } from '../../shared/sync-status.ts';
import type { Clock } from '../system/clock.ts';
import { backoffMs } from './backoff.ts';
import type { News } from './news.ts';

/**
 * The gate of one environment: what news does to it, and when it is knocked at again. It holds back everything
 * of its environment and nothing of any other.
 */
export interface GateKeeper {
  readonly gate: Gate;
  /** Wall clock time of the next probe, null when only the person (or the system) can open the gate. */
  readonly probeAt: number | null;
  /** The platform asked for time that is not over yet, and the person did not ask to know sooner. */
  readonly isHeld: boolean;
  hear(news: News): void;
  /** The person, a link, a wake or a sign-in gives it a new start: probe at once, delays forgotten. */
  knock(afterMs?: number): void;
  /** The same, but what the platform asked for is waited for all the same: only the person may ask earlier. */
  nudge(afterMs?: number): void;
  /** The clock of this computer was set back by so many ms: times of the old one are told in the new one. */
  clockSetBack(byMs: number): void;
}

export function createGateKeeper(clock: Clock, random: () => number, changed: () => void): GateKeeper {
  let gate: Gate = { kind: 'unproven' };
  let probeAt: number | null = clock.now();
  let setbacks = 0;

  const set = (next: Gate, nextProbeAt: number | null): void => {
    const before = gate;
    gate = next;
    probeAt = nextProbeAt;
    if (JSON.stringify(before) !== JSON.stringify(next)) changed();
  };
  const later = (): number => {
    const at = clock.now() + backoffMs(setbacks, random);
    setbacks += 1;
    return at;
  };

  const isHeld = (): boolean => gate.kind === 'throttled' && probeAt !== null && clock.now() < probeAt;
  const knock = (afterMs = 0): void => {
    setbacks = 0;
    probeAt = clock.now() + afterMs;
    // What is known to be shut stays shut on the screen until the answer comes.
    if (gate.kind === 'open' || gate.kind === 'sign-in') set({ kind: 'unproven' }, probeAt);
  };

  return {
    get gate() {
      return gate;
    },
    get probeAt() {
      return probeAt;
    },
    get isHeld() {
      return isHeld();
    },
    knock,
    nudge(afterMs = 0) {
      // Only a sign-in opens what asks for one, and the courier knocks then.
      if (!isHeld() && gate.kind !== 'sign-in') knock(afterMs);
    },
    clockSetBack(byMs) {
      // The next probe moves with it: the person may have asked to know sooner.
      if (gate.kind === 'throttled') set({ kind: 'throttled', until: gate.until - byMs }, (probeAt ?? gate.until) - byMs);
    },
    hear(news) {
      // What answers now may have been asked before the platform said "wait": it does not take that back.
      if (isHeld() && news.kind !== 'throttled' && news.kind !== 'sign-in') return;
      switch (news.kind) {
        case 'nothing':
        case 'unauthorized':
          return;
        case 'reached':
          setbacks = 0;
          return set({ kind: 'open' }, null);
        case 'no-answer': {
          const at = later();
          const since = gate.kind === 'offline' ? gate.since : clock.now();
          return set({ kind: 'offline', because: news.reason, since, nextProbeAt: at }, at);
        }
        case 'certificate':
          return set({ kind: 'certificate', trouble: news.trouble }, later());
        case 'not-kelvin':
          return set({ kind: 'not-kelvin' }, later());
        case 'throttled': {
          const until = Math.max(clock.now() + news.ms, gate.kind === 'throttled' ? gate.until : 0);
          return set({ kind: 'throttled', until }, until);
        }
        case 'sign-in':
          return set({ kind: 'sign-in', because: news.because }, null);
        default:
          return assertNever(news);
      }
    },
  };
}
