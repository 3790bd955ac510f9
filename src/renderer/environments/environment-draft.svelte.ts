import {
  defaultColour,
  maxEnvironmentLabel,
  type AddressCheck,
  type Environment,
  type EnvironmentColour,
  type EnvironmentKind,
} from '../../shared/environment.ts';
import { lookAlike, type Look } from '../../shared/look-alike.ts';
import { hostOf } from '../../shared/words/environment-names.ts';
import { environmentForm, labelFor } from '../../shared/words/environments.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';
import { AddressDraft } from './address-draft.svelte.ts';

/** The fields that the person can be sent back to. */
export type EnvironmentField = 'address' | 'label' | 'issuer';

/** An environment that is being added: its address, and how it will look. */
export class EnvironmentDraft {
  readonly #others: () => readonly Environment[];
  readonly address = new AddressDraft((check) => this.#suggestLabel(check));
  readonly submission = new Submission();
  kind = $state<EnvironmentKind>('production');
  told = $state(false);
  looking = $state(false);
  readonly busy = $derived(this.looking || this.submission.busy);

  #label = $state('');
  #suggested = $state('');
  /** The address whose foreign sign-in was agreed to: a yes to one address is no yes to the next. */
  #agreedFor = $state<string | null>(null);
  #chosenColour = $state<EnvironmentColour | null>(null);

  /** The form was left: nobody waits for what comes of it. */
  #isLeft = false;

  /** What the person typed, else what the address suggests. */
  readonly label = $derived(this.#label === '' ? this.#suggested : this.#label);
  /** What the person chose, else what the kind starts with. */
  readonly colour = $derived(this.#chosenColour ?? defaultColour[this.kind]);
  /** The issuer that has to be agreed to, null where sign-in is at the address itself. */
  readonly foreignIssuer = $derived.by(() => {
    const { check } = this.address;
    return check?.kind === 'kelvin' && check.issuerIsElsewhere ? check.issuer : null;
  });

  /** Why the label is not accepted; only told after the commit button was pressed. */
  readonly labelProblem = $derived(this.told ? labelProblemOf(this.label) : null);

  /** Which one it could be taken for; it can be added all the same. */
  readonly warning = $derived.by(() => looksLikeWords(this, this.#others()));

  /** How it will look, for the preview. */
  readonly preview = $derived({
    label: this.label.trim() === '' ? environmentForm.previewLabel : this.label,
    kind: this.kind,
    colour: this.colour,
    origin: originOf(this.address),
  });

  /** @param others those that are here already */
  constructor(others: () => readonly Environment[] = () => []) {
    this.#others = others;
  }

  get issuerConfirmed(): boolean {
    return this.#agreedFor === this.address.address;
  }

  set issuerConfirmed(agreed: boolean) {
    this.#agreedFor = agreed ? this.address.address : null;
  }

  typeLabel(label: string): void {
    this.#label = label;
    this.#suggested = '';
  }

  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** What was not asked for yet when the form is left is not asked for any more. */
  leave(): void {
    this.#isLeft = true;
  }

  chooseColour(colour: EnvironmentColour): void {
    this.#chosenColour = colour;
  }

  /** The new environment; or the field that has to be put right, null where the refusal says what is, or it was left. */
  async add(): Promise<Environment | EnvironmentField | null> {
    this.told = true;
    this.looking = true;
    const check = await this.address.look();
    this.looking = false;
    if (this.#isLeft) return null;
    const field = this.#whatIsMissing(check);
    if (field !== null) return field;
    return this.submission.send(() =>
      ask('environments.add', {
        address: this.address.address,
        label: this.label.trim(),
        kind: this.kind,
        colour: this.colour,
        confirmedIssuer: this.foreignIssuer,
      }),
    );
  }

  #whatIsMissing(check: AddressCheck | null): EnvironmentField | null {
    const usable = check === null || check.kind === 'kelvin' || check.kind === 'unchecked';
    if (!usable) return 'address';
    if (this.labelProblem !== null) return 'label';
    return this.foreignIssuer !== null && !this.issuerConfirmed ? 'issuer' : null;
  }

  #suggestLabel(check: AddressCheck): void {
    if (this.#label === '' && (check.kind === 'kelvin' || check.kind === 'unchecked')) {
      this.#suggested = labelFor(check.host);
    }
  }
}

/** Why a label cannot be kept; null when it can. */
export function labelProblemOf(label: string): string | null {
  const kept = label.trim();
  if (kept === '') return environmentForm.labelMissing;
  return kept.length <= maxEnvironmentLabel ? null : environmentForm.labelTooLong(maxEnvironmentLabel);
}

/** What is said where an environment looks just like one of the others; null where it does not. */
export function looksLikeWords(look: Look, others: readonly Environment[]): string | null {
  const other = lookAlike(look, others);
  return other === null ? null : environmentForm.looksLike({ label: other.label, host: hostOf(other.origin) });
}

/** The origin to show: what was found, else what is typed as far as it is an address. */
function originOf({ address, check }: AddressDraft): string {
  if (check !== null && 'origin' in check) return check.origin;
  const typed = address.trim();
  return URL.canParse(typed) ? new URL(typed).origin : typed;
}
