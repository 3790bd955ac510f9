import { createContext } from 'svelte';
import type { EntryView } from '../shared/entry.ts';
import type { Environment } from '../shared/environment.ts';
import type { Announcements } from '../shared/ipc/announcements.ts';
import type { PlatformSecret } from '../shared/secrets-list.ts';

/** Every dialog that can lie over the window, with what it was opened for. */
export type OpenDialog =
  | { readonly kind: 'add-secret'; readonly environment: Environment }
  | {
      readonly kind: 'replace-value';
      readonly environment: Environment;
      readonly secret: PlatformSecret;
      /** What the person typed into Add for a name that exists, so that it need not be typed again. */
      readonly draftValue?: string;
    }
  | { readonly kind: 'delete-secret'; readonly environment: Environment; readonly secret: PlatformSecret }
  | { readonly kind: 'change-value'; readonly environment: Environment; readonly entry: EntryView }
  | { readonly kind: 'rename'; readonly environment: Environment; readonly entry: EntryView }
  | { readonly kind: 'discard'; readonly environment: Environment; readonly entry: EntryView }
  | { readonly kind: 'add-environment' }
  | { readonly kind: 'remove-environment'; readonly environment: Environment }
  | { readonly kind: 'shortcuts' };

/**
 * The dialog that is open. `shell/overlays.svelte` draws it and hands it an `onclose`.
 * The quit question is kept apart: the system asks it at any time, and a draft below it must not be lost.
 */
export class Overlay {
  open = $state.raw<OpenDialog | null>(null);
  quitAsked = $state.raw<Announcements['quit-asked'] | null>(null);

  get isOpen(): boolean {
    return this.open !== null || this.quitAsked !== null;
  }

  #guarded = $state.raw<{ readonly holdsDraft: boolean } | null>(null);

  /** A form is open in which something is typed that nothing keeps. */
  get holdsDraft(): boolean {
    return this.#guarded?.holdsDraft ?? false;
  }

  /** A form that may hold a draft tells of itself; the answer takes it back when the form is gone. */
  guard(form: { readonly holdsDraft: boolean }): () => void {
    this.#guarded = form;
    return () => {
      if (this.#guarded === form) this.#guarded = null;
    };
  }

  show(dialog: OpenDialog): void {
    this.open = dialog;
  }

  close(): void {
    this.open = null;
  }
}

export const [getOverlay, setOverlay] = createContext<Overlay>();
