import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../src/main/platform-api/retry-after.ts';
import { writeTimeoutMs } from '../../src/main/platform-api/timeouts.ts';
import { backoffCapMs } from '../../src/main/sync/backoff.ts';
import { listLagMs, settleMs } from '../../src/main/sync/carry.ts';
import { clockSkewMs, lateCommitMs } from '../../src/main/sync/proof.ts';

// docs/reliability.md promises tests and numbers: it is compared with the tree.

const docs = join(import.meta.dirname, '../../docs');
const page = readFileSync(join(docs, 'reliability.md'), 'utf8');

/** The cells of each table row below a heading. */
function rowsOf(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading));
  if (section === undefined) throw new Error(`No section "${heading}"`);
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
}

const named = [...page.replaceAll(/\s+/g, ' ').matchAll(/\[[^\]]+\]\((?<file>[^)]+\.ts)\) “(?<title>[^”]+)”/g)].map(({ groups }) => ({
  file: groups?.['file'] ?? '',
  title: groups?.['title'] ?? '',
}));

describe('the page of faults', () => {
  it.each(named)('names a test that is there: $title', ({ file, title }) => {
    const path = join(docs, file);
    expect(existsSync(path), file).toBe(true);
    // A quotation mark in a title is escaped in some files.
    expect(readFileSync(path, 'utf8').replaceAll("\\'", "'")).toContain(title);
  });

  it('names a test in each row', () => {
    const tables = [...page.matchAll(/^## (\d\. .+|What the screen says)$/gm)].map(([, heading]) => heading ?? '');
    expect(tables.length).toBeGreaterThan(5);
    for (const row of tables.flatMap(rowsOf)) {
      expect(row.at(-1), row[0]).toMatch(/\]\(\.\.\/.+\.ts\) “.+”$/);
      expect(row.filter((cell) => cell === '' && row.length > 2), row[0]).toEqual([]);
    }
  });

  it('leads to nothing that is not there', () => {
    for (const [, target] of page.matchAll(/\]\(([^)#]+)\)/g)) expect(existsSync(join(docs, target ?? '')), target).toBe(true);
  });

  it('says the numbers of the code', () => {
    const said = rowsOf('The numbers').map(([, number]) => number);
    const longestWait = retryAfterMs({ 'retry-after': '999999' }, 0);
    expect(said).toEqual([
      `${clockSkewMs / 1_000} s`,
      `${lateCommitMs / 60_000} min`,
      `${settleMs / 1_000} s`,
      `${listLagMs / 1_000} s`,
      `${writeTimeoutMs(0) / 1_000} s`,
      `${longestWait / 3_600_000} h`,
      `${backoffCapMs / 60_000} min`,
    ]);
    expect(page.replaceAll(/\s+/g, ' ')).toContain(
      `start less ${clockSkewMs / 1_000} s to its end plus ${lateCommitMs / 60_000} min and ${clockSkewMs / 1_000} s`,
    );
  });
});
