import type { Database } from 'better-sqlite3';
import type { IncidentFacts } from '../../shared/incident.ts';
import type { Receipt } from '../system/receipts.ts';

export interface Missing {
  readonly incident: Extract<IncidentFacts, { kind: 'missing' }>;
  /** Entries that are here as they were before their last change, or before their end. */
  readonly behind: readonly Behind[];
}

interface Behind {
  readonly id: string;
  /** How often it had been changed. */
  readonly changes: number;
}

interface Row {
  readonly id: string;
  readonly changes: number;
  readonly is_open: 0 | 1;
}

/**
 * What was acknowledged and of which the database knows nothing: a disk that lost its last writes, or a database that
 * was replaced by an older one. Null when there is nothing. An entry that ended here is what it is, whatever its
 * receipts say; one that is not here and ended before is no loss: its environment was removed.
 *
 * @param known ids that are told of otherwise
 */
export function missingEntries(db: Database, receipts: readonly Receipt[], known: ReadonlySet<string>): Missing | null {
  const rows = new Map(
    db
      .prepare<[string], Row>(`
        SELECT id, changes, state NOT IN ('delivered', 'discarded') AS is_open FROM entries
        WHERE id IN (SELECT value FROM json_each(?))`)
      .all(JSON.stringify(receipts.map(({ id }) => id)))
      .map((row) => [row.id, row]),
  );
  const times: number[] = [];
  const behind: Behind[] = [];
  let gone = 0;
  for (const receipt of receipts) {
    const { id, at, changes, settledAt } = receipt;
    const row = rows.get(id);
    if (row === undefined) {
      if (settledAt !== null || known.has(id)) continue;
      gone += 1;
      times.push(at, ...changes.map((change) => change.at));
    } else if (row.is_open === 1) {
      const lost = lostTimes(receipt, row.changes);
      if (lost.length === 0) continue;
      times.push(...lost);
      behind.push({ id, changes: Math.max(row.changes, ...changes.map(({ count }) => count)) });
    }
  }
  if (times.length === 0) return null;
  // Not Math.min(...times): a hundred thousand receipts would be more arguments than a call takes.
  times.sort((a, b) => a - b);
  const span = { since: times[0] ?? 0, until: times.at(-1) ?? 0 };
  return { incident: { kind: 'missing', count: times.length, ...span, gone, onHold: behind.length }, behind };
}

/**
 * Puts on hold what is here as it was before: neither an old value nor what was discarded is sent by itself. It takes
 * over the count of its receipts, so that the same loss is found once.
 */
export function holdBehind(db: Database, behind: readonly Behind[], now: number): void {
  const hold = db.prepare(`UPDATE entries SET held_at = COALESCE(held_at, @now), changes = @changes
    WHERE id = @id AND state NOT IN ('delivered', 'discarded')`);
  for (const { id, changes } of behind) hold.run({ id, changes, now });
}

/** When the changes were made that an open entry of so many changes does not have. */
function lostTimes({ changes, settledAt }: Receipt, known: number): number[] {
  const lost = changes.filter(({ count }) => count > known).map(({ at }) => at);
  return settledAt === null ? lost : [...lost, settledAt];
}
