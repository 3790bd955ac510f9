import type { NoAnswerReason } from '../../shared/environment.ts';
import type { Exchange, Network, NetworkRequest } from './network-port.ts';

/** The person's "Work offline". */
export interface NetworkSwitch {
  readonly isOff: boolean;
  /**
   * Switches for everybody, at once. Off counts from this very call on, even where the disk does not take it; on counts
   * only once it is written. Throws when it could not be written.
   */
  set(off: boolean): void;
}

/** A network that can be switched off, and the switch that does it. */
export interface SwitchedNetwork<N extends Network> {
  readonly network: N;
  readonly networkSwitch: NetworkSwitch;
}

/**
 * The same network behind the person's switch. While it is off not one request leaves this computer, whoever asks; and
 * what is under way when it is switched off is broken off, also what still waits for a connection.
 *
 * @param wasOff where the switch stands at first
 * @param remember writes where it stands; throws when it cannot
 */
export function withSwitch<N extends Network>(network: N, wasOff: boolean, remember: (off: boolean) => void): SwitchedNetwork<N> {
  let isOff = wasOff;
  const underWay = new Set<AbortController>();

  const exchange = async (request: NetworkRequest): Promise<Exchange> => {
    if (isOff) return switchedOff(true);
    const own = new AbortController();
    underWay.add(own);
    const signal = request.signal === undefined ? own.signal : AbortSignal.any([request.signal, own.signal]);
    try {
      const outcome = await network.exchange({ ...request, signal });
      // An answer that came first counts, whatever was switched since.
      return outcome.kind === 'no-answer' && own.signal.aborted ? switchedOff(outcome.nothingWasSent) : outcome;
    } finally {
      underWay.delete(own);
    }
  };

  return {
    network: {
      ...network,
      exchange,
      mayBeOnline: () => !isOff && network.mayBeOnline(),
      isSwitchedOff: () => isOff,
    },
    networkSwitch: {
      get isOff() {
        return isOff;
      },
      set(off) {
        if (!off) {
          remember(false);
          isOff = false;
          return;
        }
        isOff = true;
        for (const own of underWay) own.abort();
        network.hangUp?.();
        remember(true);
      },
    },
  };
}

const reason: NoAnswerReason = 'switched-off';

function switchedOff(nothingWasSent: boolean): Exchange {
  return { kind: 'no-answer', reason, nothingWasSent };
}
