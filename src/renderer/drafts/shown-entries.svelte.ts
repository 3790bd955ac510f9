import { SvelteSet } from 'svelte/reactivity';
import type { EntryId, EntryView } from '../../shared/entry.ts';

/**
 * The entries that a question is about, as they were when it was asked. What ends meanwhile is let go; what comes
 * meanwhile is not taken in before the person was asked anew, because nobody agrees to lose what was not told.
 */
export class ShownEntries {
  readonly #live: () => readonly EntryView[];
  #shown = $state.raw(new SvelteSet<EntryId>());

  readonly ids: readonly EntryId[] = $derived.by(() =>
    this.#live().flatMap(({ id }) => (this.#shown.has(id) ? [id] : [])),
  );
  readonly count = $derived(this.ids.length);

  /** @param live what waits now */
  constructor(live: () => readonly EntryView[]) {
    this.#live = live;
    this.askAnew();
  }

  /** From now on the question is about what waits now. */
  askAnew(): void {
    this.#shown = new SvelteSet(this.#live().map(({ id }) => id));
  }
}
