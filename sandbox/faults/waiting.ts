import type { ServerResponse } from 'node:http';

/**
 * Requests that get no answer, and writes that land late: both wait here until a release (or their client
 * leaves).
 */
export class Waiting {
  readonly #hung = new Set<ServerResponse>();
  readonly #landings = new Set<() => Promise<void>>();

  get hung(): number {
    return this.#hung.size;
  }

  get commits(): number {
    return this.#landings.size;
  }

  hang(response: ServerResponse): void {
    this.#hung.add(response);
    response.once('close', () => this.#hung.delete(response));
  }

  /**
   * Runs `commit` after `afterMs`, or at the next release; exactly once. The client need not be there any
   * more.
   */
  land(commit: () => Promise<void>, afterMs: number | undefined): void {
    const landing = async (): Promise<void> => {
      if (!this.#landings.delete(landing)) return;
      clearTimeout(timer);
      await commit();
    };
    // A landing that fails has nobody to answer to; the journal shows that nothing was committed.
    const timer =
      afterMs === undefined
        ? undefined
        : setTimeout(() => void landing().catch(() => undefined), afterMs).unref();
    this.#landings.add(landing);
  }

  /** Lets the late writes land, oldest first, and answers how many. */
  async releaseCommits(): Promise<number> {
    const landings = [...this.#landings];
    for (const landing of landings) await landing();
    return landings.length;
  }

  /** Ends the connections of requests that hang and answers how many. */
  releaseHung(): number {
    const hung = [...this.#hung];
    for (const response of hung) response.destroy();
    return hung.length;
  }
}
