import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../tests/support/test-database.ts';
import type { TestDatabase } from '../../../tests/support/test-database.ts';
describe('x', () => {
  let t: TestDatabase;
  beforeEach(() => { t = openTestDatabase(); });
  afterEach(() => { t.close(); });
  test('opens', () => { expect(t.db.pragma('synchronous', { simple: true })).toBe(2); });
});
