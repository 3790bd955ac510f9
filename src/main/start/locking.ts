import { lockAfterChoices, type LockedBy, type Locking } from '../../shared/app-state.ts';
import type { Clock, Timer } from '../system/clock.ts';
import type { Preferences } from '../system/preferences.ts';

/** How often it is looked whether anybody is there, ms. */
const lookEveryMs = 5_000;

export interface LockingRules {
  read(): Locking;
  write(locking: Locking): void;
}

/** The person's choices, with what stands where none was made: never by itself, with the system, nothing sent. */
export function createLockingRules(preferences: Preferences): LockingRules {
  return {
    read: () => ({
      afterMinutes: preferences.get('lockAfterMinutes') ?? lockAfterChoices[0],
      withSystem: preferences.get('lockWithSystem') ?? false,
      keepSending: preferences.get('sendWhileLocked') ?? false,
    }),
    write({ afterMinutes, withSystem, keepSending }) {
      preferences.set('lockAfterMinutes', afterMinutes);
      preferences.set('lockWithSystem', withSystem);
      preferences.set('sendWhileLocked', keepSending);
    },
  };
}

/** Locks when nobody has been at this computer for as long as the person chose. The answer stops it. */
export function lockWhenIdle(ports: {
  readonly clock: Clock;
  readonly rules: LockingRules;
  readonly secondsIdle: () => number;
  readonly lock: (by: LockedBy) => void;
}): () => void {
  const { clock, rules, secondsIdle, lock } = ports;
  let timer: Timer;
  const look = (): void => {
    const { afterMinutes } = rules.read();
    if (afterMinutes > 0 && secondsIdle() >= afterMinutes * 60) lock('idle');
    timer = clock.setTimer(lookEveryMs, look);
  };
  timer = clock.setTimer(lookEveryMs, look);
  return () => timer.cancel();
}
