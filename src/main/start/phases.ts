import { basename } from 'node:path';
import type { AppPhase, LockedBy, Protection, StartTrouble } from '../../shared/app-state.ts';
import { noteError } from '../logging/log.ts';
import type { Log } from '../logging/log.ts';
import { diskTrouble } from '../storage/disk-trouble.ts';
import type { OpenedDatabase } from '../storage/database.ts';
import { setAside } from '../storage/quarantine.ts';
import type { Clock, Timer } from '../system/clock.ts';
import { writeTroubleOf } from '../system/files.ts';
import type { ProfileFiles } from '../system/profile.ts';
import { takingTurns } from '../vault/turns.ts';
import type { Vault, VaultAnswer, Wraps } from '../vault/vault-port.ts';
import type { RunningProfile } from './open-profile.ts';

export interface PhasesParts {
  readonly files: ProfileFiles;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  /** @param suspect damage was met in it while it was open */
  readonly openDatabase: (dataKey: Uint8Array, suspect: boolean) => OpenedDatabase;
  readonly openProfile: (opened: Extract<OpenedDatabase, { readonly kind: 'open' }>) => RunningProfile;
  readonly changed: (phase: AppPhase) => void;
  /** Whether what waits is sent while the app is locked: the person's choice. */
  readonly keepSending: () => boolean;
  /** Whether the profile's folder takes a file now. */
  readonly canWrite: () => boolean;
  /** Whether the disk gives the key file now, or says that there is none. */
  readonly canReadKeyFile: () => boolean;
}

/** What stands between the person and their secrets, from the first paint to the open profile and to the end. */
export interface Phases {
  current(): AppPhase;
  /** What the window may ask; null unless the app is ready. */
  profile(): RunningProfile | null;
  /** What works, also behind the locked window. */
  working(): RunningProfile | null;
  /** Opens the vault: the keychain may ask the person something, so the window stands already. */
  begin(): Promise<void>;
  unlock(passphrase: string): Promise<'unlocked' | 'wrong-passphrase' | 'not-now'>;
  choosePassphrase(passphrase: string): Promise<'chosen' | 'weak-passphrase' | 'not-now'>;
  /** Sets what cannot be read aside under dated names and begins with an empty profile. */
  startAfresh(): Promise<boolean>;
  /** Locks the window. The database is closed and the key forgotten, unless the person wants sending to go on. */
  lock(by: LockedBy): Promise<void>;
  /** Something failed in the open profile. Where it says that the database is damaged, it is opened anew and mended. */
  failed(error: unknown): void;
  /** The end of it: everything is closed and the key forgotten, and nothing opens afterwards. */
  end(): Promise<void>;
}

/** Troubles after which an empty profile can begin; the others pass, or another version of the app opens it. */
const fresh: ReadonlySet<StartTrouble> = new Set([
  'keychain-changed',
  'key-file-unreadable',
  'key-file-missing',
  'database-unreadable',
]);

/** Troubles that end by themselves: then the app goes on without a click. */
const passing: ReadonlySet<StartTrouble> = new Set(['disk-full', 'profile-not-writable', 'profile-not-readable']);

/** How often it is looked whether such a trouble has ended, ms. */
const lookAgainMs = 3_000;

/** A disk that fails again and again would have the app open and close its files without end, ms. */
const leastBetweenReopenings = 60_000;

export function createPhases(parts: PhasesParts): Phases {
  const { vault, log } = parts;
  let phase: AppPhase = { kind: 'starting' };
  let running: RunningProfile | null = null;
  /** Goes on working while the window is locked. */
  let behind: RunningProfile | null = null;
  let openedBy: Wraps = { keychain: false, passphrase: false };
  /** `start` while nothing else locked it. */
  let lockedBy: LockedBy = 'start';
  let aside: readonly string[] = [];
  let suspect = false;
  let looking: Timer | null = null;
  let reopenedAt = Number.NEGATIVE_INFINITY;
  /** From then on nothing opens any more, whatever is answered yet. */
  let hasEnded = false;
  let closings: Promise<unknown> = Promise.resolve();

  const enter = (next: AppPhase): void => {
    phase = next;
    log({ event: 'phase', phase: next.kind, trouble: next.kind === 'trouble' ? next.trouble : 'none' });
    parts.changed(next);
  };
  const trouble = (kind: StartTrouble): void => {
    enter({ kind: 'trouble', trouble: kind, setAside: aside, canStartAfresh: fresh.has(kind) });
    if (passing.has(kind)) lookAgain();
  };
  const lookAgain = (): void => {
    looking?.cancel();
    looking = parts.clock.setTimer(lookAgainMs, () => {
      if (phase.kind !== 'trouble' || !passing.has(phase.trouble)) return;
      if (phase.trouble === 'profile-not-readable' ? parts.canReadKeyFile() : parts.canWrite()) void inTurn(goOn);
      else lookAgain();
    });
  };
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

  /** What lives on the database, or what stands in the way. */
  const openWith = (dataKey: Uint8Array): RunningProfile | StartTrouble => {
    const opened = parts.openDatabase(dataKey, suspect);
    if (opened.kind !== 'open') return troubles[opened.kind];
    try {
      const profile = parts.openProfile(opened);
      suspect = false;
      return profile;
    } catch (error) {
      log({ event: 'work-crashed', where: 'sync', error: noteError(error) });
      opened.close();
      return diskTrouble(error) === 'disk-full' ? 'disk-full' : 'unexpected';
    }
  };

  const open = (dataKey: Uint8Array, protection: Protection): void => {
    openedBy = { keychain: protection.keychain !== null, passphrase: protection.passphrase !== null };
    // Whoever unlocked it has shown that the profile that goes on working behind the window is theirs.
    const opened = behind ?? openWith(dataKey);
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
      if (phase.kind === 'trouble' && passing.has(phase.trouble)) lockedBy = by;
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
    if (behind === null) await closing(ending);
  };

  const closing = (ending: RunningProfile): Promise<void> => {
    const closed = ending
      .close()
      .catch((error: unknown) => log({ event: 'work-crashed', where: 'sync', error: noteError(error) }));
    closings = Promise.all([closings, closed]);
    return closed;
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
    if (ending !== null) await closing(ending);
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
    suspect = true;
    const isLocked = running === null;
    running = null;
    behind = null;
    if (isLocked) return reopenBehind(ending);
    enter({ kind: 'starting' });
    await closing(ending);
    // The person unlocked it before, and need not do so again.
    const inHand = vault.inHand();
    if (inHand === null) await begin();
    else follow(inHand);
  };

  /** The window stays locked. Sending goes on where the keychain opens the key, for the person is not asked. */
  const reopenBehind = async (ending: RunningProfile): Promise<void> => {
    tellWhetherItSends();
    await closing(ending);
    const answer = hasEnded ? null : await vault.open();
    if (!hasEnded && answer?.kind === 'unlocked') {
      const opened = openWith(answer.dataKey);
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
      looking?.cancel();
      vault.lock();
      if (ending !== null) void closing(ending);
      // Of its turn it awaits what closes a database, and not what waits for a person at the keychain's question.
      await closings;
    },
  };
}

const troubles: Readonly<Record<Exclude<OpenedDatabase['kind'], 'open'>, StartTrouble>> = {
  // The key fits its own check, so it is the database that does not belong to it.
  'wrong-key': 'database-unreadable',
  unreadable: 'database-unreadable',
  'newer-version': 'database-from-newer-version',
  'disk-full': 'disk-full',
  'not-writable': 'profile-not-writable',
  'in-use': 'unexpected',
};
