import type { EntryView } from '../../shared/entry.ts';
import type { Environment } from '../../shared/environment.ts';
import { mayBeThere } from '../../shared/words/dialogs.ts';
import { actions } from '../../shared/words/lists.ts';
import { ask } from '../client.svelte.ts';
import type { IconName } from '../components/icons.ts';
import type { MenuItem } from '../components/menu.svelte';
import type { Toasts } from '../components/toasts.svelte.ts';
import type { Navigation } from '../navigation.svelte.ts';
import type { Overlay } from '../overlay.svelte.ts';
import { discardNow } from './discard-now.ts';

export type EntryAction = 'resolve' | 'details' | 'change-value' | 'rename' | 'hold' | 'release' | 'discard';

export const actionIcons: Record<EntryAction, IconName> = {
  resolve: 'attention',
  details: 'info',
  'change-value': 'edit',
  rename: 'rename',
  hold: 'hold',
  release: 'send-now',
  discard: 'bin',
};

/** What can be done with an entry now. While it is being sent it is locked. */
export function actionsFor(entry: EntryView): readonly EntryAction[] {
  const hold: EntryAction = entry.heldAt === null ? 'hold' : 'release';
  const change: readonly EntryAction[] = entry.intent === 'delete' ? [] : ['change-value'];
  switch (entry.state.kind) {
    case 'waiting':
      return entry.intent === 'create' ? [...change, 'rename', hold, 'discard', 'details'] : [...change, hold, 'discard', 'details'];
    case 'uncertain':
      return [...change, hold, 'discard', 'details'];
    case 'needs-attention':
      return ['resolve', 'discard'];
    case 'sending':
    case 'delivered':
    case 'discarded':
      return ['details'];
  }
}

/** Where the actions of entries act: the window's parts they open. */
export interface ActionTools {
  readonly overlay: Overlay;
  readonly navigation: Navigation;
  readonly toasts: Toasts;
}

/** Does it, or opens the dialog that asks first. */
export async function runAction(action: EntryAction, entry: EntryView, environment: Environment, tools: ActionTools): Promise<void> {
  switch (action) {
    case 'resolve':
    case 'details':
      return tools.navigation.showEntry(entry.id);
    case 'discard':
      // Nothing of it can be on the platform, and it can be taken back: nothing is asked.
      if (isDiscardedAtOnce(entry)) {
        await discardNow([entry], false, tools.toasts);
        return;
      }
      return tools.overlay.show({ kind: action, environment, entry });
    case 'change-value':
    case 'rename':
      return tools.overlay.show({ kind: action, environment, entry });
    case 'hold':
    case 'release': {
      const reply = await ask('outbox.hold', { entryId: entry.id, held: action === 'hold' });
      if (!reply.ok) tools.toasts.refuse(reply.code);
    }
  }
}

/** True where a discard asks nothing first, because it can be taken back. */
export function isDiscardedAtOnce(entry: EntryView): boolean {
  return entry.state.kind === 'waiting' && !mayBeThere(entry);
}

/** What the action is called for this entry: one that asks first ends with dots. */
export function actionLabel(action: EntryAction, entry: EntryView): string {
  return action === 'discard' && isDiscardedAtOnce(entry) ? actions['discard-now'] : actions[action];
}

/** Discards what of these can be: at once where all of it can be taken back, else the dialog asks first. False: it asks. */
export async function discardMany(entries: readonly EntryView[], { overlay, toasts }: Pick<ActionTools, 'overlay' | 'toasts'>): Promise<boolean> {
  const discardable = entries.filter((entry) => actionsFor(entry).includes('discard'));
  if (discardable.length === 0) return false;
  if (discardable.every(isDiscardedAtOnce)) return discardNow(discardable, false, toasts);
  overlay.show({ kind: 'discard-many', entries: discardable });
  return false;
}

/** The same actions as menu items. */
export function entryMenu(entry: EntryView, environment: Environment, tools: ActionTools): readonly MenuItem[] {
  return actionsFor(entry).map((action) => ({
    label: actionLabel(action, entry),
    icon: actionIcons[action],
    danger: action === 'discard',
    run: () => void runAction(action, entry, environment, tools),
  }));
}
