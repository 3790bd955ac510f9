import { breakFor, offsetsIn, type View } from './value-view.ts';
import { ValueHistory, type Splice } from './value-history.ts';

/** A selection or caret, as offsets into what a view shows. */
export interface Selection {
  readonly start: number;
  readonly end: number;
}

/**
 * The value of a draft, byte for byte as it was pasted or typed.
 *
 * A textarea is no place for it: it turns CRLF and CR into LF and cannot show control characters. So the truth is
 * this text, the textarea shows a view of it (`value-view.ts`), and every edit comes back as offsets into that
 * view. Whatever an edit does not touch keeps its bytes. All offsets in and out are the view's.
 */
export class ValueText {
  #text = '';
  readonly #history = new ValueHistory();

  /** The value itself: for the request that adds it, for its measure, and for nothing else. */
  get exactText(): string {
    return this.#text;
  }

  shownIn(view: View): string {
    return view.show(this.#text);
  }

  /** The exact text between two offsets of a view: what copying or cutting puts on the clipboard. */
  exactBetween(view: View, { start, end }: Selection): string {
    const at = offsetsIn(view, this.#text);
    return this.#text.slice(at.toText(start), at.toText(end));
  }

  /**
   * Replaces a selection by what was typed, and answers the caret after it. A typed line break takes the line end
   * of the line above, so that editing a CRLF file does not leave mixed line ends behind.
   */
  type(view: View, selection: Selection, typed: string): number {
    const { from, to } = this.#inText(view, selection);
    const inserted = /[\r\n]/.test(typed) ? typed.replace(/\r\n|\r|\n/g, breakFor(this.#text, from, to)) : typed;
    return this.#splice(view, { at: from, removed: this.#text.slice(from, to), inserted }, 'typed');
  }

  /**
   * Replaces a selection by pasted, dropped or loaded text exactly as it is, and answers the caret after
   * it.
   */
  insertExact(view: View, selection: Selection, exact: string): number {
    const { from, to } = this.#inText(view, selection);
    return this.#splice(view, { at: from, removed: this.#text.slice(from, to), inserted: exact }, 'inserted');
  }

  /** Removes a stretch that is known by its place in the exact text (a repair that a hint offers). */
  removeExact(view: View, from: number, to: number): number {
    return this.#splice(view, { at: from, removed: this.#text.slice(from, to), inserted: '' }, 'inserted');
  }

  /** Takes the last edit back; answers the caret, or null when there is nothing to take back. */
  undo(view: View): number | null {
    return this.#apply(view, this.#history.undo());
  }

  redo(view: View): number | null {
    return this.#apply(view, this.#history.redo());
  }

  /** Forgets the value and every trace of how it was typed. */
  forget(): void {
    this.#text = '';
    this.#history.forget();
  }

  #inText(view: View, { start, end }: Selection): { from: number; to: number } {
    const at = offsetsIn(view, this.#text);
    return { from: at.toText(Math.min(start, end)), to: at.toText(Math.max(start, end)) };
  }

  #splice(view: View, splice: Splice, how: 'typed' | 'inserted'): number {
    if (splice.removed !== '' || splice.inserted !== '') this.#history.record(splice, how);
    return this.#put(view, splice);
  }

  #apply(view: View, splice: Splice | null): number | null {
    return splice === null ? null : this.#put(view, splice);
  }

  #put(view: View, { at, removed, inserted }: Splice): number {
    this.#text = this.#text.slice(0, at) + inserted + this.#text.slice(at + removed.length);
    return offsetsIn(view, this.#text).toShown(at + inserted.length);
  }
}
