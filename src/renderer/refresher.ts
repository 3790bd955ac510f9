/** How much longer it rests than it worked: reading and drawing a long list must not take the machine from sending. */
const restPerWork = 5;

/**
 * Runs a refresh when asked: never two at once, and once more if it was asked for meanwhile. Asked for in a burst
 * (a thousand entries that drain announce a thousand times) it runs at most once every `spacing` ms, and the more
 * rarely the longer it takes.
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
        const begun = performance.now();
        await this.#run();
        if (!this.#again) break;
        await pause(0); // what was read is drawn before the next task: that is work too
        await pause(Math.max(this.#spacing, restPerWork * (performance.now() - begun)));
      } while (this.#again);
    } finally {
      this.#running = null;
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
