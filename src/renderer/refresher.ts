/**
 * Runs a refresh when asked: never two at once, and once more if it was asked for meanwhile. Asked for in a burst
 * (a thousand entries that drain announce a thousand times) it runs at most once every `spacing` ms.
 */
export class Refresher {
  readonly #run: () => Promise<void>;
  readonly #spacing: number;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(run: () => Promise<void>, spacing = 120) {
    this.#run = run;
    this.#spacing = spacing;
  }

  /** Asks for a refresh; the promise ends when a run that began after this call has ended. */
  ask(): Promise<void> {
    if (this.#running === null) {
      this.#running = this.#loop();
      return this.#running;
    }
    this.#again = true;
    return this.#running;
  }

  async #loop(): Promise<void> {
    try {
      do {
        this.#again = false;
        await this.#run();
        if (this.#again) await new Promise((resolve) => setTimeout(resolve, this.#spacing));
      } while (this.#again);
    } finally {
      this.#running = null;
    }
  }
}
