import { minPassphraseLength } from '../../shared/app-state.ts';
import type { Reply } from '../../shared/reply.ts';
import { stepFields as words, type ProtectionStep } from '../../shared/words/settings.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';

/** One change of what protects the data key, while its passphrases are typed. Nothing outlives the dialog. */
export class ProtectionDraft {
  readonly step: ProtectionStep;
  current = $state('');
  next = $state('');
  repeated = $state('');
  readonly submission = new Submission();
  /** True once the commit button was pressed: only then an empty field is a problem. */
  #told = $state(false);
  /** The passphrase that was refused; another one may be right. */
  #wrong = $state<string | null>(null);

  constructor(step: ProtectionStep) {
    this.step = step;
  }

  /** The passphrase that is there is asked for, as what shows that it is the person who wants this. */
  get asksCurrent(): boolean {
    return this.step !== 'set-passphrase';
  }

  get asksNext(): boolean {
    return this.step === 'set-passphrase' || this.step === 'change-passphrase';
  }

  get currentProblem(): string | null {
    if (!this.asksCurrent || !this.#told) return null;
    if (this.current === '') return words.missing;
    return this.#wrong === this.current ? words.wrong : null;
  }

  get nextProblem(): string | null {
    return this.#told && this.asksNext && !this.#isLongEnough ? words.tooShort : null;
  }

  get repeatProblem(): string | null {
    return this.#told && this.asksNext && this.#isLongEnough && this.next !== this.repeated ? words.differs : null;
  }

  get isRepeated(): boolean {
    return this.#isLongEnough && this.next === this.repeated;
  }

  get #isLongEnough(): boolean {
    return [...this.next].length >= minPassphraseLength;
  }

  /** True when it is done; else a problem or the refusal says why, and nothing was changed. */
  async commit(): Promise<boolean> {
    this.#told = true;
    if (this.currentProblem !== null || this.nextProblem !== null || this.repeatProblem !== null) return false;
    const { current } = this;
    const changed = (await this.submission.send(() => this.#request())) !== null;
    if (this.submission.refusal === 'wrong-passphrase') {
      // It is told at the field.
      this.submission.refusal = null;
      this.#wrong = current;
    }
    return changed;
  }

  #request(): Promise<Reply<unknown>> {
    const { current, next } = this;
    switch (this.step) {
      case 'set-passphrase':
        return ask('vault.set-passphrase', { next, current: null });
      case 'change-passphrase':
        return ask('vault.set-passphrase', { next, current });
      case 'remove-passphrase':
        return ask('vault.remove-passphrase', { current });
      case 'add-keychain':
      case 'repair-keychain':
        return ask('vault.add-keychain', { passphrase: current });
      case 'remove-keychain':
        return ask('vault.remove-keychain', { passphrase: current });
    }
  }
}
