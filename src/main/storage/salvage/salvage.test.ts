import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestOutbox } from '../../../../tests/support/outbox-bench.ts';
import { temporaryFolder } from '../../../../tests/support/temporary-folder.ts';
import { openTestDatabase, type TestDatabase } from '../../../../tests/support/test-database.ts';
import { createIncidents } from '../incidents.ts';
import { fillFromDamaged } from './salvage.ts';

let bench: ReturnType<typeof openTestOutbox>;
let mended: TestDatabase;
beforeEach(() => {
  bench = openTestOutbox();
  mended = openTestDatabase();
});
afterEach(() => {
  bench.close();
  mended.close();
});

test.each([
  ['works offline as before', 'UPDATE settings SET works_offline = 1', [{ id: 1, works_offline: 1, changed_at: null }]],
  ['works online as before', 'UPDATE settings SET works_offline = 0', [{ id: 1, works_offline: 0, changed_at: null }]],
  ['has nothing said of it, where that could not be read', 'DELETE FROM settings', []],
])('a mended profile %s', (_, before, after) => {
  bench.db.exec(before);
  bench.db.pragma('wal_checkpoint(TRUNCATE)');
  expect(fillFromDamaged(mended.db, bench.file, bench.dataKey, 1)).toBe(true);
  expect(mended.db.prepare('SELECT * FROM settings').all()).toEqual(after);
});

test('a value that is not the very one that was put there does not go on: it is told as lost, by name', () => {
  for (const name of ['mixed', 'sound']) bench.outbox.add(bench.to, name, 'old value and new value');
  bench.db.prepare(`UPDATE entries SET value = ? WHERE name = 'mixed'`).run(Buffer.from('old value and old value'));
  bench.db.pragma('wal_checkpoint(TRUNCATE)');
  const file = join(temporaryFolder(), 'secrets.db');
  copyFileSync(bench.file, file);

  expect(fillFromDamaged(mended.db, file, bench.dataKey, 1)).toBe(true);
  expect(mended.db.prepare('SELECT name FROM entries').pluck().all()).toEqual(['sound']);
  expect(createIncidents(mended.db).unread()).toMatchObject([{ kind: 'salvaged', kept: 1, lost: [{ name: 'mixed', mayBeThere: false }] }]);
});
