import { untrack } from 'svelte';
import { maxValueBytes, measureValue } from '../../shared/value-measure.ts';
import { notText, tooLargeFile } from '../../shared/words/values.ts';
import { ValueArea, type AreaOwner } from './value-area.ts';
import { hasControlCharacters, trailingSpace, unusualLineEnds } from './value-signs.ts';
import { ValueText } from './value-text.ts';
import { curtain, masked, revealed, type View } from './value-view.ts';

/**
 * The most characters that are shown as dots one by one: more of them make the field slow and tell nobody
 * more.
 */
const mostDots = 10_000;

/**
 * A value while it is typed: the exact text, its measure, and whether it is seen. Nothing of it outlives
 * the open dialog.
 */
export class ValueDraft implements AreaOwner {
  readonly value = new ValueText();
  isRevealed = $state(false);
  /** True once the commit button was pressed: only then an empty field is a problem. */
  told = $state(false);
  /** Why a dropped or pasted file was not taken, in words. */
  fileTrouble = $state<string | null>(null);

  // What the screen shows of the value; the value itself stays out of Svelte's state.
  measure = $state.raw(measureValue(''));
  space = $state.raw(trailingSpace(''));
  lineEnds = $state.raw(unusualLineEnds(''));
  hasControls = $state.raw(false);
  length = $state.raw(0);

  readonly tooLongForDots = $derived(this.length > mostDots);
  readonly problem = $derived(this.measure.problem === 'empty' && !this.told ? null : this.measure.problem);
  readonly view: View = $derived(this.isRevealed ? revealed : this.tooLongForDots ? curtain : masked);

  #area: ValueArea | null = null;
  #element: HTMLTextAreaElement | null = null;

  constructor(initial = '') {
    if (initial === '') return;
    this.value.insertExact(masked, { start: 0, end: 0 }, initial);
    this.changed();
  }

  get editable(): boolean {
    return this.isRevealed || !this.tooLongForDots;
  }

  get copyable(): boolean {
    return this.isRevealed;
  }

  get isEmpty(): boolean {
    return this.measure.problem === 'empty';
  }

  /** For `{@attach}`: binds the textarea for as long as it is there. */
  readonly attach = (element: HTMLTextAreaElement): (() => void) => {
    // It shows what the draft holds now; what changes later is told to it.
    const area = untrack(() => new ValueArea(element, this));
    this.#area = area;
    this.#element = element;
    return () => {
      area.release();
      // What comes back after the window was locked comes back hidden.
      this.isRevealed = false;
      this.#area = null;
      this.#element = null;
    };
  };

  changed(): void {
    const text = this.value.exactText;
    this.measure = measureValue(text);
    this.space = trailingSpace(text);
    this.lineEnds = unusualLineEnds(text);
    this.hasControls = hasControlCharacters(text);
    this.length = text.length;
    this.fileTrouble = null;
  }

  toggle(): void {
    this.isRevealed = !this.isRevealed;
    this.#area?.show(this.value.shownIn(this.view).length);
    this.focus();
  }

  removeSpace(): void {
    if (this.space === null) return;
    const caret = this.value.removeExact(this.view, this.space.from, this.space.to);
    this.changed();
    this.#area?.show(caret);
    this.focus();
  }

  /**
   * A file's bytes are the value if they are UTF-8; a byte order mark is kept, because it is part of the
   * file.
   */
  received(file: File): void {
    if (file.size > maxValueBytes) this.fileTrouble = tooLargeFile;
    else void this.#read(file);
  }

  focus(): void {
    this.#element?.focus();
  }

  /** Forgets the value and what is known about it. */
  forget(): void {
    this.value.forget();
    this.changed();
    this.#area?.show(0);
  }

  async #read(file: File): Promise<void> {
    try {
      const bytes = await file.arrayBuffer();
      this.#area?.insert(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      this.fileTrouble = notText;
    }
  }
}
