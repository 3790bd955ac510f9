/** Rows that are on the screen, and the empty space that stands for the others. */
export interface Visible {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
  readonly before: number;
  readonly after: number;
}

/** Rows above and below the visible ones that are drawn too, so that a quick scroll meets no gap. */
const spare = 8;

/**
 * Where each row of a long list lies, so that only the visible ones are drawn. Heights are px and may differ
 * (a group's head is taller than a row).
 */
export class RowLayout {
  /** `tops[i]` is where row i begins; the last one is where the list ends. */
  readonly #tops: Float64Array;

  constructor(heights: readonly number[]) {
    const tops = new Float64Array(heights.length + 1);
    heights.forEach((height, index) => {
      tops[index + 1] = (tops[index] ?? 0) + height;
    });
    this.#tops = tops;
  }

  get count(): number {
    return this.#tops.length - 1;
  }

  get height(): number {
    return this.top(this.count);
  }

  /** Where a row begins, from the top of the list. */
  top(index: number): number {
    return this.#tops[Math.min(Math.max(index, 0), this.count)] ?? 0;
  }

  /** The rows to draw when `from`..`from + height` of the list is on the screen. */
  visible(from: number, height: number): Visible {
    const first = Math.max(0, this.#at(from) - spare);
    const end = Math.min(this.count, this.#at(from + height) + 1 + spare);
    return { first, end: Math.max(first, end), before: this.top(first), after: this.height - this.top(Math.max(first, end)) };
  }

  /** The row that a distance from the top falls into; the nearest one outside of the list. */
  #at(distance: number): number {
    let low = 0;
    let high = Math.max(0, this.count - 1);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.top(middle) <= distance) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
