/** Closing a dialog that holds a typed value: it is asked about first, because nothing keeps it. */
export class Leaving {
  asking = $state(false);
  readonly #holdsDraft: () => boolean;
  readonly #close: () => void;

  constructor(holdsDraft: () => boolean, close: () => void) {
    this.#holdsDraft = holdsDraft;
    this.#close = close;
  }

  /** Escape, Cancel or the close button. */
  readonly leave = (): void => {
    if (this.#holdsDraft()) this.asking = true;
    else this.#close();
  };

  readonly stay = (): void => {
    this.asking = false;
  };

  readonly discard = (): void => {
    this.asking = false;
    this.#close();
  };
}
