/**
 * The data key while the app is unlocked: the database that is open has it in memory anyway, and with it the key can
 * be wrapped otherwise just when the wrap that opened it does not open any more.
 */
export interface KeyInHand {
  /** Keeps this very buffer. */
  keep(key: Buffer): void;
  current(): Buffer | null;
  /** A copy, the caller's to zero: what is under way must not work with a key that is forgotten meanwhile. */
  copy(): Buffer | null;
  /** Zeroes it. */
  forget(): void;
}

export function createKeyInHand(): KeyInHand {
  let kept: Buffer | null = null;
  return {
    keep(key) {
      if (kept !== key) kept?.fill(0);
      kept = key;
    },
    current: () => kept,
    copy: () => (kept === null ? null : Buffer.from(kept)),
    forget() {
      kept?.fill(0);
      kept = null;
    },
  };
}
