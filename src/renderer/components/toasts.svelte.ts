import { createContext, untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { RefusalCode } from '../../shared/reply.ts';
import { refusalWords } from '../../shared/words/refusals.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  /** Something is done, something is so, or something was refused. */
  readonly tone: 'done' | 'info' | 'refused';
  readonly action: { readonly label: string; readonly run: () => void } | null;
  /** Nobody can act on it any more: it ran out, was dismissed, or was taken off. Not after its action ran. */
  readonly ongone: (() => void) | null;
  /** It has no end of its own. */
  readonly kept: boolean;
  /** Shown over a dialog too: it answers what was done in it, or something was refused. Other news waits below. */
  readonly overDialogs: boolean;
}

/** ms from when a toast is seen, or was last looked at. */
const lifetime = 6000;
/** Who works by keyboard, or reads slowly, must reach what can be done here and nowhere else. */
const lifetimeOfUndo = 20_000;
/** More at once nobody reads. */
const places = 3;

/** A live region that does not change says nothing: the same words again end with a space that nobody hears. */
function heardAgain(text: string, before: string): string {
  return text === before ? `${text}\u00a0` : text;
}

/**
 * Short news at the bottom right, and the two live regions. A toast lives 6 s, one with an undo 20 s, and stays while the
 * pointer or the focus is on it. None takes the place of another that was not read yet: it waits for its turn, and its
 * time begins then. It is never the only place of a fact, and never holds a value.
 */
export class Toasts {
  shown = $state.raw<readonly Toast[]>([]);
  /** What the polite live region says; it changes with each toast. */
  polite = $state('');
  /** What the assertive live region says: only that something needs the person. */
  assertive = $state('');

  #next = 1;
  /** A dialog lies over them: nobody sees them, so their time does not pass. */
  #paused = false;
  #waiting: readonly Toast[] = [];
  readonly #timers = new SvelteMap<number, ReturnType<typeof setTimeout>>();

  /** The answer is what `update` takes. */
  show(text: string, of: Partial<Omit<Toast, 'id' | 'text'>> = {}): number {
    const id = this.#next++;
    const { tone = 'done', action = null, ongone = null, kept = false, overDialogs = tone === 'refused' } = of;
    this.#waiting = [...this.#waiting, { id, text, tone, action, ongone, kept, overDialogs }];
    this.say(text);
    this.#fill();
    return id;
  }

  /** More of the same news: the toast says it in its place, and for another 6 s. False when it is gone by now. */
  update(id: number, text: string): boolean {
    const anew = (toast: Toast): Toast => (toast.id === id ? { ...toast, text } : toast);
    if (![...this.shown, ...this.#waiting].some((toast) => toast.id === id)) return false;
    this.shown = this.shown.map(anew);
    this.#waiting = this.#waiting.map(anew);
    this.say(text);
    // One that is looked at has no timer, and gets one when it is left.
    if (this.#timers.has(id)) this.release(id);
    return true;
  }

  /** Shows what must be seen by whoever was away: it stays until it is dismissed. */
  keep(text: string): void {
    this.show(text, { tone: 'info', kept: true });
  }

  /** Shows why something was refused that no form was open for. */
  refuse(code: RefusalCode): void {
    this.show(refusalWords(code), { tone: 'refused' });
  }

  /** Says something to a screen reader without showing it. */
  say(text: string): void {
    this.polite = heardAgain(text, untrack(() => this.polite));
  }

  /** Interrupts a screen reader: something needs the person. */
  interrupt(text: string): void {
    this.assertive = heardAgain(text, untrack(() => this.assertive));
  }

  /** The pointer or the focus is on it. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  release(id: number): void {
    this.hold(id);
    const toast = this.shown.find((one) => one.id === id);
    if (toast === undefined || toast.kept) return;
    const ms = toast.ongone === null ? lifetime : lifetimeOfUndo;
    this.#timers.set(id, setTimeout(() => this.dismiss(id), ms));
  }

  /** While a dialog lies over them they wait for their turn anew, but for those that are shown over it. */
  pause(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (paused) {
      const below = this.shown.filter(({ overDialogs }) => !overDialogs);
      for (const { id } of below) this.hold(id);
      this.shown = this.shown.filter(({ overDialogs }) => overDialogs);
      this.#waiting = [...below, ...this.#waiting];
    }
    this.#fill();
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
    this.#fill();
    return toast;
  }

  #fill(): void {
    const seen = (toast: Toast): boolean => !this.#paused || toast.overDialogs;
    const free = Math.max(0, places - this.shown.filter(seen).length);
    const next = this.#waiting.filter(seen).slice(0, free);
    this.#waiting = this.#waiting.filter((toast) => !next.includes(toast));
    this.shown = [...this.shown, ...next];
    for (const { id } of next) this.release(id);
  }
}

export const [getToasts, setToasts] = createContext<Toasts>();
