import type { EnvironmentId } from '../../shared/environment.ts';
import type { Reply } from '../../shared/reply.ts';
import type { SignInAnswer } from '../../shared/session.ts';
import { ask } from '../client.svelte.ts';

/** The wait for a person who signs in in the browser, and the port at which the browser comes back. */
export class BrowserWait {
  /** True while the browser is waited for. */
  waiting = $state(false);
  /** The person gave it up, and the answer to that did not come yet. */
  givingUp = $state(false);
  /** As it is typed; empty until it was read. */
  port = $state('');

  readonly portNumber: number | null = $derived.by(() => {
    const number = /^\d{4,5}$/.test(this.port.trim()) ? Number(this.port.trim()) : 0;
    return number >= 1024 && number <= 65_535 ? number : null;
  });

  readonly #environmentId: EnvironmentId;
  #again = false;

  constructor(environmentId: EnvironmentId) {
    this.#environmentId = environmentId;
  }

  /** Opens the browser, and once more for each `openAgain` meanwhile: each is a sign-in of its own. */
  async ask(): Promise<Reply<SignInAnswer>> {
    this.waiting = true;
    this.givingUp = false;
    try {
      for (;;) {
        this.#again = false;
        const reply = await ask('session.sign-in-browser', { environmentId: this.#environmentId });
        // A person can have finished in the window that was open already: that counts.
        const isOver = !this.#again || !reply.ok || reply.value.signedIn || reply.value.trouble !== 'cancelled';
        if (isOver) return reply;
      }
    } finally {
      this.waiting = false;
      this.givingUp = false;
    }
  }

  async readPort(): Promise<void> {
    const reply = await ask('session.redirect-port', {});
    if (reply.ok) this.port = String(reply.value.port);
  }

  /** True when the port that is typed is the one to come back to from now on. */
  async keepPort(): Promise<boolean> {
    const port = this.portNumber;
    return port !== null && (await ask('session.set-redirect-port', { port })).ok;
  }

  openAgain(): void {
    this.#again = true;
    void ask('session.cancel-browser', { environmentId: this.#environmentId });
  }

  giveUp(): void {
    if (!this.waiting) return;
    this.#again = false;
    this.givingUp = true;
    void ask('session.cancel-browser', { environmentId: this.#environmentId });
  }
}
