import { basename } from 'node:path';
import type { AppPhase, LockedBy, Protection, StartTrouble } from '../../shared/app-state.ts';
import { diskTrouble } from '../storage/disk-trouble.ts';
import { setAside } from '../storage/quarantine.ts';
import { writeTroubleOf } from '../system/files.ts';
import { takingTurns } from '../vault/turns.ts';
import type { VaultAnswer, Wraps } from '../vault/vault-port.ts';
import type { RunningProfile } from './open-profile.ts';
import type { Phases, PhasesParts } from './phases-port.ts';
import { createProfileDoors } from './profile-doors.ts';
import { canStartAfresh, createTroubleWatch, passes } from './trouble-watch.ts';

/** A disk that fails again and again would have the app open and close its files without end, ms. */
const leastBetweenReopenings = 60_000;

export function createPhases(parts: PhasesParts): Phases {
  const { vault, log } = parts;
  const doors = createProfileDoors(parts);
  let phase: AppPhase = { kind: 'starting' };
  let running: RunningProfile | null = null;
  /** Goes on working while the window is locked. */
  let behind: RunningProfile | null = null;
  let openedBy: Wraps = { keychain: false, passphrase: false };
  /** `start` while nothing else locked it. */
  let lockedBy: LockedBy = 'start';
  let aside: readonly string[] = [];
  let reopenedAt = Number.NEGATIVE_INFINITY;
  /** From then on nothing opens any more, whatever is answered yet. */
  let hasEnded = false;

  const enter = (next: AppPhase): void => {
    phase = next;
    log({ event: 'phase', phase: next.kind, trouble: next.kind === 'trouble' ? next.trouble : 'none' });
    parts.changed(next);
  };
  const trouble = (kind: StartTrouble): void => {
    enter({ kind: 'trouble', trouble: kind, setAside: aside, canStartAfresh: canStartAfresh(kind) });
    watch.begin();
  };
  const watch = createTroubleWatch(parts, () => (phase.kind === 'trouble' ? phase.trouble : null), () => void inTurn(goOn));
  /** What was locked meanwhile or before does not open by itself. */
  const goOn = async (): Promise<void> => {
    if (phase.kind !== 'trouble') return;
    if (lockedBy === 'start') return begin();
    enterLocked(vault.wraps() ?? openedBy);
  };

  const follow = (answer: VaultAnswer): void => {
    if (hasEnded) return vault.lock();
    switch (answer.kind) {
      case 'unlocked':
        return open(answer.dataKey, answer.protection);
      case 'choose-passphrase':
        return enter({ kind: 'choose-passphrase', keychainBackend: answer.backend });
      case 'locked':
        return enterLocked({ keychain: answer.keychainToo, passphrase: true });
      case 'trouble':
        return trouble(answer.trouble);
    }
  };

  const enterLocked = ({ keychain, passphrase }: Wraps): void =>
    enter({ kind: 'locked', by: lockedBy, keychainToo: keychain, passphrase, sends: behind !== null });

  /** The profile behind the window belongs to who has its key, and not to who put another key file there. */
  const comeForward = (working: RunningProfile, dataKey: Uint8Array): RunningProfile | StartTrouble =>
    doors.isOpenedBy(working, dataKey) ? working : 'database-unreadable';

  const open = (dataKey: Uint8Array, protection: Protection): void => {
    openedBy = { keychain: protection.keychain !== null, passphrase: protection.passphrase !== null };
    const opened = behind === null ? doors.open(dataKey) : comeForward(behind, dataKey);
    if (typeof opened === 'string') {
      vault.lock();
      return trouble(opened);
    }
    running = opened;
    behind = null;
    lockedBy = 'start';
    if (aside.length > 0) running.incidents.startedAfresh(aside);
    aside = [];
    enter({ kind: 'ready', protection });
  };

  const begin = async (): Promise<void> => {
    if (hasEnded) return;
    enter({ kind: 'starting' });
    follow(await vault.open());
  };

  const lock = async (by: LockedBy): Promise<void> => {
    const ending = running;
    if (ending === null) {
      if (phase.kind === 'trouble' && passes(phase.trouble)) lockedBy = by;
      return;
    }
    // A key file that cannot be read at this moment keeps nothing open: what opened it is known.
    const wraps = vault.wraps() ?? openedBy;
    running = null;
    vault.lock();
    // A sign-in that was begun in the open window does not end behind the locked one, whatever goes on working there.
    ending.auth.giveUp();
    ending.forgetDiscards();
    lockedBy = by;
    if (parts.keepSending()) behind = ending;
    log({ event: 'locked', by });
    // The screen first: what is under way may take its time to end.
    enterLocked(wraps);
    if (behind === null) await doors.close(ending);
  };

  const unlock = async (passphrase: string): Promise<'unlocked' | 'wrong-passphrase' | 'not-now'> => {
    if (phase.kind !== 'locked') return running === null ? 'not-now' : 'unlocked';
    const answer = await vault.unlock(passphrase);
    if (answer.kind === 'wrong-passphrase') return 'wrong-passphrase';
    follow(answer);
    return running === null ? 'not-now' : 'unlocked';
  };

  const choosePassphrase = async (passphrase: string): Promise<'chosen' | 'weak-passphrase' | 'not-now'> => {
    if (phase.kind !== 'choose-passphrase') return 'not-now';
    const answer = await vault.choosePassphrase(passphrase);
    if (answer.kind === 'weak-passphrase') return 'weak-passphrase';
    follow(answer);
    return running === null ? 'not-now' : 'chosen';
  };

  const startAfresh = async (): Promise<boolean> => {
    if (phase.kind !== 'trouble' || !phase.canStartAfresh) return false;
    // What works behind a locked window belongs to the files that are set aside, and to whoever can open those.
    const ending = behind;
    behind = null;
    if (ending !== null) await doors.close(ending);
    if (hasEnded) return false;
    lockedBy = 'start';
    try {
      const moved = setAside([parts.files.database, parts.files.keyFile], parts.clock.now());
      aside = [...aside, ...moved.map((path) => basename(path))];
    } catch (error) {
      trouble(writeTroubleOf(error) === 'disk-full' ? 'disk-full' : 'profile-not-writable');
      return false;
    }
    log({ event: 'files-set-aside', count: aside.length });
    await begin();
    return true;
  };

  const reopen = async (): Promise<void> => {
    const ending = running ?? behind;
    if (ending === null || parts.clock.monotonic() - reopenedAt < leastBetweenReopenings) return;
    reopenedAt = parts.clock.monotonic();
    doors.suspect();
    const isLocked = running === null;
    running = null;
    behind = null;
    if (isLocked) return reopenBehind(ending);
    enter({ kind: 'starting' });
    await doors.close(ending);
    // The person unlocked it before, and need not do so again.
    const inHand = vault.inHand();
    if (inHand === null) await begin();
    else follow(inHand);
  };

  /** The window stays locked. Sending goes on where the keychain opens the key, for the person is not asked. */
  const reopenBehind = async (ending: RunningProfile): Promise<void> => {
    tellWhetherItSends();
    await doors.close(ending);
    const answer = hasEnded ? null : await vault.open();
    if (!hasEnded && answer?.kind === 'unlocked') {
      const opened = doors.open(answer.dataKey);
      // What stands in the way is told when the person unlocks.
      if (typeof opened !== 'string') behind = opened;
    }
    vault.lock();
    if (behind !== null) tellWhetherItSends();
  };
  const tellWhetherItSends = (): void => {
    if (phase.kind === 'locked') enter({ ...phase, sends: behind !== null });
  };

  // One after the other: a second click on Unlock must not open the database a second time.
  const inTurn = takingTurns();
  return {
    current: () => phase,
    profile: () => running,
    working: () => running ?? behind,
    begin: () => inTurn(async () => (running === null ? begin() : undefined)),
    unlock: (passphrase) => inTurn(() => unlock(passphrase)),
    choosePassphrase: (passphrase) => inTurn(() => choosePassphrase(passphrase)),
    startAfresh: () => inTurn(startAfresh),
    lock: (by) => inTurn(() => lock(by)),
    failed(error) {
      const trouble = diskTrouble(error);
      if (trouble === 'damaged' || trouble === 'not-a-database') void inTurn(reopen);
    },
    async end() {
      hasEnded = true;
      const ending = running ?? behind;
      running = null;
      behind = null;
      watch.end();
      vault.lock();
      if (ending !== null) void doors.close(ending);
      // Of its turn it awaits what closes a database, and not what waits for a person at the keychain's question.
      await doors.allClosed();
    },
  };
}
