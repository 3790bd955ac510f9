import type { EnvironmentId } from '../../shared/environment.ts';
import type { Gate, Obstacle } from '../../shared/sync-status.ts';
import { diskTrouble } from '../storage/disk-trouble.ts';
import type { Timer } from '../system/clock.ts';
import type { Network } from '../system/network-port.ts';
import { backoffMs } from './backoff.ts';
import { carry, settleMs, type CarryPorts } from './carry.ts';
import { createGateKeeper } from './gate-keeper.ts';
import { newsOfList, newsOfToken, nothing, type News } from './news.ts';
import { createPlatformClock } from './platform-clock.ts';

/** How many requests of one environment are under way at once (design §3.10). */
const inFlightAtMost = 4;

/**
 * No timer sleeps longer than this: each looks at the wall clock anew, so a laptop that slept, or a clock that
 * was set, cannot leave anything waiting for a time that already passed.
 */
const longestNapMs = 30_000;

/** An open gate that heard nothing for this long is asked again, so that the header stays true. */
const idleProbeMs = 60_000;

/** Wall and monotonic clock may differ by this much between two looks before it counts as a wake. */
const clockJumpMs = 10_000;

export interface CourierPorts extends Pick<CarryPorts, 'log' | 'api' | 'access' | 'clock' | 'random' | 'delivered'> {
  readonly environmentId: EnvironmentId;
  readonly origin: string;
  readonly network: Pick<Network, 'mayBeOnline' | 'isSwitchedOff'>;
  /** Entries moved, or the gate or the last exchange changed. */
  readonly changed: () => void;
  /** The gate opened after having been shut or unproven. */
  readonly opened: () => void;
  /** A step that met the disk's limits, or a fault of our own: told to the log, by code only. */
  readonly stumbled: (error: unknown) => void;
}

/**
 * Carries one environment's entries: knocks at its gate, takes what is due, up to four at once, and records what
 * came of it. Environments know nothing of one another, so one that hangs holds up no other.
 */
export interface Courier {
  readonly gate: Gate;
  /** Set while what is due cannot be recorded, and so is not sent. */
  readonly obstacle: Obstacle | null;
  readonly lastExchangeAt: number | null;
  /** Something may be due now. */
  look(): void;
  /**
   * Forgets delays and tries at once: Send now, a link that came up, a sign-in. `afterMs` gives a network time. What
   * the platform asked to be waited for is waited for, unless the person wants to know now.
   */
  hurry(afterMs?: number, byPerson?: boolean): void;
  /** News from somebody else's exchange with this environment (the list was read). */
  hear(news: News): void;
  /** The system goes to sleep: nothing new is begun, what is under way is broken off and becomes uncertain. */
  suspend(): void;
  resume(afterMs: number): void;
  /** Ends for good. Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export function createCourier(ports: CourierPorts, lastExchange: number | null): Courier {
  const { clock, access, api, log, environmentId } = ports;
  let lastExchangeAt = lastExchange;
  let stopped = false;
  let suspended = false;
  let probing = false;
  let timer: Timer | null = null;
  let broken = new AbortController();
  let faults = 0;
  let obstacle: Obstacle | null = null;
  let notBefore = 0;
  let wallMinusMonotonic = clock.now() - clock.monotonic();
  // A jump of the clock that the database does not know yet, and by how much of it the clock went back.
  let jumped = false;
  let setBackMs = 0;
  const busy = new Map<number, Promise<void>>();
  const idle: (() => void)[] = [];
  const naps = new Set<() => void>();
  const keeper = createGateKeeper(clock, ports.random, ports.changed);
  const platformClock = createPlatformClock(clock);
  const isOpen = (): boolean => keeper.gate.kind === 'open';

  const hear = (news: News): void => {
    // What is heard now is told in the time of now: a clock that was set meanwhile is noticed first.
    noticeClockJump();
    const wasOpen = isOpen();
    if (news.kind === 'reached') lastExchangeAt = clock.now();
    keeper.hear(news);
    if (!wasOpen && isOpen()) ports.opened();
  };

  /** After a wake or a stop, what an old connection said tells nothing about the network of now. */
  const tell = (news: News): void => {
    if (!stopped && !suspended) hear(news);
  };

  /** A failed commit or a fault of ours: told, and not tried again at once. */
  const stumble = (error: unknown): void => {
    ports.stumbled(error);
    notBefore = clock.now() + backoffMs(faults, ports.random);
    faults += 1;
    obstacle = obstacleOf(error);
    ports.changed();
  };

  const recovered = (): void => {
    const wasObstructed = obstacle !== null;
    faults = 0;
    obstacle = null;
    if (wasObstructed) ports.changed();
  };

  const record = async (commit: () => boolean): Promise<boolean> => {
    for (;;) {
      const moved = attemptCommit(commit);
      if (moved !== null) {
        // What moved nothing wrote nothing, and proves nothing about the disk.
        if (moved) recovered();
        ports.changed();
        return moved;
      }
      if (stopped) return false;
      await nap(notBefore - clock.now());
    }
  };

  /** Null when the disk did not take it. */
  const attemptCommit = (commit: () => boolean): boolean | null => {
    try {
      recordClockJump();
      return commit();
    } catch (error) {
      stumble(error);
      return null;
    }
  };

  /** Ends early when the app stops: a full disk must not hold up a quit. */
  const nap = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        naps.delete(wake);
        resolve();
      };
      naps.add(wake);
      clock.setTimer(Math.max(ms, 100), wake);
    });

  const probe = async (): Promise<News> => {
    const token = await access.token(environmentId);
    if (token.kind !== 'token') return newsOfToken(token);
    // The token took its time: what is under way may have heard meanwhile that the platform asks to wait.
    if (keeper.isHeld) return nothing;
    const target = { environmentId, origin: ports.origin, accessToken: token.accessToken };
    const outcome = await api.probe(target, broken.signal);
    if ('clockOffsetMs' in outcome) platformClock.heard(outcome.clockOffsetMs);
    if (outcome.kind !== 'unauthorized') return newsOfList(outcome);
    const renewed = await access.renew(environmentId, token.accessToken);
    if (renewed.kind !== 'token') return newsOfToken(renewed);
    if (keeper.isHeld) return nothing;
    const second = await api.probe({ ...target, accessToken: renewed.accessToken }, broken.signal);
    if (second.kind !== 'unauthorized') return newsOfList(second);
    const refused = await access.renew(environmentId, renewed.accessToken);
    return refused.kind === 'token' ? { kind: 'no-answer', reason: 'server-trouble' } : newsOfToken(refused);
  };

  const startProbe = (): void => {
    probing = true;
    void probe()
      .then(tell)
      .catch(stumble)
      .finally(() => {
        probing = false;
        step();
      });
  };

  const startWork = (): void => {
    const account = access.account(environmentId);
    if (account === null) return;
    const free = inFlightAtMost - busy.size;
    if (free <= 0) return;
    const due = log.due(environmentId, account.id, clock.now(), inFlightAtMost + busy.size);
    const { signal } = broken;
    for (const entry of due.filter(({ sequence }) => !busy.has(sequence)).slice(0, free)) {
      const errand = carry({ ...ports, platformClock, record, tell, isHeldBack: () => !isOpen(), signal }, entry)
        .catch(async (error: unknown) => {
          stumble(error);
          await record(() => log.leaveUncertain(entry.sequence));
          return nothing;
        })
        .then((news) => {
          busy.delete(entry.sequence);
          // What waited for a full disk over a sleep was heard before it.
          if (!signal.aborted) tell(news);
          step();
        });
      busy.set(entry.sequence, errand);
    }
    if (busy.size > 0) ports.changed();
  };

  const wakeAt = (at: number): void => {
    timer?.cancel();
    const delay = Math.min(Math.max(at - clock.now(), 0), longestNapMs);
    timer = clock.setTimer(delay, step);
  };

  /** Whatever waits for a time waits for one of the old clock. The gate follows at once; the database as it can. */
  const noticeClockJump = (): void => {
    const difference = clock.now() - clock.monotonic();
    // In whole ms, as every time in the database is, and rather too little than too much: the monotonic clock counts
    // fractions, and what the platform asked to wait is waited for to the last.
    const jumpMs = Math.trunc(difference - wallMinusMonotonic);
    wallMinusMonotonic = difference;
    if (Math.abs(jumpMs) <= clockJumpMs) return;
    jumped = true;
    notBefore = 0;
    // A clock that went forward may only have slept; one that went back was set.
    if (jumpMs < 0) {
      setBackMs -= jumpMs;
      keeper.clockSetBack(-jumpMs);
    }
    keeper.nudge();
  };

  /** Comes before anything else is recorded: no time of the new clock may be moved as one of the old. */
  const recordClockJump = (): void => {
    noticeClockJump();
    if (!jumped) return;
    if (setBackMs > 0) log.clockSetBack(environmentId, setBackMs);
    setBackMs = 0;
    log.forgetDelays(environmentId, settleMs);
    jumped = false;
  };

  /** One look at everything: what the gate says, what is due, when to look again. */
  const step = (): void => {
    if (busy.size === 0 && !probing) for (const resolve of idle.splice(0)) resolve();
    if (stopped || suspended) return;
    try {
      noticeClockJump();
      const now = clock.now();
      if (now < notBefore) return wakeAt(notBefore);
      recordClockJump();
      if (!access.isSignedIn(environmentId)) {
        // Asking for a token sends nothing here: it tells why there is none.
        if (keeper.gate.kind !== 'sign-in' && !probing) startProbe();
        return;
      }
      if (keeper.gate.kind === 'sign-in') keeper.knock();
      if (!ports.network.mayBeOnline()) {
        const reason = ports.network.isSwitchedOff?.() === true ? 'switched-off' : 'no-link';
        if (keeper.gate.kind !== 'offline' || keeper.gate.because !== reason) {
          hear({ kind: 'no-answer', reason });
        }
        return wakeAt(now + longestNapMs);
      }
      if (!isOpen()) {
        const at = keeper.probeAt ?? now;
        if (probing) return;
        return at <= now ? startProbe() : wakeAt(at);
      }
      startWork();
      const account = access.account(environmentId);
      // With every place taken nothing can begin before one is free, and then this is looked at again.
      const isFull = busy.size >= inFlightAtMost;
      const nextDueAt = account === null || isFull ? null : log.nextDueAt(environmentId, account.id, now);
      // What is under way looks again by itself when it ends.
      const isIdle = busy.size === 0 && !probing;
      // With nothing due there is nothing that could not be recorded.
      if (isIdle) recovered();
      const idleAt = isIdle ? Math.max(lastExchangeAt ?? now, now - idleProbeMs) + idleProbeMs : Infinity;
      if (idleAt <= now) return startProbe();
      wakeAt(Math.min(nextDueAt ?? Infinity, idleAt, now + longestNapMs));
    } catch (error) {
      stumble(error);
      wakeAt(notBefore);
    }
  };

  const breakOff = (): void => {
    broken.abort();
    broken = new AbortController();
  };

  return {
    get gate() {
      return keeper.gate;
    },
    get obstacle() {
      return obstacle;
    },
    get lastExchangeAt() {
      return lastExchangeAt;
    },
    look: step,
    hurry(afterMs = 0, byPerson = false) {
      if (stopped) return;
      try {
        recordClockJump();
        log.forgetDelays(environmentId, settleMs);
      } catch (error) {
        ports.stumbled(error);
      }
      notBefore = 0;
      if (byPerson && !isOpen()) keeper.knock(afterMs);
      else if (!isOpen() || afterMs > 0) keeper.nudge(afterMs);
      ports.changed();
      step();
    },
    hear(news) {
      tell(news);
      step();
    },
    suspend() {
      suspended = true;
      breakOff();
      // Not every system tells of its wake. A timer that runs is awake; on one that is about to sleep it is broken off
      // once more and finds out later.
      timer?.cancel();
      timer = clock.setTimer(longestNapMs, () => this.resume(0));
    },
    resume(afterMs) {
      if (stopped || !suspended) return;
      suspended = false;
      this.hurry(afterMs);
    },
    async stop() {
      stopped = true;
      timer?.cancel();
      breakOff();
      for (const wake of [...naps]) wake();
      if (busy.size > 0 || probing) await new Promise<void>((resolve) => idle.push(resolve));
    },
  };
}

function obstacleOf(error: unknown): Obstacle {
  const trouble = diskTrouble(error);
  if (trouble === null) return 'unexpected';
  return trouble === 'disk-full' ? 'disk-full' : 'disk-trouble';
}
