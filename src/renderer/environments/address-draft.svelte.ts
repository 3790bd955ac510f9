import type { AddressCheck } from '../../shared/environment.ts';
import { ask } from '../client.svelte.ts';

/** How long the typing must rest before anything is asked of an address. */
const rest = 500;

/** An address while it is typed, and what was found there. */
export class AddressDraft {
  address = $state('');
  #found = $state.raw<{ readonly address: string; readonly check: AddressCheck } | null>(null);
  #asking = $state<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onfound: (check: AddressCheck) => void;

  /** What was found at the address as it stands; null while nobody has looked yet. */
  readonly check = $derived(this.#found?.address === this.address ? this.#found.check : null);
  readonly isLooking = $derived(this.#asking === this.address && this.check === null);

  constructor(onfound: (check: AddressCheck) => void) {
    this.#onfound = onfound;
  }

  type(address: string): void {
    this.address = address;
    clearTimeout(this.#timer);
    if (address.trim() !== '') this.#timer = setTimeout(() => void this.look(), rest);
  }

  /**
   * Looks at the address unless it was looked at already; answers what was found, null when that was not
   * possible.
   */
  async look(): Promise<AddressCheck | null> {
    clearTimeout(this.#timer);
    if (this.check !== null) return this.check;
    const { address } = this;
    this.#asking = address;
    const reply = await ask('environments.check', { address });
    if (reply.ok && address === this.address) {
      this.#found = { address, check: reply.value };
      this.#onfound(reply.value);
    }
    if (this.#asking === address) this.#asking = null;
    return this.check;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
