import type { RefusalCode } from '../../shared/reply.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';

/** So many wrong passphrases in a row, and the screen says more than that this one was wrong. */
const manyWrong = 5;

/**
 * What the person does at the locked screen. It outlives the screen: while the keychain is asked another one stands
 * there.
 */
export class Unlocking {
  passphrase = $state('');
  wrongInARow = $state(0);
  /** The keychain was asked and did not open it: or the app would be open. */
  keychainTried = $state(false);
  readonly submission = new Submission();
  #missing = $state(false);

  get isMissing(): boolean {
    return this.#missing && this.passphrase === '';
  }

  get manyWrong(): boolean {
    return this.wrongInARow >= manyWrong;
  }

  get refusal(): RefusalCode | null {
    return this.submission.refusal;
  }

  /** True when it is open. A wrong passphrase stays in the field, to be looked at and mended. */
  async withPassphrase(): Promise<boolean> {
    this.#missing = this.passphrase === '';
    if (this.#missing || this.submission.busy) return false;
    const { passphrase } = this;
    if ((await this.submission.send(() => ask('vault.unlock', { passphrase }))) !== null) {
      this.done();
      return true;
    }
    if (this.refusal === 'wrong-passphrase') this.wrongInARow += 1;
    return false;
  }

  async withKeychain(): Promise<void> {
    this.keychainTried = true;
    await this.submission.send(() => ask('app.try-again', {}));
  }

  /** The app is open: nothing of this is kept. */
  done(): void {
    this.passphrase = '';
    this.wrongInARow = 0;
    this.keychainTried = false;
    this.#missing = false;
    this.submission.refusal = null;
  }
}
