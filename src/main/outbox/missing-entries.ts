import type { Database } from 'better-sqlite3';
import type { IncidentFacts } from '../../shared/incident.ts';
import type { Receipt } from '../system/receipts.ts';

/**
 * The entries that were acknowledged and of which the database knows nothing: a disk that lost its last writes, or a
 * database that was replaced. Null when there are none.
 *
 * @param known ids that are told of otherwise
 */
export function missingEntries(
  db: Database,
  outstanding: readonly Receipt[],
  known: ReadonlySet<string>,
): Extract<IncidentFacts, { kind: 'missing' }> | null {
  const there = new Set(
    db
      .prepare<[string], string>('SELECT id FROM entries WHERE id IN (SELECT value FROM json_each(?))')
      .pluck()
      .all(JSON.stringify(outstanding.map(({ id }) => id))),
  );
  const times = outstanding.filter(({ id }) => !there.has(id) && !known.has(id)).map(({ at }) => at);
  if (times.length === 0) return null;
  return { kind: 'missing', count: times.length, since: Math.min(...times), until: Math.max(...times) };
}
