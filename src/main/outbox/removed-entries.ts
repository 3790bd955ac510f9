import type { Database } from 'better-sqlite3';
import type { Receipt } from '../system/receipts.ts';

/** How long the ids of what was removed are kept, ms: as long as an older copy of the receipts may come back. */
const removedKeptMs = 30 * 24 * 60 * 60_000;

/**
 * The receipts, where what went with its environment has ended: the database knows, and the receipts do not where the
 * process, or the computer, stopped before they were written.
 */
export function withRemoved(db: Database, receipts: readonly Receipt[]): readonly Receipt[] {
  const rows = db.prepare<[], { id: string; removed_at: number }>('SELECT id, removed_at FROM removed_entries').all();
  if (rows.length === 0) return receipts;
  const removedAt = new Map(rows.map(({ id, removed_at }) => [id, removed_at]));
  return receipts.map((receipt) => ({ ...receipt, settledAt: receipt.settledAt ?? removedAt.get(receipt.id) ?? null }));
}

/** Forgets what was removed long ago. To be called when the receipts were written anew. */
export function forgetRemoved(db: Database, now: number): void {
  db.prepare('DELETE FROM removed_entries WHERE removed_at < ?').run(now - removedKeptMs);
}
