import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leaksIn, rawPages } from '../support/profile-scan.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openTestDatabase } from '../support/test-database.ts';

// The tests that look for a value where it must not be are worth as much as their search.

test('the search finds a planted marker in every form, and tells where', () => {
  const marker = 'markerOfThisTest0123456789';
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'deep'));
  const planted: Record<string, Buffer> = {
    plain: Buffer.from(`before ${marker} after`),
    'UTF-16LE': Buffer.from(`x${marker}`, 'utf16le'),
    'hex of plain': Buffer.from(Buffer.from(`?${marker}?`).toString('hex').toUpperCase()),
  };
  for (const offset of [0, 1, 2]) {
    planted[`base64 of plain ${String(offset)}`] = Buffer.from(Buffer.from(`${'x'.repeat(offset)}${marker}tail`).toString('base64'));
    planted[`base64 of UTF-16LE ${String(offset)}`] = Buffer.from(
      Buffer.concat([Buffer.alloc(offset, 0xff), Buffer.from(marker, 'utf16le')]).toString('base64url'),
    );
  }
  for (const [form, bytes] of Object.entries(planted)) writeFileSync(join(folder, 'deep', form), bytes);
  writeFileSync(join(folder, 'innocent'), marker.slice(0, -1));
  expect(leaksIn(folder, [marker]).sort()).toEqual(
    Object.keys(planted)
      .map((form) => `deep/${form}: ${form.replace(/ \d$/, '')}`)
      .sort(),
  );
});

test('the search reads what lies in the pages and in the log, and tells a wrong key from an empty page', () => {
  const stored = openTestDatabase();
  stored.db.prepare(`INSERT INTO environments (id, origin, label, kind, colour, added_at) VALUES ('e', 'o', ?, 'other', 'slate', 1)`).run('marker in the log');
  const where = (key: Buffer) =>
    rawPages(stored.file, key).flatMap((page) => (page.content.includes('marker in the log') ? [page.where] : []));
  expect(where(stored.dataKey)).toContainEqual(expect.stringMatching(/^frame of page/));
  stored.db.pragma('wal_checkpoint(TRUNCATE)');
  expect(where(stored.dataKey)).toContainEqual(expect.stringMatching(/^page/));
  expect(() => where(Buffer.alloc(32, 7))).toThrow('page 1 is not authentic');
  stored.close();
});
