import { dropped, pasted, type Transferred } from '../transfer.ts';
import { editBetween } from './value-edit.ts';
import type { Selection, ValueText } from './value-text.ts';
import type { View } from './value-view.ts';

/** What the area needs from its owner. */
export interface AreaOwner {
  readonly value: ValueText;
  readonly view: View;
  /** False while the value is too long to be edited in this view: then it can only be replaced as a whole. */
  readonly editable: boolean;
  /** False while the value is masked: a hidden value is not copied, as in a password field. */
  readonly copyable: boolean;
  changed(): void;
  /** Files were pasted or dropped; their bytes, not a text made of them, are the value. */
  received(files: readonly File[]): void;
}

/**
 * Binds a textarea to a value. The browser edits what it shows; this reads each edit back into the exact text, takes
 * pastes and drops from their data before a textarea can normalise them, and has an undo of its own.
 */
export class ValueArea {
  readonly #area: HTMLTextAreaElement;
  readonly #owner: AreaOwner;
  readonly #listening = new AbortController();
  /** What the textarea showed and had selected before the edit that is under way. */
  #before: { readonly shown: string; readonly selection: Selection } = {
    shown: '',
    selection: { start: 0, end: 0 },
  };
  #composing = false;

  constructor(area: HTMLTextAreaElement, owner: AreaOwner) {
    this.#area = area;
    this.#owner = owner;
    const { signal } = this.#listening;
    area.addEventListener('beforeinput', (event) => this.#beforeInput(event), { signal });
    area.addEventListener('input', () => this.#input(), { signal });
    area.addEventListener('compositionstart', () => this.#compositionStart(), { signal });
    area.addEventListener('compositionend', () => this.#compositionEnd(), { signal });
    area.addEventListener('keydown', (event) => this.#keyDown(event), { signal });
    area.addEventListener('paste', (event) => this.#transfer(event, pasted(event.clipboardData)), { signal });
    area.addEventListener('drop', (event) => this.#transfer(event, dropped(event.dataTransfer)), { signal });
    area.addEventListener('copy', (event) => this.#copy(event), { signal });
    area.addEventListener('cut', (event) => this.#cut(event), { signal });
    // Dragging within the area would move what it shows instead of what the value has.
    area.addEventListener('dragstart', (event) => event.preventDefault(), { signal });
    this.show(0);
  }

  /** Stops listening and leaves no text behind. */
  release(): void {
    this.#listening.abort();
    this.#area.value = '';
  }

  /** Shows the value anew, with the caret at an offset of the view. */
  show(caret: number): void {
    const shown = this.#owner.value.shownIn(this.#owner.view);
    if (this.#area.value !== shown) this.#area.value = shown;
    this.#area.setSelectionRange(caret, caret);
    this.#remember();
  }

  /** Replaces the selection by exact text, as a paste does. */
  insert(exact: string): void {
    this.#apply(this.#owner.value.insertExact(this.#owner.view, this.#wholeOrSelection(), exact));
  }

  #beforeInput(event: InputEvent): void {
    if (event.inputType === 'historyUndo' || event.inputType === 'historyRedo') {
      event.preventDefault();
      this.#step(event.inputType === 'historyUndo' ? 'undo' : 'redo');
    } else if (!this.#owner.editable && !isWhole(this.#selection(), this.#area.value)) {
      event.preventDefault();
    } else if (!this.#composing) {
      this.#remember();
    }
  }

  #input(): void {
    if (!this.#composing) this.#readBack();
  }

  #compositionStart(): void {
    this.#composing = true;
    this.#remember();
  }

  /** While an input method composes, the textarea belongs to it; the value follows when it is done. */
  #compositionEnd(): void {
    this.#composing = false;
    this.#readBack();
  }

  #remember(): void {
    this.#before = { shown: this.#area.value, selection: this.#selection() };
  }

  /**
   * Text that an input method or the system inserts is announced once, and told as several inputs: the
   * first has all.
   */
  #readBack(): void {
    const { value, view, editable } = this.#owner;
    const { shown, selection } = this.#before;
    const after = this.#area.value;
    if (after === shown) return;
    if (editable) {
      const edit = editBetween(shown, selection, after, this.#area.selectionEnd);
      this.#apply(value.type(view, edit, edit.typed));
    } else if (isWhole(selection, shown)) {
      this.#apply(value.type(view, everything, after));
    } else {
      this.show(0);
    }
  }

  #keyDown(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.#composing) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    this.#step(key === 'y' || event.shiftKey ? 'redo' : 'undo');
  }

  #transfer(event: Event, transferred: Transferred): void {
    event.preventDefault();
    if (transferred.kind === 'files') this.#owner.received(transferred.files);
    // An empty clipboard takes nothing away: what is selected stays.
    else if (transferred.text !== '') this.insert(transferred.text);
  }

  #copy(event: ClipboardEvent): boolean {
    event.preventDefault();
    const selection = this.#selection();
    if (!this.#owner.copyable || selection.start === selection.end) return false;
    event.clipboardData?.setData('text/plain', this.#owner.value.exactBetween(this.#owner.view, selection));
    return true;
  }

  #cut(event: ClipboardEvent): void {
    if (this.#copy(event)) this.insert('');
  }

  #step(which: 'undo' | 'redo'): void {
    const caret = this.#owner.value[which](this.#owner.view);
    if (caret !== null) this.#apply(caret);
  }

  /** The owner first: a value that grew too long for its view is shown in another one. */
  #apply(caret: number): void {
    this.#owner.changed();
    this.show(caret);
    const atEnd = caret >= this.#area.value.length;
    if (atEnd) this.#area.parentElement?.scrollTo({ top: this.#area.offsetHeight });
  }

  #wholeOrSelection(): Selection {
    return this.#owner.editable ? this.#selection() : everything;
  }

  #selection(): Selection {
    return { start: this.#area.selectionStart, end: this.#area.selectionEnd };
  }
}

/** The whole value in any view: offsets beyond its end are its end. */
const everything: Selection = { start: 0, end: Number.MAX_SAFE_INTEGER };

function isWhole({ start, end }: Selection, shown: string): boolean {
  return start === 0 && end === shown.length;
}
