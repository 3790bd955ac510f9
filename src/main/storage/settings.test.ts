import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../tests/support/test-database.ts';
import { createSettings } from './settings.ts';

let stored: TestDatabase;
beforeEach(() => {
  stored = openTestDatabase();
});
afterEach(() => stored.close());

test('working offline is remembered by the database, through a restart', () => {
  expect(createSettings(stored.db).worksOffline()).toBe(false);
  createSettings(stored.db).setWorksOffline(true, 5);
  expect(createSettings(stored.reopen()).worksOffline()).toBe(true);
  createSettings(stored.db).setWorksOffline(false, 6);
  expect(createSettings(stored.reopen()).worksOffline()).toBe(false);
});

test('where the row was lost, nothing is sent until the person says so', () => {
  stored.db.exec('DELETE FROM settings');
  const settings = createSettings(stored.db);
  expect(settings.worksOffline()).toBe(true);
  settings.setWorksOffline(false, 7);
  expect(settings.worksOffline()).toBe(false);
});
