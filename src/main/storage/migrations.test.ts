import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../../tests/support/test-database.ts';
import type { TestDatabase } from '../../../tests/support/test-database.ts';
import { migrateToLatest, schemaVersion } from './migrations.ts';
import type { Migration } from './migrations.ts';

let stored: TestDatabase;
beforeEach(() => {
  stored = openTestDatabase();
});
afterEach(() => stored.close());

const version = () => stored.db.pragma('user_version', { simple: true });
const tables = () =>
  stored.db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all();

/** As if this many steps had been released already; none of them is run again. */
const released: Migration[] = Array.from({ length: schemaVersion }, () => () => {
  throw new Error('A released migration ran again');
});

test('a new database stands at the newest version', () => {
  expect(version()).toBe(schemaVersion);
  expect(tables()).toContain('entries');
});

test('a second run does nothing', () => {
  const before = tables();
  expect(migrateToLatest(stored.reopen(), released)).toBe('done');
  expect(tables()).toEqual(before);
});

test('the next step runs alone and moves the version by one', () => {
  expect(migrateToLatest(stored.db, [...released, (db) => db.exec('CREATE TABLE added (id INTEGER)')])).toBe('done');
  expect(version()).toBe(schemaVersion + 1);
  expect(tables()).toContain('added');
});

test('a step that breaks off leaves neither its tables nor its version, and keeps those before it', () => {
  const first: Migration = (db) => db.exec('CREATE TABLE first (id INTEGER)');
  const broken: Migration = (db) => {
    db.exec('CREATE TABLE half (id INTEGER)');
    throw new Error('power cut');
  };
  expect(() => migrateToLatest(stored.db, [...released, first, broken])).toThrow('power cut');
  expect(version()).toBe(schemaVersion + 1);
  expect(tables()).toContain('first');
  expect(tables()).not.toContain('half');
});

test('a database of a newer app is refused and not touched', () => {
  stored.db.pragma(`user_version = ${schemaVersion + 3}`);
  expect(migrateToLatest(stored.db)).toBe('newer-version');
  expect(version()).toBe(schemaVersion + 3);
});
