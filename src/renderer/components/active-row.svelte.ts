/**
 * The row of a list that the keyboard acts on. It is remembered by key, since rows move; where its row has gone (it
 * was discarded, it arrived), the one that took its place is active, so that the next key does not start over.
 */
export class ActiveRow<T extends { readonly key: string }> {
  #key = $state<string | null>(null);
  /** Where the row was when it was last there. No state: nothing is drawn of it. */
  #lastIndex = -1;
  readonly #rows: () => readonly T[];

  readonly index: number = $derived.by(() => this.#find());

  constructor(rows: () => readonly T[]) {
    this.#rows = rows;
  }

  get row(): T | null {
    return this.#rows()[this.index] ?? null;
  }

  get key(): string | null {
    return this.row?.key ?? null;
  }

  /** Makes a row the active one. */
  choose(row: T | undefined): void {
    if (row === undefined) return;
    this.#key = row.key;
    this.#lastIndex = this.#rows().findIndex((one) => one.key === row.key);
  }

  /** The list got the focus: some row must be active. */
  begin(): void {
    if (this.index < 0) this.choose(this.#rows()[0]);
  }

  #find(): number {
    if (this.#key === null) return -1;
    const rows = this.#rows();
    const found = rows.findIndex((row) => row.key === this.#key);
    if (found < 0) return Math.min(this.#lastIndex, rows.length - 1);
    this.#lastIndex = found;
    return found;
  }
}
