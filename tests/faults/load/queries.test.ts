import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createOutbox } from '../../../src/main/outbox/outbox.ts';
import { openTestOutbox } from '../../support/outbox-bench.ts';

let bench: ReturnType<typeof openTestOutbox>;
beforeEach(() => {
  bench = openTestOutbox();
});
afterEach(() => bench.close());

/** What the outbox prepares, and how SQLite goes about each: told by plans, because times tell how busy a machine is. */
function plansOf(db: Database): { readonly sql: string; readonly steps: readonly string[] }[] {
  const prepared: string[] = [];
  const listening = new Proxy(db, {
    get(target, property) {
      const given: unknown = Reflect.get(target, property, target);
      if (typeof given !== 'function') return given;
      return (...args: unknown[]): unknown => {
        if (property === 'prepare') prepared.push(String(args[0]));
        return given.apply(target, args) as unknown;
      };
    },
  });
  createOutbox({ db: listening, clock: bench.clock, newId: () => 'id' });
  // A new attempt shows a walk by which its foreign key would mend entries that were written before it: there are none.
  return prepared.filter((sql) => !sql.includes('INSERT INTO attempts')).map((sql) => ({ sql, steps: stepsOf(db, sql) }));
}

function stepsOf(db: Database, sql: string): string[] {
  const names = [...new Set([...sql.matchAll(/@(\w+)/g)].map(([, name]) => String(name)))];
  const questions = (sql.match(/\?/g) ?? []).map(() => 1);
  const statement = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
  const rows = names.length > 0 ? statement.all(Object.fromEntries(names.map((name) => [name, 1]))) : statement.all(...questions);
  return rows.map(({ detail }) => detail);
}

it('nothing that the outbox asks for walks through all entries: not for what is due, nor for counts or history', () => {
  const plans = plansOf(bench.db);
  expect(plans.length).toBeGreaterThan(20);
  const walking = plans.filter(({ steps }) => steps.some((step) => /^SCAN (entries|attempts|first)(?! USING (COVERING )?INDEX)/.test(step)));
  expect(walking).toEqual([]);
});

it('what is due and the counts are found in an index of what is open, and a delay in one of what is delayed', () => {
  const steps = (words: string): string => plansOf(bench.db).filter(({ sql }) => sql.includes(words)).flatMap((plan) => plan.steps).join('\n');
  expect(steps('COALESCE(SUM(')).toContain('USING COVERING INDEX open_entries');
  expect(steps('ORDER BY entries.sequence LIMIT @limit')).toContain('USING INDEX open_entries');
  expect(steps('MIN(entries.next_at)')).toContain('USING INDEX delayed_entries');
});
