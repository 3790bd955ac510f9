import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { EntryView } from '../shared/entry.ts';
import type { Environment, EnvironmentId } from '../shared/environment.ts';
import type { SessionView } from '../shared/session.ts';
import { entriesAfter } from '../shared/outbox-list.ts';
import type { RefusalCode } from '../shared/reply.ts';
import { openEntries, type OutboxCounts, type SyncStatus } from '../shared/sync-status.ts';
import { ask, listen } from './client.svelte.ts';
import { Refresher } from './refresher.ts';
import { listedAfter, type ListedSecrets } from './secrets/listed-secrets.ts';

/** How soon (ms) the first read is tried again. */
const firstReadAgain = 500;

const nothing: OutboxCounts = { waiting: 0, sending: 0, uncertain: 0, needsAttention: 0, held: 0 };

/**
 * What the open app knows, as the main process last told it: environments, sessions, the outbox, the gates, and the
 * secrets of the environment that is chosen. Announcements say that something changed; the data is asked for.
 */
export class Workspace {
  /** False until the environments were read for the first time. */
  loaded = $state(false);
  environments = $state.raw<readonly Environment[]>([]);
  chosenId = $state.raw<EnvironmentId | null>(null);
  readonly sessions = new SvelteMap<EnvironmentId, SessionView>();
  statuses = $state.raw<readonly SyncStatus[]>([]);
  /** The person's switch: nothing leaves this computer while it is on. */
  worksOffline = $state(false);
  /** False until the outbox was read for the first time. */
  outboxRead = $state(false);
  entries = $state.raw<readonly EntryView[]>([]);
  history = $state.raw<readonly EntryView[]>([]);
  /** The chosen environment's list; null until it was read after choosing. */
  secrets = $state.raw<ListedSecrets | null>(null);

  readonly chosen = $derived(this.environments.find((one) => one.id === this.chosenId) ?? null);
  readonly others = $derived(this.environments.filter((one) => one.id !== this.chosenId));
  readonly status = $derived(this.chosenId === null ? null : this.statusOf(this.chosenId));
  readonly session = $derived(this.chosenId === null ? null : (this.sessions.get(this.chosenId) ?? null));
  /** The open entries of the chosen environment. */
  readonly entriesHere = $derived(this.entries.filter((entry) => entry.environmentId === this.chosenId));
  readonly openCount = $derived(this.entries.length);
  readonly attentionCount = $derived(this.entries.filter((entry) => entry.state.kind === 'needs-attention').length);

  /** How far the outbox was read: only what changed since is asked for. */
  #mark: string | null = null;
  /** All of it has to be read: whose an entry is depends on who is signed in. */
  #stale = true;

  readonly #environments = new Refresher(() => this.#readEnvironments());
  readonly #outbox = new Refresher(() => this.#readOutbox());
  readonly #secrets = new Refresher(() => this.#readSecrets());

  /** Listens and reads everything once; the answer stops listening. */
  start(): () => void {
    const stops = [
      listen('environments-changed', () => void this.reload()),
      listen('session-changed', ({ environmentId }) => void this.#sessionChanged(environmentId)),
      listen('outbox-changed', () => void this.#outbox.ask()),
      listen('secrets-changed', ({ environmentId }) => this.#secretsChanged(environmentId)),
    ];
    let stopped = false;
    void this.#begin(() => stopped);
    return () => {
      stopped = true;
      stops.forEach((stop) => stop());
    };
  }

  /** The first read can meet a main process that is not quite ready: nothing can be shown before it answered. */
  async #begin(isStopped: () => boolean): Promise<void> {
    await this.reload();
    while (!this.loaded && !isStopped()) {
      await new Promise((resolve) => setTimeout(resolve, firstReadAgain));
      await this.reload();
    }
  }

  /** Reads environments, sessions, outbox and list anew. */
  async reload(): Promise<void> {
    this.#stale = true;
    await this.#environments.ask();
    await Promise.all([this.#outbox.ask(), this.#secrets.ask()]);
  }

  statusOf(id: EnvironmentId): SyncStatus | null {
    return this.statuses.find((one) => one.environmentId === id) ?? null;
  }

  countsOf(id: EnvironmentId): OutboxCounts {
    return this.statusOf(id)?.counts ?? nothing;
  }

  openIn(id: EnvironmentId): number {
    return openEntries(this.countsOf(id));
  }

  environment(id: EnvironmentId): Environment | null {
    return this.environments.find((one) => one.id === id) ?? null;
  }

  entry(id: string): EntryView | null {
    return this.entries.find((one) => one.id === id) ?? null;
  }

  /** Shows another environment; the person's choice goes before what an older answer says. Its own list is read at once; the old one is not shown for it meanwhile. */
  async choose(id: EnvironmentId): Promise<void> {
    if (id === this.chosenId) return;
    this.chosenId = id;
    this.secrets = null;
    // The list first: remembering the choice writes to the disk, and begins a reading at the platform.
    await Promise.all([this.#secrets.ask(), ask('environments.choose', { environmentId: id })]);
  }

  /** What comes back where it could not be remembered; the switch shows where it stands, which may be off all the same. */
  async workOffline(offline: boolean): Promise<RefusalCode | null> {
    const reply = await ask('network.set-work-offline', { offline });
    const stands = reply.ok ? null : await ask('network.work-offline', {});
    this.worksOffline = stands?.ok === true ? stands.value.offline : reply.ok ? offline : this.worksOffline;
    return reply.ok ? null : reply.code;
  }

  async #readEnvironments(): Promise<void> {
    const reply = await ask('environments.list', {});
    if (!reply.ok) return;
    const { environments, chosen } = reply.value;
    this.environments = environments;
    const next = this.chosen?.id ?? environments.find((one) => one.id === chosen)?.id ?? environments[0]?.id ?? null;
    if (next !== this.chosenId) {
      this.secrets = null;
      this.chosenId = next;
    }
    const [network] = await Promise.all([
      ask('network.work-offline', {}),
      ...this.environments.map((one) => this.#readSession(one.id)),
    ]);
    if (network.ok) this.worksOffline = network.value.offline;
    this.loaded = true;
  }

  async #readSession(id: EnvironmentId): Promise<void> {
    const reply = await ask('session.view', { environmentId: id });
    if (reply.ok) this.sessions.set(id, reply.value);
  }

  async #readOutbox(): Promise<void> {
    const since = this.#stale ? null : this.#mark;
    this.#stale = false;
    const [outbox, statuses] = await Promise.all([ask('outbox.list', since === null ? {} : { since }), ask('sync.status', {})]);
    if (outbox.ok) {
      // What ended here stands in the list of secrets from now on: both are shown at once, or its row would go and come.
      // The whole outbox does not say what ended; a list that was read before it may lack that.
      const mayHaveEnded = outbox.value.whole ? this.secrets !== null : outbox.value.ended.length > 0;
      if (mayHaveEnded) await this.#readSecrets();
      this.entries = entriesAfter(this.entries, outbox.value);
      this.history = outbox.value.history;
      this.outboxRead = true;
      this.#mark = outbox.value.mark;
    } else if (since === null) this.#stale = true;
    if (statuses.ok) this.statuses = statuses.value;
  }

  async #readSecrets(): Promise<void> {
    const id = this.chosenId;
    if (id === null) return;
    const known = this.secrets;
    const reply = await ask('secrets.list', { environmentId: id, ...(known === null ? {} : { since: known.mark }) });
    // The person may have chosen another environment while this one was read, and another answer may have come.
    if (reply.ok && id === this.chosenId && known === this.secrets) this.secrets = listedAfter(known, reply.value);
    else if (reply.ok && id === this.chosenId) await this.#readSecrets();
  }

  async #sessionChanged(id: EnvironmentId): Promise<void> {
    await this.#readSession(id);
    this.#stale = true;
    void this.#outbox.ask();
    this.#secretsChanged(id);
  }

  #secretsChanged(id: EnvironmentId): void {
    if (id === this.chosenId) void this.#secrets.ask();
  }
}

export const [getWorkspace, setWorkspace] = createContext<Workspace>();
