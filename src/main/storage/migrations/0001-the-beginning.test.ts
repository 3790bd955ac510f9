import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../../../tests/support/test-database.ts';
import type { TestDatabase } from '../../../../tests/support/test-database.ts';

let stored: TestDatabase;
beforeEach(() => {
  stored = openTestDatabase();
  stored.db.exec(`INSERT INTO environments (id, origin, label, kind, colour, added_at)
    VALUES ('a', 'https://a.example', 'A', 'other', 'slate', 1)`);
});
afterEach(() => stored.close());

const waiting = {
  id: 'e1', environment_id: 'a', origin: 'https://a.example', intent: 'create', name: 'x', value: Buffer.from('v'),
  value_check: Buffer.alloc(32),
  value_bytes: 1, value_lines: 1, state: 'waiting', added_at: 1, moved_at: 1,
};

function insert(row: Record<string, unknown>): void {
  const columns = Object.keys(row);
  stored.db
    .prepare(`INSERT INTO entries (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`)
    .run(row);
}

test('an entry that waits can be written', () => {
  insert(waiting);
  expect(stored.db.prepare('SELECT count(*) FROM entries').pluck().get()).toBe(1);
});

test.each([
  ['an unknown state', { state: 'lost' }],
  ['a waiting create without a value', { value: null }],
  ['a value that stays after delivery', { state: 'delivered', proof: 'answer' }],
  ['a delivery without a proof', { state: 'delivered', value: null }],
  ['sending without an attempt', { state: 'sending' }],
  ['needs-attention without a reason', { state: 'needs-attention' }],
  ['a delete with a value', { intent: 'delete' }],
  ['a reason that is no JSON', { state: 'needs-attention', reason: 'because' }],
  ['an environment that is not there', { environment_id: 'b' }],
  ['text where bytes belong', { value: 'v' }],
])('the schema itself refuses %s', (_, wrong) => {
  expect(() => insert({ ...waiting, ...wrong })).toThrow(/constraint|cannot store/);
});

test('a second open create for the same name is refused, a delivered one does not stand in the way', () => {
  insert({ ...waiting, id: 'e0', value: null, value_check: null, state: 'delivered', proof: 'answer' });
  insert(waiting);
  expect(() => insert({ ...waiting, id: 'e2' })).toThrow(/UNIQUE/);
});

test('an environment with entries cannot be removed by accident', () => {
  insert(waiting);
  expect(() => stored.db.exec(`DELETE FROM environments WHERE id = 'a'`)).toThrow(/FOREIGN KEY/);
});
