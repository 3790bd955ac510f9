import type { Database } from 'better-sqlite3';
import { openDamagedPages } from './damaged-pages.ts';
import { rowsOfLeaf, type Cell, type LeafRow } from './leaf-rows.ts';

/** A row by its columns' names. A column that cannot be read any more is left out. */
export type FoundRow = Readonly<Record<string, Cell>>;

export interface FoundTables {
  rows(table: SalvagedTable): readonly FoundRow[];
}

/**
 * The tables that go on after damage. The cached lists do not: the platform has them. A leaf does not say whose it
 * is, so each is told by its number of columns, and a test sees to it that no two have the same.
 */
export const salvagedTables = ['environments', 'accounts', 'sessions', 'entries', 'attempts', 'incidents'] as const;
export type SalvagedTable = (typeof salvagedTables)[number];

/**
 * Reads every row that is left of a damaged database and its log, past whatever is broken. The files are not
 * changed. Null when nothing was written with this key.
 *
 * @param like a sound database of this build's schema, for the tables' columns
 */
export function readDamaged(file: string, dataKey: Uint8Array, like: Database): FoundTables | null {
  const pages = openDamagedPages(file, dataKey);
  if (pages === null) return null;
  try {
    const tables = salvagedTables.map((name) => ({ name, columns: columnsOf(like, name) }));
    const found = new Map(salvagedTables.map((name) => [name, new Map<number, FoundRow>()]));
    for (const number of pages.numbers()) {
      const page = pages.read(number);
      if (page === null) continue;
      for (const row of rowsOfLeaf(page, number, (other) => pages.read(other))) {
        const table = tables.find(({ columns }) => columns.length === row.columns.length);
        if (table !== undefined) keep(found.get(table.name), row.rowid, named(row, table.columns));
      }
    }
    return { rows: (table) => [...(found.get(table)?.values() ?? [])] };
  } finally {
    pages.close();
  }
}

interface Column {
  readonly name: string;
  readonly isRowid: boolean;
}

/** The columns in the order in which a row stores them. */
export function columnsOf(db: Database, table: SalvagedTable): readonly Column[] {
  const columns = db.pragma(`table_info(${table})`) as { name: string; type: string; pk: number }[];
  return columns.map(({ name, type, pk }) => ({ name, isRowid: pk === 1 && type === 'INTEGER' }));
}

function named(row: LeafRow, columns: readonly Column[]): FoundRow {
  const pairs = columns.map(({ name, isRowid }, index) => [name, isRowid ? row.rowid : row.columns[index]] as const);
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, Cell] => pair[1] !== undefined));
}

/**
 * A page that fell back to an older image may hold a row that lies elsewhere in a newer state. The further one is
 * the true one: nothing that ended begins again, and no attempt is forgotten.
 */
function keep(rows: Map<number, FoundRow> | undefined, rowid: number, row: FoundRow): void {
  const other = rows?.get(rowid);
  if (other === undefined || progress(row) > progress(other)) rows?.set(rowid, row);
}

function progress(row: FoundRow): number {
  const ended = row['state'] === 'delivered' || row['state'] === 'discarded' || typeof row['outcome'] === 'string';
  const number = (value: Cell | undefined): number => (typeof value === 'number' ? value : 0);
  return (ended ? 1e18 : 0) + number(row['attempts']) * 1e14 + number(row['moved_at']);
}
