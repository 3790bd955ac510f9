import type { Environment, EnvironmentId } from './environment.ts';
import type { OutboxCounts } from './sync-status.ts';

/** `needs-you`: the window asks for a passphrase to be chosen, or tells of a trouble. */
export type WhyClosed = 'starting' | 'locked' | 'needs-you';

/**
 * What tray, badge, menus and notifications may know of the app: states and counts, and the labels that the menu of
 * environments shows. While the app is not open nothing is claimed.
 */
export type Overview =
  | { readonly kind: 'closed'; readonly why: WhyClosed }
  | {
      readonly kind: 'open';
      readonly environments: readonly Pick<Environment, 'id' | 'label'>[];
      readonly chosen: EnvironmentId | null;
      readonly worksOffline: boolean;
      /** Over all environments. */
      readonly counts: OutboxCounts;
      /** Of what waits or is uncertain: what goes sooner by being asked to, for it is the signed-in account's own. */
      readonly sendable: number;
      /** Environments where something waits for the person to sign in; none while working offline, for that sends nothing. */
      readonly signIns: readonly EnvironmentId[];
      /** How many entries were delivered since the app was opened. */
      readonly delivered: number;
    };

export type OpenOverview = Extract<Overview, { readonly kind: 'open' }>;

/** What needs a person: each entry that does, and each environment that wants a sign-in. */
export function needsPerson({ counts, signIns }: OpenOverview): number {
  return counts.needsAttention + signIns.length;
}

/** What goes, or will go, by itself. */
export function inLine({ counts }: OpenOverview): number {
  return counts.waiting + counts.sending + counts.uncertain;
}
