import type { MenuCommand } from '../../shared/menu-command.ts';
import { inLine, needsPerson, type OpenOverview, type Overview } from '../../shared/overview.ts';
import { drainedNotice, neededNotice } from '../../shared/words/desktop.ts';
import type { Clock, Timer } from '../system/clock.ts';
import type { NotificationPort } from './notification-port.ts';

/** What is told has to last this long, ms: what settles by itself in the meantime is no news. */
const settleMs = 1_500;

export interface NotifierParts {
  readonly clock: Clock;
  readonly port: NotificationPort;
  /** The person is looking at the window: it tells them all of it. */
  readonly isAttended: () => boolean;
  /** The person's choice. */
  readonly isWanted: () => boolean;
  /** The window comes to the front and shows that. */
  readonly open: (command: MenuCommand) => void;
}

export interface Notifier {
  see(overview: Overview): void;
  /** The person came to the window: what stands there now they have seen. */
  attended(): void;
}

/**
 * Two things are told, each once and in counts alone: that what was on its way has arrived, and that somebody is needed.
 * After the latter nothing more of the kind until the person was here. While the app is locked nothing is told.
 */
export function createNotifier({ clock, port, isAttended, isWanted, open }: NotifierParts): Notifier {
  let now: OpenOverview | null = null;
  /** How many had arrived when the last batch began; null while nothing is on its way. */
  let batchFrom: number | null = null;
  /** How much of what needs the person they know of, or were told of. */
  let known = 0;
  /** They were told, and have not been here since. */
  let isTold = false;
  let timer: Timer | null = null;

  const isDrained = (overview: OpenOverview): boolean =>
    batchFrom !== null && inLine(overview) === 0 && overview.delivered > batchFrom;
  const isNeeded = (overview: OpenOverview): boolean => !isTold && needsPerson(overview) > known;

  function forget(): void {
    timer?.cancel();
    timer = null;
    now = null;
    batchFrom = null;
    isTold = false;
    port.clear();
  }

  function see(overview: Overview): void {
    if (overview.kind === 'closed') return forget();
    if (now === null) known = needsPerson(overview); // what stood there at the unlocking is no news
    now = overview;
    const need = needsPerson(overview);
    known = Math.min(known, need);
    if (need === 0) isTold = false;
    if (inLine(overview) > 0) batchFrom ??= overview.delivered;
    if (isDrained(overview) || isNeeded(overview)) timer ??= clock.setTimer(settleMs, tell);
    else if (inLine(overview) === 0) batchFrom = null;
  }

  function tell(): void {
    timer = null;
    if (now === null) return;
    const overview = now;
    const needed = isNeeded(overview);
    const arrived = isDrained(overview) && batchFrom !== null ? overview.delivered - batchFrom : null;
    if (inLine(overview) === 0) batchFrom = null;
    if (isAttended()) known = needsPerson(overview);
    else if (!isWanted()) return;
    else if (needed) {
      isTold = true;
      known = needsPerson(overview);
      port.show(neededNotice(overview), () => open(whereNeeded(overview)));
    } else if (arrived !== null) port.show(drainedNotice(overview, arrived), () => open({ kind: 'outbox' }));
  }

  return {
    see,
    attended() {
      isTold = false;
      if (now !== null) known = needsPerson(now);
      port.clear();
    },
  };
}

/** The Outbox shows every entry that needs the person; where only a sign-in is wanted, its own screen. */
function whereNeeded({ counts, signIns: [first] }: OpenOverview): MenuCommand {
  return counts.needsAttention > 0 || first === undefined ? { kind: 'outbox' } : { kind: 'sign-in', environmentId: first };
}
