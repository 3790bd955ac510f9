import type { EntryId, EntryView } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import type { SessionView } from '../../shared/session.ts';
import { account as words } from '../../shared/words/window.ts';
import { ask } from '../client.svelte.ts';
import { Submission } from '../drafts/submission.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** What still waits in an environment for the account that is signed in to it. */
export function ownEntries(workspace: Pick<Workspace, 'entries'>, id: EnvironmentId): readonly EntryView[] {
  return workspace.entries.filter((entry) => entry.environmentId === id && entry.owner.kind === 'me');
}

/** Signing out of one environment. */
export class SignOut {
  readonly submission = new Submission();
  /** What is worth saying afterwards, null where all is as it should be. */
  news: string | null = null;

  readonly #environmentId: EnvironmentId;
  readonly #session: SessionView;

  constructor(environmentId: EnvironmentId, session: SessionView) {
    this.#environmentId = environmentId;
    this.#session = session;
  }

  /** True when signed out. `discard`: what the person saw waiting, and agreed to lose; null keeps what waits. */
  async commit(discard: readonly EntryId[] | null): Promise<boolean> {
    const answer = await this.submission.send(() =>
      ask('session.sign-out', { environmentId: this.#environmentId, discard }),
    );
    if (answer === null) return false;
    this.news = answer.reached ? null : this.#notTold();
    return true;
  }

  /** A service account and a token have no session at the platform that could be ended there. */
  #notTold(): string | null {
    if (this.#session.kind !== 'signed-in') return null;
    const { method } = this.#session;
    if (method === 'token') return words.tokenLivesOn;
    return method === 'service-account' ? null : words.notTold;
  }
}
