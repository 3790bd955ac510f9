import { untrack } from 'svelte';
import { measureValue } from '../../shared/value-measure.ts';
import { fileTroubles } from '../../shared/words/values.ts';
import { ValueArea, type AreaOwner } from './value-area.ts';
import { readValueFile, type FileForm, type ValueFile } from './value-file.ts';
import { hasControlCharacters, invisibleCharacters, lastLineEnds, leadingBlanks, trailingSpace, unusualLineEnds, withoutInvisible, type Stretch } from './value-signs.ts';
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
  /** Why a chosen, dropped or pasted file was not taken, in words. */
  fileTrouble = $state<string | null>(null);

  /** The file that is the value, as long as nothing of it was changed. */
  taken = $state.raw<{ readonly file: ValueFile; readonly form: FileForm } | null>(null);

  // What the screen shows of the value; the value itself stays out of Svelte's state.
  measure = $state.raw(measureValue(''));
  space = $state.raw(trailingSpace(''));
  lineEnds = $state.raw(unusualLineEnds(''));
  hasControls = $state.raw(false);
  leading = $state.raw(leadingBlanks(''));
  newlines = $state.raw(lastLineEnds(''));
  invisible = $state.raw(invisibleCharacters(''));
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
    this.leading = leadingBlanks(text);
    this.newlines = lastLineEnds(text);
    this.invisible = invisibleCharacters(text);
    this.length = text.length;
    this.fileTrouble = null;
    this.taken = null;
  }

  toggle(): void {
    this.isRevealed = !this.isRevealed;
    this.#area?.show(this.value.shownIn(this.view).length);
    this.focus();
  }

  /** Removes a stretch that a hint told of; it can be taken back like any edit. */
  remove(stretch: Stretch | null): void {
    if (stretch !== null) this.#show(this.value.removeExact(this.view, stretch.from, stretch.to));
  }

  removeInvisible(): void {
    this.#show(this.value.insertExact(this.view, everything, withoutInvisible(this.value.exactText)));
  }

  /** A file is the value as a whole: as its text, or as base64 of its bytes where it has none. */
  received([file, ...others]: readonly File[]): void {
    if (others.length > 0) this.fileTrouble = fileTroubles.several;
    else if (file !== undefined) void this.#read(file);
  }

  /** The same file in the other form. */
  takeAs(form: FileForm): void {
    if (this.taken !== null) this.#take(this.taken.file, form);
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

  async #read(given: File): Promise<void> {
    const area = this.#area;
    const read = await readValueFile(given);
    // Meanwhile the dialog was closed, or the window locked.
    if (area === null || area !== this.#area) return;
    if (read.kind === 'file') this.#take(read.file, read.file.text === null ? 'base64' : 'text');
    else this.fileTrouble = fileTroubles[read.kind];
  }

  #take(file: ValueFile, form: FileForm): void {
    const text = form === 'text' ? file.text : file.base64();
    if (text === null) return;
    this.#show(this.value.insertExact(this.view, everything, text));
    this.taken = { file, form };
  }

  #show(caret: number): void {
    this.changed();
    this.#area?.show(caret);
    this.focus();
  }
}

/** The whole value in any view: offsets beyond its end are its end. */
const everything = { start: 0, end: Number.MAX_SAFE_INTEGER };
