import type { EnvironmentId } from '../../shared/environment.ts';
import type { SignInMethod } from '../../shared/session.ts';

/** The sign-ins that are under way: one for each environment, because only the last that was begun is meant. */
export interface SignInAttempts {
  /** Gives up the one before. `run` is told by the signal when it is not meant any more itself. */
  begin<T>(environmentId: EnvironmentId, method: SignInMethod, run: (givenUp: AbortSignal) => Promise<T>): Promise<T>;
  /** Gives up the one of this environment; where a method is named, only if it goes that way. */
  giveUp(environmentId: EnvironmentId, method?: SignInMethod): void;
  giveUpAll(): void;
}

export function createAttempts(): SignInAttempts {
  const running = new Map<EnvironmentId, { readonly method: SignInMethod; readonly signal: AbortController }>();
  return {
    async begin(environmentId, method, run) {
      running.get(environmentId)?.signal.abort();
      const mine = { method, signal: new AbortController() };
      running.set(environmentId, mine);
      try {
        return await run(mine.signal.signal);
      } finally {
        if (running.get(environmentId) === mine) running.delete(environmentId);
      }
    },
    giveUp(environmentId, method) {
      const attempt = running.get(environmentId);
      if (method === undefined || attempt?.method === method) attempt?.signal.abort();
    },
    giveUpAll() {
      for (const { signal } of running.values()) signal.abort();
    },
  };
}
