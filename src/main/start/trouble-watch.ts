import type { StartTrouble } from '../../shared/app-state.ts';
import type { Clock, Timer } from '../system/clock.ts';
import type { PhasesParts } from './phases-port.ts';

/** Troubles after which an empty profile can begin; the others pass, or another version of the app opens it. */
const fresh: ReadonlySet<StartTrouble> = new Set([
  'keychain-changed',
  'key-file-unreadable',
  'key-file-missing',
  'database-unreadable',
]);

/** Troubles that end by themselves: then the app goes on without a click. */
const passing: ReadonlySet<StartTrouble> = new Set(['disk-full', 'profile-not-writable', 'profile-not-readable']);

/** How often it is looked whether such a trouble has ended, ms. */
const lookAgainMs = 3_000;

export const canStartAfresh = (trouble: StartTrouble): boolean => fresh.has(trouble);

export const passes = (trouble: StartTrouble): boolean => passing.has(trouble);

/** Looks whether a trouble that passes has passed, for as long as one stands. */
export interface TroubleWatch {
  begin(): void;
  end(): void;
}

/**
 * @param standing the trouble that stands now
 * @param passed it has ended
 */
export function createTroubleWatch(
  { clock, canWrite, canReadKeyFile }: Pick<PhasesParts, 'canWrite' | 'canReadKeyFile'> & { readonly clock: Clock },
  standing: () => StartTrouble | null,
  passed: () => void,
): TroubleWatch {
  let looking: Timer | null = null;
  const begin = (): void => {
    looking?.cancel();
    looking = clock.setTimer(lookAgainMs, () => {
      const trouble = standing();
      if (trouble === null || !passes(trouble)) return;
      if (trouble === 'profile-not-readable' ? canReadKeyFile() : canWrite()) passed();
      else begin();
    });
  };
  return {
    begin() {
      const trouble = standing();
      if (trouble !== null && passes(trouble)) begin();
    },
    end: () => looking?.cancel(),
  };
}
