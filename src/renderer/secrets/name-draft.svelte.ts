import { untrack } from 'svelte';
import type { EntryId } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { nameProblem, nameWarning } from '../../shared/secret-name.ts';
import type { NameCheck, PlatformSecret } from '../../shared/secrets-list.ts';
import { ask } from '../client.svelte.ts';
import type { Draft } from '../overlay.svelte.ts';

/** How long the typing must rest before the platform is asked about a name. */
const rest = 250;

/** What is known about a name that keeps the rule. */
export type NameVerdict =
  /** Not asked yet, or the answer is on its way. */
  | { readonly kind: 'open' }
  | { readonly kind: 'free'; readonly source: NameCheck['source']; readonly asOf: number | null }
  | { readonly kind: 'waits'; readonly entryId: EntryId }
  | {
      readonly kind: 'taken';
      readonly secret: PlatformSecret;
      /** False: an older list has it, and it may be gone meanwhile. */
      readonly live: boolean;
      readonly asOf: number | null;
    };

/** A name while it is typed: the rule at once, and shortly after whether it is free in its environment. */
export class NameDraft implements Draft {
  /** A name alone is no value: leaving it asks nothing. */
  readonly holdsValue = false;
  name = $state('');
  /** True once the commit button was pressed: only then an empty field is a problem. */
  told = $state(false);

  readonly #environmentId: EnvironmentId;
  /** The entry that is renamed: its own name is not "already waiting". */
  readonly #ownEntry: EntryId | null;
  #checked = $state.raw<{ readonly name: string; readonly check: NameCheck } | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #element: HTMLInputElement | null = null;

  readonly problem = $derived.by(() => {
    const problem = nameProblem(this.name);
    return problem?.kind === 'empty' && !this.told ? null : problem;
  });
  readonly warning = $derived(nameProblem(this.name) === null ? nameWarning(this.name) : null);
  readonly verdict: NameVerdict = $derived.by(() => this.#judge());

  constructor(environmentId: EnvironmentId, initial = '', ownEntry: EntryId | null = null) {
    this.#environmentId = environmentId;
    this.#ownEntry = ownEntry;
    this.name = initial;
  }

  /** For `{@attach}`: so that the form can send the person back here. */
  readonly attach = (element: HTMLInputElement): (() => void) => {
    this.#element = element;
    // At first, and again where the window was locked meanwhile.
    untrack(() => this.#askSoon());
    return () => {
      this.#element = null;
      clearTimeout(this.#timer);
    };
  };

  type(name: string): void {
    this.name = name;
    this.#askSoon();
  }

  /** Takes the name that a hint offers. */
  repair(name: string): void {
    this.type(name);
    this.focus();
  }

  forget(): void {
    this.name = '';
  }

  focus(): void {
    this.#element?.focus();
  }

  /**
   * True where an entry of this name could be added: whether it is free is the platform's to say in the
   * end.
   */
  get isAcceptable(): boolean {
    const { verdict } = this;
    const surelyTaken = verdict.kind === 'waits' || (verdict.kind === 'taken' && verdict.live);
    return nameProblem(this.name) === null && !surelyTaken;
  }

  #askSoon(): void {
    clearTimeout(this.#timer);
    if (nameProblem(this.name) === null) this.#timer = setTimeout(() => void this.#ask(this.name), rest);
  }

  async #ask(name: string): Promise<void> {
    const reply = await ask('secrets.check-name', { environmentId: this.#environmentId, name });
    // The person may have typed on; an answer about another name says nothing about this one.
    if (reply.ok && name === this.name) this.#checked = { name, check: reply.value };
  }

  #judge(): NameVerdict {
    if (this.#checked === null || this.#checked.name !== this.name) return { kind: 'open' };
    const { inOutbox, onPlatform, source, asOf } = this.#checked.check;
    if (inOutbox !== null && inOutbox !== this.#ownEntry) return { kind: 'waits', entryId: inOutbox };
    if (onPlatform !== null) return { kind: 'taken', secret: onPlatform, live: source === 'live', asOf };
    return { kind: 'free', source, asOf };
  }
}
