import { createHash } from 'node:crypto';
import type { Database } from '../../../src/main/storage/database.ts';

/** Everything that a profile promised to keep, one line for each row; a value only as its hash. */
export type ProfileState = readonly string[];

const promised = ['environments', 'accounts', 'sessions', 'entries', 'attempts'] as const;

/** Reads the whole state out of the database. Two equal states are the same rows with the same values. */
export function stateOf(db: Database): ProfileState {
  return promised.flatMap((table) =>
    (db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all() as Record<string, unknown>[]).map((row) => `${table} ${inOneLine(row)}`),
  );
}

/** What stands in one and not in the other, to be read by a person. */
export function differenceOf(found: ProfileState, expected: ProfileState): string {
  const only = (some: ProfileState, others: ProfileState): string[] => some.filter((line) => !others.includes(line));
  return [...only(found, expected).map((line) => `found    ${line}`), ...only(expected, found).map((line) => `expected ${line}`)].join('\n');
}

function inOneLine(row: Record<string, unknown>): string {
  return JSON.stringify(row, (_, cell: unknown) => (isBytes(cell) ? hash(Buffer.from(cell.data)) : cell));
}

// A Buffer turns itself into this before a replacer sees it.
function isBytes(cell: unknown): cell is { readonly type: 'Buffer'; readonly data: number[] } {
  return typeof cell === 'object' && cell !== null && 'type' in cell && cell.type === 'Buffer';
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
