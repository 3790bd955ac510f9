import type { EnvironmentId } from '../../shared/environment.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** The identities that mean "You" in an environment: known where its list is the one on screen. */
export function identitiesOf(workspace: Workspace, environmentId: EnvironmentId): readonly string[] {
  return environmentId === workspace.chosenId ? (workspace.secrets?.me ?? []) : [];
}
