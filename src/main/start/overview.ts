import type { AppPhase } from '../../shared/app-state.ts';
import type { Overview, WhyClosed } from '../../shared/overview.ts';
import type { OutboxCounts } from '../../shared/sync-status.ts';
import type { Clock, Timer } from '../system/clock.ts';
import { inLineOf, type InLineParts } from './in-line.ts';
import type { RunningProfile } from './open-profile.ts';

/** While a thousand entries drain, tray, menus and notifications look this often at most, ms. */
const togetherMs = 250;

type Profile = Pick<RunningProfile, 'environments' | 'status' | 'chosen' | 'workOffline' | 'deliveries'> & InLineParts;

/** What may be told outside of the window. A locked app claims nothing, also where it goes on sending. */
export function overviewOf(phase: AppPhase, profile: Profile | null): Overview {
  if (profile === null || phase.kind !== 'ready') return { kind: 'closed', why: whyClosed(phase) };
  const environments = profile.environments.list();
  const statuses = environments.map(({ id }) => profile.status(id));
  const sum = (field: keyof OutboxCounts): number => statuses.reduce((total, { counts }) => total + counts[field], 0);
  return {
    kind: 'open',
    environments: environments.map(({ id, label }) => ({ id, label })),
    chosen: profile.chosen(),
    worksOffline: profile.workOffline.isOff,
    counts: {
      waiting: sum('waiting'),
      sending: sum('sending'),
      uncertain: sum('uncertain'),
      needsAttention: sum('needsAttention'),
      held: sum('held'),
    },
    sendable: statuses.reduce(
      (total, { environmentId, gate }) => (gate.kind === 'sign-in' ? total : total + inLineOf(profile, environmentId).own),
      0,
    ),
    signIns: statuses
      .filter(({ forSignIn }) => forSignIn > 0 && !profile.workOffline.isOff)
      .map(({ environmentId }) => environmentId),
    delivered: profile.deliveries(),
  };
}

function whyClosed({ kind }: AppPhase): WhyClosed {
  if (kind === 'locked') return 'locked';
  return kind === 'starting' || kind === 'ready' ? 'starting' : 'needs-you';
}

/** Tells what it reads soon after each change, many changes together, and only where it differs. */
export function watchOverview(ports: {
  readonly clock: Clock;
  readonly read: () => Overview;
  readonly tell: (overview: Overview) => void;
}): { changed(): void; stop(): void } {
  const { clock, read, tell } = ports;
  let timer: Timer | null = null;
  let told = '';
  return {
    changed() {
      timer ??= clock.setTimer(togetherMs, () => {
        timer = null;
        const overview = read();
        const text = JSON.stringify(overview);
        if (text === told) return;
        told = text;
        tell(overview);
      });
    },
    stop() {
      timer?.cancel();
      timer = null;
    },
  };
}
