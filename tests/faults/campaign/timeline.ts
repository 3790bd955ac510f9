/** What the harness did and saw, in order, to be read by a person when an entry broke. Never a value. */
export interface Timeline {
  note(words: string): void;
  /** What was noted from `since` on. */
  lines(since?: number): readonly string[];
}

export function createTimeline(): Timeline {
  const noted: { readonly at: number; readonly words: string }[] = [];
  return {
    note: (words) => void noted.push({ at: Date.now(), words }),
    lines: (since = 0) => noted.filter(({ at }) => at >= since).map(({ at, words }) => `${clockTime(at)} harness  ${words}`),
  };
}

/** To the millisecond, in UTC, as the journal and the app's log have it too. */
export function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
