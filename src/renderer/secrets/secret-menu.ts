import type { Environment } from '../../shared/environment.ts';
import type { PlatformSecret } from '../../shared/secrets-list.ts';
import { actions } from '../../shared/words/lists.ts';
import type { MenuItem } from '../components/menu.svelte';
import type { ActionTools } from '../outbox/entry-actions.ts';

/** What can be done with a secret of the platform. Each opens a dialog or the details. */
export function secretMenu(secret: PlatformSecret, environment: Environment, { overlay, navigation }: ActionTools): readonly MenuItem[] {
  return [
    {
      label: actions['replace-value'],
      icon: 'edit',
      run: () => overlay.show({ kind: 'replace-value', environment, secret }),
    },
    { label: actions.details, icon: 'info', run: () => navigation.showSecret(secret.name) },
    {
      label: actions.delete,
      icon: 'bin',
      danger: true,
      run: () => overlay.show({ kind: 'delete-secret', environment, secret }),
    },
  ];
}
