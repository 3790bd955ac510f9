import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from './log-lines.ts';
import { redacted } from './redacted.ts';

export type { LogLine } from './log-lines.ts';
export { noteError } from './error-note.ts';

/** Writes one line. It never throws: a full disk must not stop the app for the sake of its log. */
export type Log = (line: LogLine) => void;

/** A file is turned over at this size, and this many are kept. */
const largestFile = 1024 * 1024;
const filesKept = 3;

export interface LogOptions {
  readonly folder: string;
  /** Every line goes here too; null: nowhere. */
  readonly echo: ((line: string) => void) | null;
  readonly now: () => number;
}

/** A log of JSON lines in `<folder>/kelvin-secrets.log`, which only this person may read. */
export function createLog({ folder, echo, now }: LogOptions): Log {
  const file = join(folder, 'kelvin-secrets.log');
  let size: number | null = null;

  function write(text: string): void {
    if (size === null) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    }
    if (size > 0 && size + text.length > largestFile) {
      turnOver(file);
      size = 0;
    }
    appendFileSync(file, text, { mode: 0o600 });
    size += text.length;
  }

  return (line) => {
    const text = JSON.stringify({ at: new Date(now()).toISOString(), ...redacted(line) });
    echo?.(text);
    try {
      write(`${text}\n`);
    } catch {
      size = null;
    }
  };
}

function turnOver(file: string): void {
  for (let number = filesKept - 1; number >= 1; number--) {
    const from = number === 1 ? file : `${file}.${number - 1}`;
    if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, `${file}.${number}`);
  }
}
