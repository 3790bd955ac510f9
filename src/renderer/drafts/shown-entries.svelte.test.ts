import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { EntryId, EntryView } from '../../shared/entry.ts';
import { ShownEntries } from './shown-entries.svelte.ts';

const entries = (...ids: string[]) => ids.map((id) => ({ id }) as EntryView);

describe('what a question is about', () => {
  it('is what waited when it was asked: what comes is not taken in, what ends is let go', () => {
    let live = $state.raw(entries('a', 'b'));
    const shown = new ShownEntries(() => live);
    live = entries('b', 'c');
    flushSync();
    expect(shown.ids).toEqual(['b']);
    expect(shown.count).toBe(1);
  });

  it('is what waits now once it is asked anew', () => {
    let live = $state.raw(entries('a'));
    const shown = new ShownEntries(() => live);
    live = entries('a', 'b');
    shown.askAnew();
    expect(shown.ids).toEqual<EntryId[]>(['a', 'b'] as EntryId[]);
  });
});
