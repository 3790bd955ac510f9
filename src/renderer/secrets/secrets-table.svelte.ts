import { ActiveRow } from '../components/active-row.svelte.ts';
import { Selection } from '../components/selection.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';
import { ListLook, type Segment } from './list-look.svelte.ts';
import { inOrderOf, matches, placesInLine, rowsOf, sortRows, type SecretRow, type SortColumn } from './rows.ts';

/** Below this time (ms) since the last letter, letters add up to what is looked for. */
const findPause = 700;

/** The Secrets list as it is looked at: filtered, sorted, with one active row for the keyboard. */
export class SecretsTable {
  readonly look: ListLook;
  readonly #workspace: Workspace;
  /** The order under the pointer: no row jumps away from it. Null while the pointer is elsewhere. */
  #kept = $state.raw<readonly SecretRow[] | null>(null);
  #typed = { letters: '', at: 0 };

  readonly #all = $derived.by(() => {
    const { secrets, entriesHere } = this.#workspace;
    return secrets === null ? null : rowsOf(secrets, entriesHere);
  });
  readonly facts = $derived(this.#all);
  readonly places = $derived.by(() => placesInLine(this.#workspace.entries));
  readonly rows = $derived.by(() => this.#arrange());
  readonly active = new ActiveRow<SecretRow>(() => this.rows);
  readonly chosen = new Selection<SecretRow>(() => this.rows, () => this.active.row);

  constructor(workspace: Workspace, look = new ListLook()) {
    this.#workspace = workspace;
    this.look = look;
  }

  count(segment: Segment): number {
    const all = this.#all;
    if (all === null) return 0;
    return segment === 'all' ? all.rows.length : segment === 'outbox' ? all.open : all.attention;
  }

  /** Sorts by a column, the other way round where it already is. */
  sortBy(column: SortColumn): void {
    const same = this.look.sorting.column === column;
    this.#kept = null;
    this.look.sorting = { column, descending: same && !this.look.sorting.descending };
  }

  /** Keeps the order for as long as the pointer is on the list. */
  keepOrder(): void {
    if (this.look.sorting.column !== 'name') this.#kept = this.rows;
  }

  releaseOrder(): void {
    this.#kept = null;
  }

  /** Letters that are typed on the list find the next name that begins with them. */
  find(letter: string, now: number): void {
    const going = now - this.#typed.at < findPause;
    this.#typed = { letters: (going ? this.#typed.letters : '') + letter.toLowerCase(), at: now };
    const { letters } = this.#typed;
    const from = Math.max(0, this.active.index) + (letters.length === 1 ? 1 : 0);
    const order = [...this.rows.slice(from), ...this.rows.slice(0, from)];
    const found = order.find((row) => row.name.startsWith(letters));
    this.active.choose(found);
  }

  #arrange(): readonly SecretRow[] {
    const all = this.#all;
    if (all === null) return [];
    const shown = all.rows.filter((row) => this.#inSegment(row) && matches(row.name, this.look.search));
    const sorted = sortRows(shown, this.look.sorting);
    return this.#kept === null ? sorted : inOrderOf(this.#kept, sorted);
  }

  #inSegment(row: SecretRow): boolean {
    if (this.look.segment === 'all') return true;
    if (row.kind === 'secret') return false;
    return this.look.segment === 'outbox' || row.entry.state.kind === 'needs-attention';
  }
}
