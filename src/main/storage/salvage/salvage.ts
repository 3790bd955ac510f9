import type { Database } from 'better-sqlite3';
import type { LostEntry } from '../../../shared/incident.ts';
import { createIncidents } from '../incidents.ts';
import { isWhole } from '../value-check.ts';
import { columnsOf, readDamaged, salvagedTables, type FoundRow, type FoundTables, type SalvagedTable } from './stored-tables.ts';

/**
 * Fills a new, empty database with every row that can still be read of a damaged one, in one transaction, and
 * records in it what happened. The damaged files are not changed.
 *
 * What is not certain any more is not pretended: an entry whose attempt is lost needs the person ("cannot tell"),
 * one whose account is lost is nobody's yet, and one whose value is lost is told by its name and does not go on.
 *
 * @returns false when nothing of the damaged file was written with this key; then nothing was changed
 */
export function fillFromDamaged(db: Database, damagedFile: string, dataKey: Uint8Array, now: number): boolean {
  const found = readDamaged(damagedFile, dataKey, db);
  if (found === null) return false;
  db.transaction(() => {
    // An attempt names its entry and an entry its attempt: what does not fit in the end is mended below.
    db.pragma('defer_foreign_keys = ON');
    const lost = copyRows(db, found);
    mendReferences(db);
    const kept = db.prepare<[], { kept: number }>(
      `SELECT COUNT(*) AS kept FROM entries WHERE state NOT IN ('delivered', 'discarded')`,
    ).get()?.kept ?? 0;
    createIncidents(db).record({ kind: 'salvaged', kept, lost }, now, []);
  }).immediate();
  return true;
}

/** Answers the entries that could not go on for want of their value. */
function copyRows(db: Database, found: FoundTables): LostEntry[] {
  const lost: LostEntry[] = [];
  // What a new database says of the person's choices is not what they chose: without the old row, none is there.
  db.exec('DELETE FROM settings');
  for (const table of salvagedTables) {
    const insert = insertInto(db, table);
    for (const row of found.rows(table)) {
      if (table === 'entries' && needsItsValue(row)) {
        const { id, name, attempts } = row;
        if (typeof id === 'string' && typeof name === 'string') lost.push({ id, name, mayBeThere: Number(attempts) > 0 });
      } else insert(row);
    }
  }
  return lost;
}

function needsItsValue(row: FoundRow): boolean {
  const isOpen = row['state'] !== 'delivered' && row['state'] !== 'discarded';
  return isOpen && row['intent'] !== 'delete' && !hasItsValue(row);
}

/** The very value that was put there: half of it, or a mixture with an older one, is none. */
function hasItsValue({ value, value_check: check }: FoundRow): boolean {
  return Buffer.isBuffer(value) && Buffer.isBuffer(check) && isWhole(value, check);
}

/** Inserts what the schema takes; a row that was only half read breaks its rules, and is passed over. */
function insertInto(db: Database, table: SalvagedTable): (row: FoundRow) => void {
  const names = columnsOf(db, table).map(({ name }) => name);
  const statement = db.prepare(
    `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
  );
  const nothing = Object.fromEntries(names.map((name) => [name, null]));
  return (row) => {
    try {
      statement.run({ ...nothing, ...row });
    } catch {
      // A type that the column does not take: the row was not one of this table.
    }
  };
}

function mendReferences(db: Database): void {
  db.exec(`
    DELETE FROM attempts WHERE entry_sequence NOT IN (SELECT sequence FROM entries);
    DELETE FROM sessions WHERE account_id NOT IN (SELECT id FROM accounts);
    INSERT INTO environments (id, origin, label, kind, colour, added_at)
      SELECT environment_id, origin, origin, 'other', 'slate', MIN(added_at) FROM entries
      WHERE environment_id NOT IN (SELECT id FROM environments) GROUP BY environment_id;
    DELETE FROM sessions WHERE environment_id NOT IN (SELECT id FROM environments);
    UPDATE entries SET account_id = NULL WHERE account_id NOT IN (SELECT id FROM accounts);
    DELETE FROM accounts WHERE environment_id NOT IN (SELECT id FROM environments);
    UPDATE entries SET state = 'needs-attention', next_at = NULL,
        reason = '{"kind":"cannot-tell","because":"no-proof","found":null}'
      WHERE state IN ('sending', 'uncertain') AND attempt_id NOT IN (SELECT id FROM attempts);
    UPDATE entries SET attempt_id = NULL WHERE attempt_id NOT IN (SELECT id FROM attempts);
  `);
}
