import type { EntryId } from '../../shared/entry.ts';
import type { Environment } from '../../shared/environment.ts';
import type { RefusalCode } from '../../shared/reply.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';
import type { Draft } from '../overlay.svelte.ts';
import { NameDraft } from './name-draft.svelte.ts';
import { ValueDraft } from './value-draft.svelte.ts';

const aboutName: ReadonlySet<RefusalCode> = new Set(['bad-name', 'name-already-waits']);
const aboutValue: ReadonlySet<RefusalCode> = new Set(['empty-value', 'value-too-large', 'lone-surrogate']);

/**
 * A secret that is being typed, for one environment: the one it was begun in, whatever the window shows
 * meanwhile.
 */
export class SecretDraft implements Draft {
  readonly environment: Environment;
  readonly name: NameDraft;
  readonly value = new ValueDraft();
  readonly submission = new Submission();

  constructor(environment: Environment) {
    this.environment = environment;
    this.name = new NameDraft(environment.id);
  }

  get holdsValue(): boolean {
    return !this.value.isEmpty;
  }

  forget(): void {
    this.value.forget();
  }

  /**
   * Where it can be committed, the new entry's id; else the focus is on what is missing and the hints say
   * so.
   */
  async add(): Promise<EntryId | null> {
    if (!this.#isComplete()) return null;
    const added = await this.submission.send(() =>
      ask('outbox.add', {
        environmentId: this.environment.id,
        name: this.name.name,
        value: this.value.value.exactText,
      }),
    );
    if (added === null) this.#backToWhatWasRefused();
    else this.value.forget();
    return added?.entryId ?? null;
  }

  #isComplete(): boolean {
    this.name.told = true;
    this.value.told = true;
    if (!this.name.isAcceptable) this.name.focus();
    else if (this.value.measure.problem !== null) this.value.focus();
    else return true;
    return false;
  }

  #backToWhatWasRefused(): void {
    const { refusal } = this.submission;
    if (refusal === null) return;
    if (aboutName.has(refusal)) this.name.focus();
    if (aboutValue.has(refusal)) this.value.focus();
  }
}
