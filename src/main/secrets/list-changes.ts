import { randomUUID } from 'node:crypto';

/** So many names that changed are remembered for each list; who missed more than that reads it whole. */
const mostNames = 5_000;

interface Log {
  /** When each name changed last, the oldest first. */
  readonly editions: Map<string, number>;
  latest: number;
  /** The newest edition that was forgotten: a mark before it says too little. */
  forgotten: number;
}

/**
 * Which names of a list changed since somebody read it: nobody is sent fifty thousand rows for one that moved. In
 * memory, for one opening of the database; to say too much does no harm, so what is rolled back may stand here.
 */
export interface ListChanges {
  note(accountId: number, names: readonly string[]): void;
  /** How far the changes have come. Opaque; it means nothing to another account or another opening. */
  mark(accountId: number): string;
  /** The names that changed since `mark` was given; null: not known, all must be read. */
  since(accountId: number, mark: string): readonly string[] | null;
}

export function createListChanges(): ListChanges {
  const opening = randomUUID();
  const logs = new Map<number, Log>();
  let edition = 0;
  const logOf = (accountId: number): Log => {
    const log = logs.get(accountId) ?? { editions: new Map<string, number>(), latest: edition, forgotten: edition };
    logs.set(accountId, log);
    return log;
  };
  return {
    note(accountId, names) {
      if (names.length === 0) return;
      const log = logOf(accountId);
      edition += 1;
      log.latest = edition;
      if (names.length > mostNames) {
        log.editions.clear();
        log.forgotten = edition;
        return;
      }
      for (const name of names) {
        log.editions.delete(name);
        log.editions.set(name, edition);
      }
      for (const [name, of] of log.editions) {
        if (log.editions.size <= mostNames) break;
        log.editions.delete(name);
        log.forgotten = of;
      }
    },
    mark: (accountId) => `${opening}/${accountId}/${logOf(accountId).latest}`,
    since(accountId, mark) {
      const [whose, account, at] = mark.split('/');
      const log = logOf(accountId);
      if (whose !== opening || account !== String(accountId)) return null;
      const from = Number(at);
      if (!(from >= log.forgotten)) return null;
      if (from >= log.latest) return [];
      return [...log.editions].filter(([, of]) => of > from).map(([name]) => name);
    },
  };
}
