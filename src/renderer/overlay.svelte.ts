import { createContext } from 'svelte';
import type { EntryView } from '../shared/entry.ts';
import type { EnvironmentListFile } from '../shared/environment-list.ts';
import type { Environment } from '../shared/environment.ts';
import type { Announcements } from '../shared/ipc/announcements.ts';
import type { PlatformSecret } from '../shared/secrets-list.ts';
import { ValueCommit } from './drafts/value-commit.svelte.ts';
import { ImportDraft } from './import/import-draft.svelte.ts';
import { NameDraft } from './secrets/name-draft.svelte.ts';
import { SecretDraft } from './secrets/secret-draft.svelte.ts';

/** Every dialog that can lie over the window, with what it is opened for. */
export type Dialog =
  | { readonly kind: 'add-secret'; readonly environment: Environment }
  | {
      readonly kind: 'replace-value';
      readonly environment: Environment;
      readonly secret: PlatformSecret;
      /** What the person typed into Add for a name that exists, so that it need not be typed again. */
      readonly draftValue?: string;
    }
  | { readonly kind: 'import-secrets'; readonly environment: Environment }
  | { readonly kind: 'delete-secret'; readonly environment: Environment; readonly secret: PlatformSecret }
  | { readonly kind: 'delete-many'; readonly environment: Environment; readonly secrets: readonly PlatformSecret[] }
  | { readonly kind: 'replace-many'; readonly environment: Environment; readonly secrets: readonly PlatformSecret[] }
  | { readonly kind: 'discard-many'; readonly entries: readonly EntryView[] }
  | { readonly kind: 'change-value'; readonly environment: Environment; readonly entry: EntryView }
  | { readonly kind: 'rename'; readonly environment: Environment; readonly entry: EntryView }
  | { readonly kind: 'discard'; readonly environment: Environment; readonly entry: EntryView }
  | { readonly kind: 'add-environment' }
  | { readonly kind: 'manage-environments' }
  | { readonly kind: 'change-environment'; readonly environment: Environment }
  | { readonly kind: 'remove-environment'; readonly environment: Environment }
  | { readonly kind: 'import-environments'; readonly list: Extract<EnvironmentListFile, { kind: 'list' }> }
  | { readonly kind: 'sign-out'; readonly environment: Environment }
  | { readonly kind: 'settings' }
  | { readonly kind: 'shortcuts' };

/** What is typed into an open dialog. */
export interface Draft {
  /** A value is typed that nothing keeps. */
  readonly holdsValue: boolean;
  forget(): void;
}

/** A dialog with what is typed into it. */
export type OpenDialog = ReturnType<typeof withDraft>;

/**
 * The dialog that is open, and what is typed into it. `shell/open-overlay.svelte` draws it and hands it an `onclose`. It
 * stands above the open app: a window that is locked draws nothing of it and forgets nothing of it.
 * The quit question is kept apart: the system asks it at any time, and a draft below it must not be lost.
 */
export class Overlay {
  open = $state.raw<OpenDialog | null>(null);
  quitAsked = $state.raw<Announcements['quit-asked'] | null>(null);

  get isOpen(): boolean {
    return this.open !== null || this.quitAsked !== null;
  }

  /** A form is open in which something is typed that nothing keeps. */
  get holdsDraft(): boolean {
    return this.open?.draft?.holdsValue ?? false;
  }

  show(dialog: Dialog): void {
    this.close();
    this.open = withDraft(dialog);
  }

  /** Closes a dialog; one that is not open any more closes no other. */
  close(dialog = this.open): void {
    if (dialog !== this.open) return;
    this.open?.draft?.forget();
    this.open = null;
  }
}

export const [getOverlay, setOverlay] = createContext<Overlay>();

/**
 * The draft is made here and not by the dialog that shows it: what a draft derives would end with the dialog's own
 * effects, and they end when the window is locked.
 */
function withDraft(dialog: Dialog) {
  switch (dialog.kind) {
    case 'add-secret':
      return { ...dialog, draft: new SecretDraft(dialog.environment) };
    case 'import-secrets':
      return { ...dialog, draft: new ImportDraft(dialog.environment) };
    case 'replace-value': {
      const { draftValue = '', ...rest } = dialog;
      return { ...rest, draft: new ValueCommit(draftValue) };
    }
    case 'replace-many':
    case 'change-value':
      return { ...dialog, draft: new ValueCommit() };
    case 'rename':
      return { ...dialog, draft: new NameDraft(dialog.environment.id, dialog.entry.name, dialog.entry.id) };
    default:
      return { ...dialog, draft: null };
  }
}
