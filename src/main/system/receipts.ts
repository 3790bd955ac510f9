import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { systemFiles } from './files.ts';

/** What is remembered of an entry that was acknowledged. Times are wall clock, ms. */
export interface Receipt {
  readonly id: string;
  readonly at: number;
  /** What the person changed since, oldest first, each with the entry's own count of changes after it. */
  readonly changes: readonly ReceiptOfChange[];
  /** When it came to its end, as far as this file knows. */
  readonly settledAt: number | null;
}

export interface ReceiptOfChange {
  readonly count: number;
  readonly at: number;
}

/**
 * Remembers beside the database which entries were acknowledged, changed and ended: ids, counts and times, nothing
 * else. It promises nothing and costs no wait for the disk. It is there for the one thing that a database cannot tell
 * of itself: that its last writes, or all of it, are gone.
 */
export interface Receipts {
  /** After the commit that keeps the entry. */
  given(id: string, at: number): void;
  /** The same for many that one commit keeps. */
  allGiven(ids: readonly string[], at: number): void;
  /** After the commit of a change that the person made. `count` is the entry's own. */
  changed(id: string, count: number, at: number): void;
  /** The entry came to its end. */
  settled(id: string, at: number): void;
  /** Everything that the file knows, also of what was settled; oldest first. */
  all(): readonly Receipt[];
  /** Writes the file anew with these alone. */
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
    given: (id, at) => append(givenLine(id, at)),
    allGiven: (ids, at) => append(ids.map((id) => givenLine(id, at)).join('')),
    changed: (id, count, at) => append(changedLine(id, { count, at })),
    settled: (id, at) => append(settledLine(id, at)),
    all: () => receiptsIn(textOf(file)),
    keepOnly(receipts) {
      try {
        writeFileSync(`${file}.new`, receipts.map(linesOf).join(''), { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch {
        // The old ones stay: read again at the next start, they say the same.
      }
    },
  };
}

const givenLine = (id: string, at: number): string => `+ ${id} ${at}\n`;
const changedLine = (id: string, { count, at }: ReceiptOfChange): string => `~ ${id} ${count} ${at}\n`;

const settledLine = (id: string, at: number): string => `- ${id} ${at}\n`;

function linesOf({ id, at, changes, settledAt }: Receipt): string {
  const end = settledAt === null ? '' : settledLine(id, settledAt);
  return givenLine(id, at) + changes.map((change) => changedLine(id, change)).join('') + end;
}

function textOf(file: string): string {
  try {
    return systemFiles.read(file)?.toString('utf8') ?? '';
  } catch {
    return '';
  }
}

function receiptsIn(text: string): Receipt[] {
  const receipts = new Map<string, Receipt>();
  // A line without its end was cut, and its time with it.
  for (const line of text.split('\n').slice(0, -1)) {
    const [, sign, id, ...numbers] = /^([+~-]) ([\w-]+) (\d+)(?: (\d+))?$/.exec(line) ?? [];
    if (id === undefined) continue;
    const [first = 0, second] = numbers.filter((number) => number !== undefined).map(Number);
    const known = receipts.get(id);
    if (sign === '+') receipts.set(id, { id, at: first, changes: [], settledAt: null });
    else if (known === undefined) continue;
    else if (sign === '-') receipts.set(id, { ...known, settledAt: first });
    // A change of what was settled: the database had lost its end, and the person went on with it.
    else if (second !== undefined) {
      receipts.set(id, { ...known, changes: [...known.changes, { count: first, at: second }], settledAt: null });
    }
  }
  return [...receipts.values()].sort((a, b) => a.at - b.at);
}
