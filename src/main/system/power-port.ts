import type { SystemLock } from '../../shared/app-state.ts';

export type PowerChange = 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'shutdown';

/** What happens to the computer under the app. */
export interface Power {
  /** The answer stops listening. A listener for `shutdown` must be quick: the system does not wait. */
  onChange(listener: (change: PowerChange) => void): () => void;
  /** Whether `lock-screen` is heard on this system; where it takes some doing, it is listened to from then on. */
  hearsLock(): Promise<SystemLock>;
}
