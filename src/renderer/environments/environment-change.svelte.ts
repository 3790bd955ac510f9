import type { Environment, EnvironmentColour, EnvironmentKind } from '../../shared/environment.ts';
import { environmentForm } from '../../shared/words/environments.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';
import { labelProblemOf, looksLikeWords } from './environment-draft.svelte.ts';

/** An environment that is renamed or recoloured. Its address never changes. */
export class EnvironmentChange {
  readonly #environment: Environment;
  readonly #others: () => readonly Environment[];
  readonly submission = new Submission();
  label = $state('');
  kind = $state<EnvironmentKind>('other');
  colour = $state<EnvironmentColour>('slate');
  told = $state(false);

  readonly labelProblem = $derived(this.told ? labelProblemOf(this.label) : null);
  /** Which other one it could be taken for; it can be changed all the same. */
  readonly warning = $derived.by(() => {
    const { id } = this.#environment;
    return looksLikeWords(this, this.#others().filter((one) => one.id !== id));
  });
  /** How it will look, for the preview. */
  readonly preview = $derived.by(() => ({
    origin: this.#environment.origin,
    label: this.label.trim() === '' ? environmentForm.previewLabel : this.label,
    kind: this.kind,
    colour: this.colour,
  }));

  /** @param all those that are here, this one among them */
  constructor(environment: Environment, all: () => readonly Environment[] = () => []) {
    this.#environment = environment;
    this.#others = all;
    this.label = environment.label;
    this.kind = environment.kind;
    this.colour = environment.colour;
  }

  typeLabel(label: string): void {
    this.label = label;
  }

  chooseColour(colour: EnvironmentColour): void {
    this.colour = colour;
  }

  /** `label`: the person is sent back to it; null: refused, and the submission says why. */
  async save(): Promise<Environment | 'label' | null> {
    this.told = true;
    if (this.labelProblem !== null) return 'label';
    const { label, kind, colour } = this;
    const environmentId = this.#environment.id;
    return this.submission.send(() =>
      ask('environments.change', { environmentId, label: label.trim(), kind, colour }),
    );
  }
}
