import { SvelteSet } from 'svelte/reactivity';

/** How a row was clicked. */
type Click = Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>;
type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * The rows of a list that are chosen together, beside its one active row. They are remembered by key: a row that is gone,
 * or that no search shows, counts no more.
 */
export class Selection<T extends { readonly key: string }> {
  readonly #rows: () => readonly T[];
  readonly #active: () => T | null;
  readonly #keys = new SvelteSet<string>();
  /** Where a stretch of rows begins. */
  #anchor: string | null = null;

  readonly rows: readonly T[] = $derived.by(() => (this.#keys.size === 0 ? [] : this.#rows().filter(({ key }) => this.#keys.has(key))));
  readonly count = $derived(this.rows.length);

  constructor(rows: () => readonly T[], active: () => T | null) {
    this.#rows = rows;
    this.#active = active;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** A click on a row: alone it chooses none but begins a stretch; with Ctrl or ⌘ it adds or takes away, with Shift it goes on. */
  click(row: T, { ctrlKey, metaKey, shiftKey }: Click): void {
    if (shiftKey) return this.extendTo(row);
    if (!ctrlKey && !metaKey) return this.begin(row);
    // The row that was clicked alone before is meant too, as in any list of a desktop.
    const anchor = this.#rows().find(({ key }) => key === this.#anchor);
    if (this.count === 0 && anchor !== undefined && anchor.key !== row.key) this.#keys.add(anchor.key);
    this.toggle(row);
  }

  toggle(row: T): void {
    if (!this.#keys.delete(row.key)) this.#keys.add(row.key);
    this.#anchor = row.key;
  }

  /** Everything from where the stretch began to this row, and nothing else. */
  extendTo(row: T | undefined): void {
    if (row === undefined) return;
    const rows = this.#rows();
    const to = this.#indexOf(row.key);
    const from = this.#anchorIndex(to);
    this.#anchor = rows[from]?.key ?? null;
    this.#keys.clear();
    for (const { key } of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) this.#keys.add(key);
  }

  /** Nothing is chosen any more, and a stretch would begin at this row. */
  begin(row: T | undefined): void {
    this.#keys.clear();
    this.#anchor = row?.key ?? null;
  }

  all(): void {
    for (const { key } of this.#rows()) this.#keys.add(key);
  }

  clear(): void {
    this.#keys.clear();
  }

  /** Ctrl or ⌘ A, Space, and Escape while something is chosen. False: the key means something else. */
  press({ key, ctrlKey, metaKey, altKey, shiftKey }: Press): boolean {
    const command = ctrlKey || metaKey;
    if (command && !altKey && !shiftKey && key.toLowerCase() === 'a') this.all();
    else if (command || altKey) return false;
    else if (key === ' ') {
      const active = this.#active();
      if (active !== null) this.toggle(active);
    } else if (key === 'Escape' && this.count > 0) this.clear();
    else return false;
    return true;
  }

  /** Where the row that the stretch began at has gone, or none was clicked: the active row, else the one it goes on to. */
  #anchorIndex(to: number): number {
    for (const key of [this.#anchor, this.#active()?.key ?? null]) {
      const index = key === null ? -1 : this.#indexOf(key);
      if (index >= 0) return index;
    }
    return to;
  }

  #indexOf(wanted: string): number {
    return this.#rows().findIndex(({ key }) => key === wanted);
  }
}
