import { powerMonitor } from 'electron';
import type { Clock } from './clock.ts';
import type { Power, PowerChange } from './power-port.ts';
import { createSessionLock } from './session-lock.ts';

const changes: readonly PowerChange[] = ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown'];

/** The computer's sleep, lock and end, through Electron; after `ready` only. */
export function createPower(clock: Clock, platform: NodeJS.Platform = process.platform): Power {
  const listeners = new Set<(change: PowerChange) => void>();
  const tell = (change: PowerChange): void => listeners.forEach((listener) => listener(change));
  for (const change of changes) {
    // The overloads of `on` name each event alone. The shutdown is never delayed: no preventDefault.
    powerMonitor.on(change as 'suspend', () => tell(change));
  }
  // Electron has `lock-screen` on macOS and Windows only.
  const sessionLock = platform === 'linux' ? createSessionLock(clock, () => tell('lock-screen')) : null;
  return {
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async hearsLock() {
      if (sessionLock === null) return 'told';
      return (await sessionLock.listen()) ? 'told-by-most' : 'not-told';
    },
  };
}
