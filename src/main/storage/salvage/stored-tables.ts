import type { Database } from 'better-sqlite3';
import { openDamagedPages, type DamagedPages } from './damaged-pages.ts';
import { rowsOfLeaf, type Cell, type LeafRow } from './leaf-rows.ts';

/** A row by its columns' names. A column that cannot be read any more is left out. */
export type FoundRow = Readonly<Record<string, Cell>>;

export interface FoundTables {
  rows(table: SalvagedTable): readonly FoundRow[];
}

/**
 * The tables that go on after damage. The cached lists do not, the platform has them; nor how they are looked at, nor
 * what a discard kept; nor `removed_entries`: each start tells the receipts what it says. A leaf does not say whose it
 * is, so each is told by its number of columns, and a test sees to it that no two have the same.
 */
export const salvagedTables = ['environments', 'accounts', 'sessions', 'entries', 'attempts', 'incidents', 'settings'] as const;
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
    const claimed = claimedTwice(pages);
    const last = new Set<FoundRow>();
    for (const { row, isLast } of rowsOf(pages, (number) => !claimed.has(number))) {
      const table = tables.find(({ columns }) => columns.length === row.columns.length);
      if (table === undefined) continue;
      const read = named(row, table.columns);
      if (isLast) last.add(read);
      keep(found.get(table.name), row.rowid, read, last);
    }
    return { rows: (table) => [...(found.get(table)?.values() ?? [])] };
  } finally {
    pages.close();
  }
}

/**
 * What a long row keeps on other pages is read only as it was last committed, and only for a row that was: an older
 * image of such a page may hold what was another row's then, and nothing in it would tell.
 */
function* rowsOf(pages: DamagedPages, isSure: (number: number) => boolean): Generator<{ readonly row: LeafRow; readonly isLast: boolean }> {
  for (const number of pages.numbers()) {
    const leaf = pages.read(number);
    if (leaf === null) continue;
    const further = (other: number): Buffer | null => {
      const image = leaf.isLast && isSure(other) ? pages.read(other) : null;
      return image?.isLast === true ? image.bytes : null;
    };
    for (const row of rowsOfLeaf(leaf.bytes, number, further)) yield { row, isLast: leaf.isLast };
  }
}

/** Pages that two rows take for theirs: one of the rows is of before, on a page whose newer image never arrived. */
function claimedTwice(pages: DamagedPages): ReadonlySet<number> {
  const owners = new Map<number, string>();
  const twice = new Set<number>();
  for (const { row } of rowsOf(pages, () => true)) {
    const owner = `${row.columns.length} ${row.rowid}`;
    for (const number of row.pages) {
      if ((owners.get(number) ?? owner) !== owner) twice.add(number);
      owners.set(number, owner);
    }
  }
  return twice;
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
 * the true one: nothing that ended begins again, and no attempt is forgotten. Where a value was changed in place,
 * nothing in the row tells, and what was last committed is taken.
 */
function keep(rows: Map<number, FoundRow> | undefined, rowid: number, row: FoundRow, last: ReadonlySet<FoundRow>): void {
  const other = rows?.get(rowid);
  const further = other === undefined ? 1 : progress(row) - progress(other);
  if (further > 0 || (further === 0 && last.has(row))) rows?.set(rowid, row);
}

function progress(row: FoundRow): number {
  const ended = row['state'] === 'delivered' || row['state'] === 'discarded' || typeof row['outcome'] === 'string';
  const number = (value: Cell | undefined): number => (typeof value === 'number' ? value : 0);
  return (ended ? 1e18 : 0) + number(row['attempts']) * 1e14 + number(row['moved_at']);
}
