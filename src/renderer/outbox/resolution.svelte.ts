import { choicesFor, type AttentionChoice, type AttentionReason, type EntryView } from '../../shared/entry.ts';
import type { Environment } from '../../shared/environment.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';
import type { Overlay } from '../overlay.svelte.ts';
import { NameDraft } from '../secrets/name-draft.svelte.ts';

/** The person's choice for an entry that needs attention, until it is committed. */
export class Resolution {
  choice = $state<AttentionChoice>('discard');
  readonly choices: readonly AttentionChoice[];
  /** The other name, where "give yours another name" is a choice. */
  readonly name: NameDraft;
  readonly submission = new Submission();

  readonly #entry: EntryView;
  readonly #environment: Environment;
  readonly #overlay: Overlay;

  constructor(entry: EntryView, reason: AttentionReason, environment: Environment, overlay: Overlay) {
    this.#entry = entry;
    this.#environment = environment;
    this.#overlay = overlay;
    this.choices = choicesFor(entry.intent, reason);
    // What takes the secret away for a moment is never chosen for the person.
    this.choice = this.choices.find((choice) => choice !== 'delete-and-create') ?? 'discard';
    this.name = new NameDraft(environment.id, anotherName(entry.name), entry.id);
  }

  /** Does what was chosen; true where the entry goes on and the panel has nothing more to ask. */
  async commit(): Promise<boolean> {
    const { choice } = this;
    switch (choice) {
      case 'change-value':
      case 'discard':
        this.#overlay.show({ kind: choice, environment: this.#environment, entry: this.#entry });
        return false;
      case 'rename':
        return this.#rename();
      default: {
        const request = { entryId: this.#entry.id, choice };
        return (await this.submission.send(() => ask('outbox.resolve', request))) !== null;
      }
    }
  }

  async #rename(): Promise<boolean> {
    this.name.told = true;
    if (!this.name.isAcceptable) {
      this.name.focus();
      return false;
    }
    const request = { entryId: this.#entry.id, name: this.name.name };
    return (await this.submission.send(() => ask('outbox.rename', request))) !== null;
  }
}

/** The next free-looking name: a number at its end is counted up, else it gets "-2". */
export function anotherName(name: string): string {
  const numbered = /^(?<stem>.+)-(?<number>\d{1,6})$/.exec(name)?.groups;
  const stem = numbered?.['stem'];
  const number = numbered?.['number'];
  return stem === undefined || number === undefined ? `${name}-2` : `${stem}-${String(Number(number) + 1)}`;
}
