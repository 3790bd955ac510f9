import { createContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import type { EntryId } from '../shared/entry.ts';
import type { EnvironmentId } from '../shared/environment.ts';
import { ListLook } from './secrets/list-look.svelte.ts';

export type View = 'secrets' | 'outbox';

/** What the side panel shows: an entry of the outbox, or a secret of the list by its name. */
export type PanelOf =
  | { readonly kind: 'entry'; readonly entryId: EntryId }
  | { readonly kind: 'secret'; readonly name: string };

/** Where the person is in the window. */
export class Navigation {
  view = $state<View>('secrets');
  panel = $state.raw<PanelOf | null>(null);
  /** The environment whose sign-in screen was asked for. */
  signingIn = $state<EnvironmentId | null>(null);

  /** Environments that are used without signing in, until the app is started anew. */
  readonly #withoutSignIn = new SvelteSet<EnvironmentId>();

  #environment: EnvironmentId | null = null;

  // Nothing is drawn from the map itself: each page asks once for its own look, which is what changes.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #looks = new Map<EnvironmentId, ListLook>();

  /** Another environment was chosen: what is shown of the one before does not belong to it. */
  follow(chosen: EnvironmentId | null): void {
    if (chosen === null || chosen === this.#environment) return;
    if (this.#environment !== null) this.go('secrets');
    this.#environment = chosen;
  }

  /** How the list of this environment is looked at: search, order and place stay while another one is shown. */
  lookAt(id: EnvironmentId): ListLook {
    const look = this.#looks.get(id) ?? new ListLook();
    this.#looks.set(id, look);
    return look;
  }

  go(view: View): void {
    this.view = view;
    this.panel = null;
  }

  showEntry(entryId: EntryId): void {
    this.panel = { kind: 'entry', entryId };
  }

  showSecret(name: string): void {
    this.panel = { kind: 'secret', name };
  }

  signIn(id: EnvironmentId): void {
    this.signingIn = id;
  }

  /** Signed in, or going on without. */
  leaveSignIn(id: EnvironmentId): void {
    this.#withoutSignIn.add(id);
    this.signingIn = null;
  }

  wantsSignIn(id: EnvironmentId): boolean {
    return !this.#withoutSignIn.has(id);
  }
}

export const [getNavigation, setNavigation] = createContext<Navigation>();
