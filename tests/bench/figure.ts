/** Numbers of one kind, from one run of the bench. */
export interface Series {
  readonly label: string;
  readonly unit: 'ms' | 'MiB' | 'kB' | 'entries/s' | 's';
  readonly values: readonly number[];
}

export interface Aim {
  readonly words: string;
  readonly met: boolean;
}

/** One line of the table: our numbers, what they are held against in the same run, and the aim. */
export interface Figure {
  readonly what: string;
  readonly ours: Series;
  readonly beside: Series | null;
  readonly aim: Aim | null;
  /** What a reader must know to read it right. */
  readonly note: string | null;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The value that `share` percent of all are not above (nearest rank); NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Medians against each other; null where there is nothing to hold it against. */
export function ratio({ ours, beside }: Pick<Figure, 'ours' | 'beside'>): number | null {
  return beside === null ? null : median(ours.values) / median(beside.values);
}

export function atMost(value: number, limit: number, words: string): Aim {
  return { words: `≤ ${words}`, met: value <= limit };
}

export function atLeast(value: number, limit: number, words: string): Aim {
  return { words: `≥ ${words}`, met: value >= limit };
}
