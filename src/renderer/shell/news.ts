import { untrack } from 'svelte';
import type { EntryId, EntryView, Intent } from '../../shared/entry.ts';
import type { EnvironmentId } from '../../shared/environment.ts';
import { arrivalWords, needsYouWords } from '../../shared/words/lists.ts';
import { mainWindow as words } from '../../shared/words/window.ts';
import type { Toasts } from '../components/toasts.svelte.ts';
import type { Imports } from '../import/imports.svelte.ts';
import type { Navigation } from '../navigation.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** Deliveries within this time (ms) are one piece of news. */
const batch = 800;

/**
 * Tells what moved by itself: one toast for all that arrived, which counts on for as long as it stands, and an
 * interruption for what needs the person. It compares what the outbox shows now with what it showed before.
 */
export class News {
  readonly #workspace: Workspace;
  readonly #toasts: Toasts;
  readonly #navigation: Navigation;
  /** What belongs to an import is told in its own summary. */
  readonly #imports: Pick<Imports, 'has'>;
  /** Null until the outbox was read once: what was there at the start is no news. */
  #ended: ReadonlySet<EntryId> | null = null;
  #needing: ReadonlySet<EntryId> = new Set();
  #arrived: EntryView[] = [];
  /** The toast that stands there, and what it tells of. */
  #told: { readonly toast: number; readonly entries: readonly EntryView[] } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(workspace: Workspace, toasts: Toasts, navigation: Navigation, imports: Pick<Imports, 'has'>) {
    this.#workspace = workspace;
    this.#toasts = toasts;
    this.#navigation = navigation;
    this.#imports = imports;
  }

  /** Runs whenever the outbox was read anew. */
  compare(): void {
    const { outboxRead, history, entries } = this.#workspace;
    if (outboxRead) untrack(() => this.#tell(history, entries));
  }

  #tell(history: readonly EntryView[], entries: readonly EntryView[]): void {
    const needing = entries.filter((entry) => entry.state.kind === 'needs-attention');
    if (this.#ended !== null) {
      const before = this.#ended;
      const arrived = history.filter((entry) => entry.state.kind === 'delivered' && !before.has(entry.id) && !this.#imports.has(entry.id));
      if (arrived.length > 0) this.#collect(arrived);
      this.#interrupt(needing.filter((entry) => !this.#needing.has(entry.id) && !this.#imports.has(entry.id)));
    }
    this.#ended = new Set(history.map((entry) => entry.id));
    this.#needing = new Set(needing.map((entry) => entry.id));
  }

  #collect(arrived: readonly EntryView[]): void {
    this.#arrived.push(...arrived);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#announce(), batch);
  }

  #announce(): void {
    const arrived = this.#arrived.splice(0);
    if (this.#told !== null) {
      const entries = [...this.#told.entries, ...arrived];
      if (this.#toasts.update(this.#told.toast, this.#words(entries))) {
        this.#told = { toast: this.#told.toast, entries };
        return;
      }
    }
    const action = { label: words.show, run: () => this.#navigation.go('outbox') };
    this.#told = { toast: this.#toasts.show(this.#words(arrived), { action }), entries: arrived };
  }

  #words(entries: readonly EntryView[]): string {
    return arrivalWords(groups(entries).map((group) => ({ ...group, environment: this.#label(group.environmentId) })));
  }

  #interrupt(fresh: readonly EntryView[]): void {
    if (fresh.length === 0) return;
    // In one go: of several in turn only the last would be heard.
    const told = groups(fresh).map(({ names, environmentId }) => needsYouWords(names, this.#label(environmentId)));
    this.#toasts.interrupt(told.join(' '));
  }

  #label(id: EnvironmentId): string {
    return this.#workspace.environment(id)?.label ?? 'an environment';
  }
}

interface Group {
  readonly environmentId: EnvironmentId;
  readonly intent: Intent;
  readonly names: string[];
}

function groups(entries: readonly EntryView[]): readonly Group[] {
  const found = new Map<string, Group>();
  for (const { environmentId, intent, name } of entries) {
    const key = `${environmentId} ${intent}`;
    const group = found.get(key) ?? { environmentId, intent, names: [] };
    group.names.push(name);
    found.set(key, group);
  }
  return [...found.values()];
}
