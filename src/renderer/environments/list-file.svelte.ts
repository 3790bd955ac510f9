import { listFileWords } from '../../shared/words/environments.ts';
import { refusalWords } from '../../shared/words/refusals.ts';
import { ask } from '../client.svelte.ts';
import type { Overlay } from '../overlay.svelte.ts';

/** A team's list that is chosen in the system's dialog: it is looked through in a dialog of ours, or told why not. */
export class ListFile {
  trouble = $state<string | null>(null);
  readonly #overlay: Overlay;

  constructor(overlay: Overlay) {
    this.#overlay = overlay;
  }

  /** @param isHere whether the screen that asked is still there: the system's dialog may stand for a long time */
  async choose(isHere: () => boolean): Promise<void> {
    this.trouble = null;
    const reply = await ask('environments.read-list', {});
    if (!isHere()) return;
    if (!reply.ok) this.trouble = refusalWords(reply.code);
    else if (reply.value.kind === 'list') this.#overlay.show({ kind: 'import-environments', list: reply.value });
    else this.trouble = listFileWords(reply.value.kind);
  }
}
