import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../tests/support/test-database.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { everyColumn, type ListLookKept } from '../../shared/list-look.ts';
import { createListLooks } from './list-looks.ts';

const a = 'a' as EnvironmentId;
const look: ListLookKept = { search: 'boiler', matchCase: true, sorting: { column: 'updated', descending: true }, columns: ['name', 'state', 'updated'] };

let stored: TestDatabase;
beforeEach(() => {
  stored = openTestDatabase();
  stored.db
    .prepare('INSERT INTO environments (id, origin, label, kind, colour, added_at) VALUES (?, ?, ?, ?, ?, ?)')
    .run(a, 'https://a.example', 'A', 'production', 'plum', 0);
});
afterEach(() => stored.close());

test('a look is there after a restart, as it was kept last', () => {
  createListLooks(stored.db).keep(a, { ...look, columns: everyColumn });
  createListLooks(stored.db).keep(a, look);
  expect(createListLooks(stored.db).read(a)).toEqual(look);
});

test('nothing is said of an environment whose list was never looked at, or was by another version', () => {
  const looks = createListLooks(stored.db);
  expect(looks.read(a)).toBeNull();
  looks.keep(a, look);
  stored.db.prepare('UPDATE list_looks SET look = ?').run(JSON.stringify({ ...look, columns: ['a column of tomorrow'] }));
  expect(looks.read(a)).toBeNull();
});

test('a look goes with its environment', () => {
  createListLooks(stored.db).keep(a, look);
  stored.db.prepare('DELETE FROM environments WHERE id = ?').run(a);
  expect(stored.db.prepare('SELECT * FROM list_looks').all()).toEqual([]);
});
