import type { Database } from 'better-sqlite3';
import type { Clock, Timer } from '../system/clock.ts';
import { diskTrouble } from './disk-trouble.ts';

/** A checkpoint costs more than a commit: while the outbox drains there is at most one in this time. */
const intervalMs = 1000;

export interface Checkpoints {
  /**
   * Wants the log emptied, because something in it was erased. It happens now if the last one was long
   * enough ago, else in its time; a reader in the way delays it, and it is repeated until it succeeds.
   */
  want(): void;
  /** Empties the log at once, as at quit. False if a reader was in the way. */
  now(): boolean;
  /** No more of them: the database is about to be closed. */
  stop(): void;
}

/**
 * Keeps the write-ahead log from holding old page images: until it is emptied, the (encrypted) log still
 * contains what was erased from the database.
 */
export function createCheckpoints({ db, clock }: { db: Database; clock: Clock }): Checkpoints {
  let timer: Timer | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  function run(): boolean {
    timer?.cancel();
    timer = null;
    lastAt = clock.monotonic();
    const done = emptyLog(db);
    if (!done) schedule(intervalMs);
    return done;
  }

  function schedule(delayMs: number): void {
    if (stopped || timer !== null) return;
    timer = clock.setTimer(delayMs, () => {
      timer = null;
      if (!stopped) run();
    });
  }

  return {
    want() {
      if (stopped || timer !== null) return;
      const wait = lastAt + intervalMs - clock.monotonic();
      if (wait <= 0) run();
      else schedule(wait);
    },
    now: () => !stopped && run(),
    stop() {
      stopped = true;
      timer?.cancel();
      timer = null;
    },
  };
}

/** Whether the log was emptied. With a reader the pragma answers busy without an error. */
function emptyLog(db: Database): boolean {
  try {
    const [answer] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return answer?.busy === 0;
  } catch (error) {
    // A full disk or a statement in progress: nothing is lost, the log only stays longer.
    if (diskTrouble(error) === null) throw error;
    return false;
  }
}
