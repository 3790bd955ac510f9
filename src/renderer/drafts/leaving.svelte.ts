/** Closing a dialog that holds a typed value: it is asked about first, because nothing keeps it. */
export class Leaving {
  asking = $state(false);
  readonly #holdsDraft: () => boolean;
  readonly #close: () => void;
  #next: (() => void) | null = null;

  constructor(holdsDraft: () => boolean, close: () => void) {
    this.#holdsDraft = holdsDraft;
    this.#close = close;
  }

  /** Escape, Cancel or the close button. */
  readonly leave = (): void => {
    this.#leaveFor(null);
  };

  /** A link that leads elsewhere: the dialog closes first. */
  readonly leaveFor = (next: () => void): void => {
    this.#leaveFor(next);
  };

  readonly stay = (): void => {
    this.asking = false;
  };

  readonly discard = (): void => {
    this.asking = false;
    this.#close();
    this.#next?.();
  };

  #leaveFor(next: (() => void) | null): void {
    this.#next = next;
    if (this.#holdsDraft()) this.asking = true;
    else this.discard();
  }
}
