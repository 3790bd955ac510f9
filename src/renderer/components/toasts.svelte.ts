import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { RefusalCode } from '../../shared/reply.ts';
import { refusalWords } from '../../shared/words/refusals.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  /** Something is done, something is so, or something was refused. */
  readonly tone: 'done' | 'info' | 'refused';
  readonly action: { readonly label: string; readonly run: () => void } | null;
  /** Nobody can act on it any more: it ran out, was dismissed, or gave way to others. Not after its action ran. */
  readonly ongone: (() => void) | null;
}

type Given = Partial<Pick<Toast, 'tone' | 'action' | 'ongone'>>;

const lifetime = 6000;
/** Who works by keyboard, or reads slowly, must reach what can be done here and nowhere else. */
const lifetimeOfUndo = 20_000;

/**
 * Short news at the bottom right, and the two live regions. A toast lives 6 s, one with an undo 20 s, and stays while the pointer or the
 * focus is on it. It is never the only place of a fact, and never holds a value.
 */
export class Toasts {
  shown = $state.raw<readonly Toast[]>([]);
  /** What the polite live region says; it changes with each toast. */
  polite = $state('');
  /** What the assertive live region says: only that something needs the person. */
  assertive = $state('');

  #next = 1;
  readonly #timers = new SvelteMap<number, ReturnType<typeof setTimeout>>();

  show(text: string, { tone = 'done', action = null, ongone = null }: Given = {}): void {
    const toast = { id: this.#next++, text, tone, action, ongone };
    // Two at most: a third would only hide the first from whoever reads slowly.
    for (const { id } of this.shown.slice(0, -1)) this.dismiss(id);
    this.shown = [...this.shown, toast];
    this.say(text);
    this.release(toast.id);
  }

  /** Shows what must be seen by whoever was away: it stays until it is dismissed. */
  keep(text: string): void {
    this.show(text, { tone: 'info' });
    const last = this.shown.at(-1);
    if (last !== undefined) this.hold(last.id);
  }

  /** Shows why something was refused that no form was open for. */
  refuse(code: RefusalCode): void {
    this.show(refusalWords(code), { tone: 'refused' });
  }

  /** Says something to a screen reader without showing it. */
  say(text: string): void {
    this.polite = text;
  }

  /** Interrupts a screen reader: something needs the person. */
  interrupt(text: string): void {
    this.assertive = text;
  }

  /** The pointer or the focus is on it. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  release(id: number): void {
    this.hold(id);
    const toast = this.shown.find((one) => one.id === id);
    if (toast === undefined) return;
    const ms = toast.ongone === null ? lifetime : lifetimeOfUndo;
    this.#timers.set(id, setTimeout(() => this.dismiss(id), ms));
  }

  dismiss(id: number): void {
    this.#take(id)?.ongone?.();
  }

  /** Does what the toast offers, and takes it away. */
  act(id: number): void {
    this.#take(id)?.action?.run();
  }

  /** The last undo that is offered (Ctrl or ⌘ Z). False: there is none. */
  undo(): boolean {
    const last = this.shown.findLast((toast) => toast.ongone !== null);
    if (last === undefined) return false;
    this.act(last.id);
    return true;
  }

  #take(id: number): Toast | undefined {
    this.hold(id);
    const toast = this.shown.find((one) => one.id === id);
    this.shown = this.shown.filter((one) => one.id !== id);
    return toast;
  }
}

export const [getToasts, setToasts] = createContext<Toasts>();
