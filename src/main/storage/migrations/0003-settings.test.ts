import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../../tests/support/test-database.ts';

let stored: TestDatabase;
beforeEach(() => {
  stored = openTestDatabase();
});
afterEach(() => stored.close());

test('a new profile works online, by a row that says so', () => {
  expect(stored.db.prepare('SELECT * FROM settings').all()).toEqual([{ id: 1, works_offline: 0, changed_at: null }]);
});

test.each([
  ['a second row', 'INSERT INTO settings VALUES (2, 0, NULL)'],
  ['neither on nor off', 'UPDATE settings SET works_offline = 2'],
  ['nothing said', 'UPDATE settings SET works_offline = NULL'],
])('the schema itself refuses %s', (_, sql) => {
  expect(() => stored.db.exec(sql)).toThrow(/constraint/);
});
