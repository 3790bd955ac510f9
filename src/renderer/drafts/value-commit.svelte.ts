import type { Reply } from '../../shared/reply.ts';
import type { Draft } from '../overlay.svelte.ts';
import { ValueDraft } from '../secrets/value-draft.svelte.ts';
import { Submission } from './submission.svelte.ts';

/** A new value for a name that is settled: a replace, or an entry that still waits. */
export class ValueCommit implements Draft {
  readonly value: ValueDraft;
  readonly submission = new Submission();

  constructor(initial = '') {
    this.value = new ValueDraft(initial);
  }

  get holdsValue(): boolean {
    return !this.value.isEmpty;
  }

  forget(): void {
    this.value.forget();
  }

  /** True when it was recorded; else the field has the focus or the refusal is told. */
  async send(request: (exactText: string) => Promise<Reply<unknown>>): Promise<boolean> {
    this.value.told = true;
    if (this.value.measure.problem !== null) {
      this.value.focus();
      return false;
    }
    const answer = await this.submission.send(() => request(this.value.value.exactText));
    if (answer === null) return false;
    this.forget();
    return true;
  }
}
