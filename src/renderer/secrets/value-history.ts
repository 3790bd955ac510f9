/** One change: at `at`, `removed` gave way to `inserted`. It can be turned round. */
export interface Splice {
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
}

/** As many steps as anybody takes back; older ones are forgotten first. */
const maxSteps = 200;

/**
 * Undo and redo for a value. The browser's own undo is lost whenever a script sets a textarea's text, which pasting
 * exactly cannot do without; so the draft keeps its own. Letters typed in a row are taken back together.
 */
export class ValueHistory {
  #done: Splice[] = [];
  #undone: Splice[] = [];
  #growing = false;

  record(splice: Splice, how: 'typed' | 'inserted'): void {
    const last = this.#done.at(-1);
    if (last !== undefined && how === 'typed' && this.#growing && continuesWord(last, splice)) {
      this.#done[this.#done.length - 1] = { ...last, inserted: last.inserted + splice.inserted };
    } else {
      this.#done.push(splice);
      if (this.#done.length > maxSteps) this.#done.shift();
    }
    this.#growing = how === 'typed' && splice.inserted !== '';
    this.#undone = [];
  }

  /** The change that takes the last step back, or null. */
  undo(): Splice | null {
    this.#growing = false;
    const last = this.#done.pop();
    if (last === undefined) return null;
    this.#undone.push(last);
    return { at: last.at, removed: last.inserted, inserted: last.removed };
  }

  redo(): Splice | null {
    this.#growing = false;
    const next = this.#undone.pop();
    if (next === undefined) return null;
    this.#done.push(next);
    return next;
  }

  forget(): void {
    this.#done = [];
    this.#undone = [];
    this.#growing = false;
  }
}

/** True where letters go on directly behind those typed before, in the same word. */
function continuesWord(last: Splice, next: Splice): boolean {
  return next.removed === '' && last.at + last.inserted.length === next.at && !/\s$/.test(last.inserted);
}
