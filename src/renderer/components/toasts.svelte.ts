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
}

const lifetime = 6000;

/**
 * Short news at the bottom right, and the two live regions. A toast lives 6 s, and stays while the pointer or the
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

  show(text: string, { tone = 'done', action = null }: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void {
    const toast = { id: this.#next++, text, tone, action };
    // Two at most: a third would only hide the first from whoever reads slowly.
    this.shown = [...this.shown.slice(-1), toast];
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
    this.#timers.set(id, setTimeout(() => this.dismiss(id), lifetime));
  }

  dismiss(id: number): void {
    this.hold(id);
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const [getToasts, setToasts] = createContext<Toasts>();
