import { SvelteSet } from 'svelte/reactivity';
import type { ListedEnvironment } from '../../shared/environment-list.ts';
import type { Environment } from '../../shared/environment.ts';
import { lookAlike } from '../../shared/look-alike.ts';
import { hostOf } from '../../shared/words/environment-names.ts';
import { importing } from '../../shared/words/environments.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';

/** A team's list that is looked through: which of its lines are added. Nothing is, until it is confirmed. */
export class EnvironmentImport {
  readonly submission = new Submission();
  readonly lines: readonly ListedEnvironment[];
  readonly #chosen = new SvelteSet<ListedEnvironment>();
  readonly #added = new SvelteSet<ListedEnvironment>();

  readonly count = $derived(this.#chosen.size);

  readonly #here: () => readonly Environment[];

  /** @param here those that are here already */
  constructor(lines: readonly ListedEnvironment[], here: () => readonly Environment[] = () => []) {
    this.lines = lines;
    this.#here = here;
    for (const line of lines) if (line.state === 'new') this.#chosen.add(line);
  }

  /** As it is by now: a line that was added is there. */
  stateOf(line: ListedEnvironment): ListedEnvironment['state'] {
    return this.#added.has(line) ? 'already-there' : line.state;
  }

  isChosen(line: ListedEnvironment): boolean {
    return this.#chosen.has(line);
  }

  /** Which one a chosen line could be taken for, be it here or chosen too; it can be added all the same. */
  warningOf(line: ListedEnvironment): string | null {
    if (!this.#chosen.has(line)) return null;
    const chosen = [...this.#chosen].filter((one) => one !== line);
    const looks = [...this.#here().map((one) => ({ ...one, address: one.origin })), ...chosen];
    const other = lookAlike(line, looks);
    return other === null ? null : importing.looksLike({ label: other.label, host: hostOf(other.address) });
  }

  choose(line: ListedEnvironment, chosen: boolean): void {
    if (chosen && this.stateOf(line) === 'new') this.#chosen.add(line);
    else this.#chosen.delete(line);
  }

  /**
   * Adds what is chosen, one after another; the answer is how many were added. Null: one was refused, the submission
   * says why, and what had been added before stays added.
   */
  async add(): Promise<number | null> {
    let added = 0;
    for (const line of [...this.#chosen]) {
      const { address, label, kind, colour } = line;
      const environment = await this.submission.send(() =>
        ask('environments.add', { address, label, kind, colour, confirmedIssuer: null }),
      );
      if (environment === null) return null;
      added += 1;
      this.#added.add(line);
      this.#chosen.delete(line);
    }
    return added;
  }
}
