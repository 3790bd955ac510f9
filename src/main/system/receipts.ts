import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { systemFiles } from './files.ts';

/** An entry that was acknowledged, and when (wall clock, ms). */
export interface Receipt {
  readonly id: string;
  readonly at: number;
}

/**
 * Remembers beside the database which entries were acknowledged and not done yet: ids and times, nothing else. It
 * promises nothing and costs no wait for the disk. It is there for the one thing that a database cannot tell of
 * itself: that its last writes, or all of it, are gone.
 */
export interface Receipts {
  /** After the commit that keeps the entry. */
  given(id: string, at: number): void;
  /** The entry came to its end. */
  settled(id: string): void;
  /** What was acknowledged and not settled, oldest first. */
  outstanding(): readonly Receipt[];
  /** Writes the file anew with what is still outstanding. */
  keepOnly(receipts: readonly Receipt[]): void;
}

export function createReceipts(file: string): Receipts {
  /** Written after the commit, so it must not undo it: without a receipt a loss would only go unnoticed. */
  const append = (line: string): void => {
    try {
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      // A full disk. The next start does without.
    }
  };
  return {
    given: (id, at) => append(`+ ${id} ${at}\n`),
    settled: (id) => append(`- ${id}\n`),
    outstanding: () => outstandingIn(textOf(file)),
    keepOnly(receipts) {
      try {
        writeFileSync(`${file}.new`, receipts.map(({ id, at }) => `+ ${id} ${at}\n`).join(''), { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch {
        // The old ones stay: read again at the next start, they say the same.
      }
    },
  };
}

function textOf(file: string): string {
  try {
    return systemFiles.read(file)?.toString('utf8') ?? '';
  } catch {
    return '';
  }
}

function outstandingIn(text: string): Receipt[] {
  const receipts = new Map<string, Receipt>();
  for (const line of text.split('\n')) {
    const [, sign, id, at] = /^([+-]) ([\w-]+)(?: (\d+))?$/.exec(line) ?? [];
    if (id === undefined) continue;
    if (sign === '-') receipts.delete(id);
    else if (at !== undefined) receipts.set(id, { id, at: Number(at) });
  }
  return [...receipts.values()].sort((a, b) => a.at - b.at);
}
