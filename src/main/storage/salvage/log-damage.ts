import { readLog, type LogFrame } from './log-frames.ts';

/**
 * Whether SQLite, which reads a write-ahead log up to its first broken frame, would pass over commits that were
 * made durable behind it. A loss of power may leave the last transaction in pieces, and that one was promised to
 * nobody; but no transaction begins before the one before it is on the disk. So a commit of a later transaction
 * behind a broken frame says that something durable was damaged.
 *
 * @param isAuthentic whether a frame's page was written by us
 */
export function passesOverCommits(logFile: string, isAuthentic: (frame: LogFrame) => boolean): boolean {
  let broken: LogFrame | null = null;
  let commitsBehind = 0;
  for (const frame of readLog(logFile)) {
    if (frame.isChained) continue;
    // With a broken header even the first frame lies behind what is broken.
    const isBehind = broken !== null || !frame.isHeaderWhole;
    broken ??= frame;
    if (isBehind && frame.isOfThisLog && frame.isCommit && isAuthentic(frame)) commitsBehind += 1;
  }
  if (broken === null) return false;
  // The first commit behind may belong to the broken frame's own transaction, unless that frame ended it. The header
  // is on the disk before any transaction.
  const endedThere = !broken.isHeaderWhole || (broken.isOfThisLog && broken.isCommit);
  return commitsBehind > (endedThere ? 0 : 1);
}
