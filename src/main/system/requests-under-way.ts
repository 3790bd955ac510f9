/** A request under way to one origin. */
export interface UnderWay {
  /** Aborts when the request's own signal does, or when it is broken off from here. */
  readonly signal: AbortSignal;
  readonly isBrokenOff: boolean;
  end(): void;
}

/** What is under way where, so that what cannot go on can be broken off by its origin. */
export function createRequestsUnderWay() {
  const all = new Set<{ readonly origin: string; readonly controller: AbortController }>();
  return {
    begin(url: string, own: AbortSignal | undefined): UnderWay {
      const controller = new AbortController();
      const one = { origin: new URL(url).origin, controller };
      all.add(one);
      return {
        signal: own === undefined ? controller.signal : AbortSignal.any([own, controller.signal]),
        get isBrokenOff() {
          return controller.signal.aborted;
        },
        end: () => void all.delete(one),
      };
    },
    isAny: (origin: string): boolean => [...all].some((one) => one.origin === origin),
    breakOff(origin: string): void {
      for (const one of all) if (one.origin === origin) one.controller.abort();
    },
  };
}
