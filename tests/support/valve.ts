/** One direction of a connection: bytes go through at once, slowly, or not until it is opened again. */
export interface Valve {
  /** `passed` is called when the last of these bytes was taken by the other side's socket. */
  push(bytes: Buffer, passed?: () => void): void;
  /** Null: at once. */
  setRate(bytesPerSecond: number | null): void;
  setHeld(held: boolean): void;
  /** Calls back when everything that was pushed so far is through. */
  whenEmpty(then: () => void): void;
  stop(): void;
}

interface Parcel {
  bytes: Buffer;
  readonly passed: (() => void) | undefined;
}

export function createValve(write: (bytes: Buffer, taken: () => void) => void): Valve {
  const parcels: Parcel[] = [];
  let waiting: (() => void)[] = [];
  let rate: number | null = null;
  let held = false;
  let timer: NodeJS.Timeout | null = null;

  const flow = (): void => {
    if (held || timer !== null) return;
    for (let parcel = parcels[0]; parcel !== undefined; parcel = parcels[0]) {
      const { bytes, passed } = parcel;
      const part = rate === null ? bytes : bytes.subarray(0, 1);
      parcel.bytes = bytes.subarray(part.length);
      const isLast = parcel.bytes.length === 0;
      if (isLast) parcels.shift();
      write(part, () => {
        if (isLast) passed?.();
      });
      if (rate !== null) {
        timer = setTimeout(() => {
          timer = null;
          flow();
        }, 1000 / rate);
        return;
      }
    }
    const ready = waiting;
    waiting = [];
    for (const then of ready) then();
  };

  const halt = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  return {
    push(bytes, passed) {
      parcels.push({ bytes, passed });
      flow();
    },
    setRate(bytesPerSecond) {
      rate = bytesPerSecond;
      halt();
      flow();
    },
    setHeld(next) {
      held = next;
      flow();
    },
    whenEmpty(then) {
      waiting.push(then);
      flow();
    },
    stop() {
      halt();
      held = true;
      parcels.length = 0;
      waiting = [];
    },
  };
}
