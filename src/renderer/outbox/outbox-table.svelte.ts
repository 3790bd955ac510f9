import type { EntryView } from '../../shared/entry.ts';
import type { Environment } from '../../shared/environment.ts';
import type { SyncStatus } from '../../shared/sync-status.ts';
import type { filters } from '../../shared/words/lists.ts';
import { ActiveRow } from '../components/active-row.svelte.ts';
import { Selection } from '../components/selection.svelte.ts';
import { matcher, placesInLine } from '../secrets/rows.ts';
import type { Workspace } from '../workspace.svelte.ts';

export type Filter = keyof typeof filters;

/** A line of the outbox: the head of an environment's group, or one of its entries. */
export type OutboxLine =
  | { readonly kind: 'group'; readonly key: string; readonly environment: Environment; readonly status: SyncStatus | null }
  | { readonly kind: 'entry'; readonly key: string; readonly environment: Environment; readonly entry: EntryView };

export type EntryLine = Extract<OutboxLine, { kind: 'entry' }>;

/** Within a group: what the person must look at first, then what goes on by itself, in the order it goes. */
const stateOrder: Record<EntryView['state']['kind'], number> = {
  'needs-attention': 0,
  uncertain: 1,
  sending: 2,
  waiting: 3,
  delivered: 4,
  discarded: 5,
};

/** The outbox over all environments: filtered, grouped, with one active row for the keyboard. */
export class OutboxTable {
  search = $state('');
  filter = $state<Filter>('all');

  readonly #workspace: Workspace;
  readonly places = $derived.by(() => placesInLine(this.#workspace.entries));
  readonly lines = $derived.by(() => this.#lines());
  /** Only entries can be acted on: the keyboard skips the heads of groups. */
  readonly entryLines = $derived(this.lines.filter((line) => line.kind === 'entry'));
  readonly active = new ActiveRow<EntryLine>(() => this.entryLines);
  readonly chosen = new Selection<EntryLine>(() => this.entryLines, () => this.active.row);
  readonly #isSought = $derived(matcher({ text: this.search, matchCase: false }) ?? (() => true));
  readonly history = $derived.by(() => this.#workspace.history.filter((entry) => this.#isSought(entry.name)));

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  count(filter: Filter): number {
    const { entries } = this.#workspace;
    return filter === 'all' ? entries.length : entries.filter((entry) => filterOf(entry) === filter).length;
  }

  #lines(): readonly OutboxLine[] {
    const lines: OutboxLine[] = [];
    const shown = this.#workspace.entries.filter((entry) => this.#isShown(entry));
    for (const environment of this.#workspace.environments) {
      const own = shown.filter((entry) => entry.environmentId === environment.id);
      if (own.length === 0) continue;
      lines.push({
        kind: 'group',
        key: `group:${environment.id}`,
        environment,
        status: this.#workspace.statusOf(environment.id),
      });
      own.sort((a, b) => order(a) - order(b) || a.addedAt - b.addedAt);
      for (const entry of own) lines.push({ kind: 'entry', key: `entry:${entry.id}`, environment, entry });
    }
    return lines;
  }

  #isShown(entry: EntryView): boolean {
    return (this.filter === 'all' || filterOf(entry) === this.filter) && this.#isSought(entry.name);
  }
}

function order(entry: EntryView): number {
  return stateOrder[entry.state.kind] + (entry.heldAt === null ? 0 : 0.5);
}

function filterOf(entry: EntryView): Filter {
  switch (entry.state.kind) {
    case 'needs-attention':
      return 'attention';
    case 'uncertain':
      return 'checking';
    case 'sending':
      return 'sending';
    case 'waiting':
    case 'delivered':
    case 'discarded':
      return entry.heldAt === null ? 'waiting' : 'held';
  }
}
