import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { JournalEntry } from './control/contract.ts';

export type NewEntry = Pick<
  JournalEntry,
  'method' | 'path' | 'target' | 'operation' | 'connection' | 'reused'
>;

/**
 * Every request the platform received, in order, also those it never answered. With a file it survives a
 * restart: one JSON line each time an entry is opened or changes, the last line of a number counts. A value
 * is never in it.
 */
export class Journal {
  readonly #entries = new Map<number, JournalEntry>();
  readonly #file: number | undefined;
  #lastSeq = 0;
  #lastConnection = 0;

  constructor(path: string | undefined) {
    if (path === undefined) return;
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    this.#load(text);
    this.#file = openSync(path, 'a', 0o600);
    // A line that was cut off when the sandbox was killed must not swallow the next one.
    if (text !== '' && !text.endsWith('\n')) writeSync(this.#file, '\n');
  }

  open(entry: NewEntry): JournalEntry {
    const opened: JournalEntry = {
      seq: ++this.#lastSeq,
      time: new Date().toISOString(),
      ...entry,
      user: null,
      names: [],
      valueHmac: null,
      valueBytes: null,
      committed: false,
      status: null,
      fault: null,
    };
    this.#entries.set(opened.seq, opened);
    this.#append(opened);
    return opened;
  }

  note(entry: JournalEntry, changes: Partial<JournalEntry>): void {
    Object.assign(entry, changes);
    this.#append(entry);
  }

  /** The entries after `seq`, oldest first. */
  since(seq = 0): JournalEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.seq > seq);
  }

  /** Connection numbers go on across restarts too, so that two runs' connections are never taken for one. */
  nextConnection(): number {
    return ++this.#lastConnection;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  #append(entry: JournalEntry): void {
    // Written at once and in one piece: a sandbox that is killed keeps all it received but the line it was
    // writing.
    if (this.#file !== undefined) writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  #load(text: string): void {
    for (const line of text.split('\n')) {
      const entry = parseLine(line);
      if (entry === undefined) continue;
      this.#entries.set(entry.seq, entry);
      this.#lastSeq = Math.max(this.#lastSeq, entry.seq);
      this.#lastConnection = Math.max(this.#lastConnection, entry.connection);
    }
  }
}

function parseLine(line: string): JournalEntry | undefined {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch {
    // The empty line at the end, or the one that was being written when the sandbox was killed.
    return undefined;
  }
}
