import { tick } from 'svelte';
import { assertNever } from '../../shared/assert-never.ts';
import type { MenuCommand } from '../../shared/menu-command.ts';
import type { Toasts } from '../components/toasts.svelte.ts';
import type { Navigation, View } from '../navigation.svelte.ts';
import type { Overlay } from '../overlay.svelte.ts';
import { columnsButtonId } from '../secrets/list-look.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

export interface MenuTools {
  readonly workspace: Workspace;
  readonly navigation: Navigation;
  readonly overlay: Overlay;
  readonly toasts: Toasts;
}

/**
 * Does what a menu, the tray or a notification asks of the open app. As with the keys: while a dialog is open it stays
 * open, with whatever is typed in it; only to the Outbox a notification leads all the same, below it.
 */
export function runMenuCommand(command: MenuCommand, { workspace, navigation, overlay, toasts }: MenuTools): void {
  if (overlay.isOpen && command.kind !== 'outbox' && command.kind !== 'refused') return;
  const { chosen } = workspace;
  switch (command.kind) {
    case 'add':
      if (chosen !== null) overlay.show({ kind: 'add-secret', environment: chosen });
      return;
    case 'import':
      if (chosen !== null) overlay.show({ kind: 'import-secrets', environment: chosen });
      return;
    case 'settings':
      return overlay.show({ kind: 'settings' });
    case 'shortcuts':
      return overlay.show({ kind: 'shortcuts' });
    case 'environments':
      return overlay.show({ kind: 'manage-environments' });
    case 'secrets':
    case 'outbox':
      return go(command.kind);
    case 'search':
      go(navigation.view);
      void tick().then(() => document.querySelector<HTMLInputElement>('input[type=search]')?.select());
      return;
    case 'columns':
      go('secrets');
      void tick().then(() => {
        const button = document.getElementById(columnsButtonId); // an empty list has none
        button?.focus(); // where the keyboard is when the menu closes
        button?.click();
      });
      return;
    case 'choose':
      navigation.signingIn = null;
      void workspace.choose(command.environmentId);
      return;
    case 'sign-in':
      void workspace.choose(command.environmentId);
      return navigation.signIn(command.environmentId);
    case 'refused':
      return toasts.refuse(command.code);
    case 'about':
    case 'report':
      return; // asked for in any state of the app: see app.svelte
    default:
      return assertNever(command);
  }

  /** Away from a sign-in screen too: who wants to see what waits need not sign in for that. */
  function go(view: View): void {
    if (chosen !== null) navigation.leaveSignIn(chosen.id);
    if (navigation.view !== view) navigation.go(view);
  }
}
