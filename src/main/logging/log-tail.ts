import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels } from '../../shared/ipc/requests.ts';
import { fieldsOf } from './log-lines.ts';
import type { LogEvent, LogLine } from './log-lines.ts';
import { redacted } from './redacted.ts';

export interface LogTail {
  /** Oldest first, as they may be shown to anybody. */
  readonly lines: readonly string[];
  /** Lines that are none of the log's own, by their number alone. */
  readonly unreadable: number;
}

/**
 * The last lines of the log in this folder. The file may have been written by an older version, or by a hand: each line
 * goes through the same sieve as when it was written, and what is not of its form is dropped.
 *
 * @param ofOutbox whether lines about entries, sessions and lists are told too: a locked app tells nothing of them
 */
export function readLogTail(folder: string, most: number, ofOutbox: boolean): LogTail {
  const text = [read(join(folder, 'kelvin-secrets.log.1')), read(join(folder, 'kelvin-secrets.log'))].join('');
  const told = text.split('\n').filter((line) => line !== '' && (ofOutbox || !outboxEvents.some((event) => line.includes(`"event":"${event}"`))));
  const last = told.slice(-most);
  const lines = last.map(sifted).filter((line) => line !== null);
  return { lines, unreadable: last.length - lines.length };
}

const outboxEvents: readonly LogEvent[] = ['attempt', 'attempt-ended', 'gate', 'list-read', 'session'];

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function sifted(line: string): string | null {
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof given !== 'object' || given === null || !('event' in given) || !('at' in given)) return null;
  if (typeof given.at !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(given.at)) return null;
  if (typeof given.event !== 'string' || !Object.hasOwn(fieldsOf, given.event)) return null;
  const kept = Object.entries(redacted(given as unknown as LogLine)).map(([field, value]) => [field, withoutHost(value)]);
  return JSON.stringify({ at: given.at, ...Object.fromEntries(kept) });
}

/** A code may hold dots, and so does a host's name: with dots only a channel of ours or a version stays. */
function withoutHost(value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('.')) return value;
  return /^\d/.test(value) || channels.some((channel) => channel === value) ? value : '[dropped]';
}
