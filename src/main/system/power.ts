import { powerMonitor } from 'electron';
import type { Power, PowerChange } from './power-port.ts';

const changes: readonly PowerChange[] = ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown'];

/** The computer's sleep, lock and end, through Electron; after `ready` only. */
export function createPower(): Power {
  const listeners = new Set<(change: PowerChange) => void>();
  for (const change of changes) {
    // The overloads of `on` name each event alone. The shutdown is never delayed: no preventDefault.
    powerMonitor.on(change as 'suspend', () => listeners.forEach((listener) => listener(change)));
  }
  return {
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
