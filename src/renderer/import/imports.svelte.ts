/* eslint-disable svelte/prefer-svelte-reactivity -- nothing is drawn from these sets: `running` is, and it is replaced as a whole */
import { createContext, untrack } from 'svelte';
import type { EntryId } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { importing, outcomeWords } from '../../shared/words/importing.ts';
import { mainWindow } from '../../shared/words/window.ts';
import { ask } from '../client.svelte.ts';
import type { Toasts } from '../components/toasts.svelte.ts';
import type { Navigation } from '../navigation.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** An import that was recorded and is under way. */
export interface RunningImport {
  readonly environmentId: EnvironmentId;
  readonly entryIds: ReadonlySet<EntryId>;
  /** Entries that are in the outbox and go on by themselves. */
  readonly left: number;
}

/**
 * The imports of this window, from their commit until nothing of them goes on by itself: how far they are, and one
 * summary at the end, in the place of news of each entry. What waits survives without this: it is in the outbox.
 */
export class Imports {
  running = $state.raw<readonly RunningImport[]>([]);
  readonly #workspace: Workspace;
  readonly #toasts: Toasts;
  readonly #navigation: Navigation;
  readonly #entryIds = new Set<EntryId>();
  /** Those that main is being asked about. */
  readonly #asked = new Set<ReadonlySet<EntryId>>();

  constructor(workspace: Workspace, toasts: Toasts, navigation: Navigation) {
    this.#workspace = workspace;
    this.#toasts = toasts;
    this.#navigation = navigation;
  }

  /** An entry of an import is no news of its own. */
  has(id: EntryId): boolean {
    return this.#entryIds.has(id);
  }

  begin(environmentId: EnvironmentId, entryIds: readonly EntryId[]): void {
    for (const id of entryIds) this.#entryIds.add(id);
    this.running = [...this.running, { environmentId, entryIds: new Set(entryIds), left: entryIds.length }];
  }

  /** Runs whenever the outbox was read anew. */
  follow(): void {
    const { entries } = this.#workspace;
    untrack(() => {
      if (this.running.length === 0) return;
      const going = entries.filter(({ state, heldAt }) => state.kind !== 'needs-attention' && heldAt === null);
      this.running = this.running.map((one) => ({
        ...one,
        // Not in the outbox as it was read last: it may be too new for it, so main is asked below.
        left: going.reduce((sum, { id }) => sum + (one.entryIds.has(id) ? 1 : 0), 0),
      }));
      for (const one of this.running) if (one.left === 0) void this.#askOutcome(one);
    });
  }

  async #askOutcome({ entryIds, environmentId }: RunningImport): Promise<void> {
    if (this.#asked.has(entryIds)) return;
    this.#asked.add(entryIds);
    const reply = await ask('outbox.outcome', { entryIds: [...entryIds] });
    this.#asked.delete(entryIds);
    if (!reply.ok || reply.value.open > 0) return;
    this.running = this.running.filter((one) => one.entryIds !== entryIds);
    // What the person does with the rest is news like any other.
    for (const id of entryIds) this.#entryIds.delete(id);
    const label = this.#workspace.environment(environmentId)?.label ?? importing.anEnvironment;
    const words = outcomeWords(reply.value, label);
    if (reply.value.needYou > 0) this.#toasts.interrupt(words);
    this.#toasts.show(words, {
      tone: reply.value.needYou > 0 ? 'info' : 'done',
      action: { label: mainWindow.show, run: () => this.#navigation.go('outbox') },
    });
  }
}

export const [getImports, setImports] = createContext<Imports>();
