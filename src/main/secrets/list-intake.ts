import type { PlatformSecret } from '../../shared/secrets-list.ts';

export interface IntakePorts {
  /** There is no complete list that an incomplete one could spoil. */
  readonly wasNeverWhole: boolean;
  find(name: string): PlatformSecret | null;
  /** All names that are kept now. */
  names(): readonly string[];
  /** One commit. `readWholeAt`: with it the list is complete, wall clock ms. */
  write(written: readonly PlatformSecret[], gone: readonly string[], readWholeAt: number | null): void;
}

/**
 * Takes in a list as it is read. Each page is held against what is kept, while the next one is on its way, and only
 * what differs is written: a list that did not change costs one row, and a first one is never written in one piece.
 */
export interface ListIntake {
  /** How many secrets were read. */
  readonly count: number;
  page(secrets: readonly PlatformSecret[]): void;
  /** The list was read to its end: it takes the place of the one before, in one commit. */
  complete(at: number): void;
}

export function createListIntake(ports: IntakePorts): ListIntake {
  const seen = new Set<string>();
  const differing = new Map<string, PlatformSecret>();
  return {
    get count() {
      return seen.size;
    },
    page(secrets) {
      for (const secret of secrets) {
        seen.add(secret.name);
        if (isSame(ports.find(secret.name), secret)) differing.delete(secret.name);
        else differing.set(secret.name, secret);
      }
      if (!ports.wasNeverWhole || differing.size === 0) return;
      // Nothing complete stands here that this could spoil: what is known is shown, and said to be incomplete.
      ports.write([...differing.values()], [], null);
      differing.clear();
    },
    complete(at) {
      ports.write([...differing.values()], ports.names().filter((name) => !seen.has(name)), at);
    },
  };
}

function isSame(kept: PlatformSecret | null, read: PlatformSecret): boolean {
  return (
    kept !== null &&
    kept.created === read.created &&
    kept.createdBy === read.createdBy &&
    kept.updated === read.updated &&
    kept.updatedBy === read.updatedBy
  );
}
