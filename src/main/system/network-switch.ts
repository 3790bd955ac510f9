import type { Network } from './network-port.ts';

/** The person's "Work offline". */
export interface NetworkSwitch {
  readonly isOff: boolean;
  set(off: boolean): void;
}

/**
 * The same network behind a switch of the person's: while it is off not one request leaves this computer, whoever
 * asks. What was under way when it was switched off is for its callers to break off.
 */
export function withSwitch<N extends Network>(network: N, isOff: () => boolean): N {
  return {
    ...network,
    mayBeOnline: () => !isOff() && network.mayBeOnline(),
    isSwitchedOff: isOff,
    exchange: (request) =>
      isOff()
        ? Promise.resolve({ kind: 'no-answer', reason: 'switched-off', nothingWasSent: true } as const)
        : network.exchange(request),
  };
}
