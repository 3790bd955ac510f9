import type { SortColumn } from '../../shared/list-look.ts';
import { ActiveRow } from '../components/active-row.svelte.ts';
import { Selection } from '../components/selection.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';
import { ListLook, type Segment } from './list-look.svelte.ts';
import { merged } from './listed-secrets.ts';
import { entryRows, inOrderOf, matcher, orderOf, placesInLine, secretRows, withoutEntries, type KeyedRow, type SecretRow } from './rows.ts';

/** Below this time (ms) since the last letter, letters add up to what is looked for. */
const findPause = 700;

/** What is said of the whole list, whatever of it is looked for. */
export interface ListFacts {
  readonly isEmpty: boolean;
  /** Secrets on the platform as far as is known; null: the list was never read whole. */
  readonly onPlatform: number | null;
  readonly open: number;
}

/** The Secrets list as it is looked at: filtered, sorted, with one active row for the keyboard. */
export class SecretsTable {
  readonly look: ListLook;
  readonly #workspace: Workspace;
  /** The order under the pointer, and of which rows: no row jumps away from it. Null while the pointer is elsewhere. */
  #kept = $state.raw<{ readonly rows: readonly SecretRow[]; readonly shown: string } | null>(null);
  #typed = { letters: '', at: 0 };

  // Each step depends on no more than it must: a letter of a search sorts nothing anew, and an entry that moved reads
  // no time of fifty thousand secrets.
  readonly #secrets = $derived.by(() => this.#workspace.secrets?.secrets ?? []);
  readonly #ofSecrets = $derived.by(() => secretRows(this.#secrets, this.look.sorting));
  readonly #ofEntries = $derived.by(() => entryRows(this.#workspace.entriesHere, this.#secrets, this.look.sorting));
  /** The secrets that no open entry stands for. */
  readonly #alone = $derived.by(() => withoutEntries(this.#ofSecrets, this.#workspace.entriesHere));

  readonly facts = $derived.by((): ListFacts | null => {
    const { secrets, entriesHere } = this.#workspace;
    if (secrets === null) return null;
    return {
      isEmpty: secrets.secrets.length === 0 && entriesHere.length === 0,
      onPlatform: secrets.refreshedAt === null ? null : secrets.secrets.length,
      open: entriesHere.length,
    };
  });
  /** About how many a reading of the list finds: as many as there were. Null: nobody knows. */
  readonly expected = $derived.by(() => {
    const before = this.facts?.onPlatform ?? 0;
    return before > 0 ? before : null;
  });
  readonly places = $derived.by(() => placesInLine(this.#workspace.entries));
  readonly rows = $derived.by(() => this.#arrange());
  readonly active = new ActiveRow<SecretRow>(() => this.rows);
  readonly chosen = new Selection<SecretRow>(() => this.rows, () => this.active.row);

  constructor(workspace: Workspace, look = new ListLook()) {
    this.#workspace = workspace;
    this.look = look;
  }

  count(segment: Segment): number {
    const open = this.#ofEntries.length;
    if (segment === 'all') return this.#alone.length + open;
    return segment === 'outbox' ? open : this.#ofEntries.filter(needsYou).length;
  }

  /** Sorts by a column, the other way round where it already is. */
  sortBy(column: SortColumn): void {
    const same = this.look.sorting.column === column;
    this.#kept = null;
    this.look.sorting = { column, descending: same && !this.look.sorting.descending };
  }

  /** Keeps the order for as long as the pointer is on the list. */
  keepOrder(): void {
    if (this.look.sorting.column !== 'name') this.#kept = { rows: this.rows, shown: this.#shown };
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
    const { segment, sorting, search, matchCase } = this.look;
    const isSought = matcher({ text: search, matchCase });
    const sought = (rows: readonly KeyedRow[]): readonly KeyedRow[] =>
      isSought === null ? rows : rows.filter(({ row }) => isSought(row.name));
    const entries = sought(segment === 'attention' ? this.#ofEntries.filter(needsYou) : this.#ofEntries);
    const all = segment === 'all' ? merged(sought(this.#alone), entries, orderOf(sorting)) : entries;
    const rows = all.map(({ row }) => row);
    // Where other rows are looked for by now, the order of the former ones would put them last.
    return this.#kept?.shown === this.#shown ? inOrderOf(this.#kept.rows, rows) : rows;
  }

  /** Which part of the list is looked at. */
  get #shown(): string {
    const { segment, search, matchCase } = this.look;
    return JSON.stringify([segment, search, matchCase]);
  }
}

function needsYou({ row }: KeyedRow): boolean {
  return row.kind === 'entry' && row.entry.state.kind === 'needs-attention';
}
