import { createHmac } from 'node:crypto';
import type { StartTrouble } from '../../shared/app-state.ts';
import { noteError } from '../logging/log.ts';
import type { OpenedDatabase } from '../storage/database.ts';
import { diskTrouble } from '../storage/disk-trouble.ts';
import type { RunningProfile } from './open-profile.ts';
import type { PhasesParts } from './phases-port.ts';

/** Opens the database with all that lives on it, and closes both. */
export interface ProfileDoors {
  /** What lives on the database, or what stands in the way. */
  open(dataKey: Uint8Array): RunningProfile | StartTrouble;
  /** Whether this very key opened it. The key file may have been replaced since by one of somebody else's. */
  isOpenedBy(profile: RunningProfile, dataKey: Uint8Array): boolean;
  /** Damage was met: the next opening looks at all of the database. */
  suspect(): void;
  /** Never throws: what goes wrong with it is noted. */
  close(profile: RunningProfile): Promise<void>;
  /** Resolves when all that was being closed is. */
  allClosed(): Promise<unknown>;
}

export function createProfileDoors({ openDatabase, openProfile, log }: Pick<PhasesParts, 'openDatabase' | 'openProfile' | 'log'>): ProfileDoors {
  let suspect = false;
  const checks = new WeakMap<RunningProfile, Buffer>();
  let closings: Promise<unknown> = Promise.resolve();
  const noteCrash = (error: unknown): void => log({ event: 'work-crashed', where: 'sync', error: noteError(error) });

  return {
    open(dataKey) {
      const opened = openDatabase(dataKey, suspect);
      if (opened.kind !== 'open') return troubles[opened.kind];
      try {
        const profile = openProfile(opened);
        suspect = false;
        checks.set(profile, checkOf(dataKey));
        return profile;
      } catch (error) {
        noteCrash(error);
        opened.close();
        return diskTrouble(error) === 'disk-full' ? 'disk-full' : 'unexpected';
      }
    },
    isOpenedBy: (profile, dataKey) => checks.get(profile)?.equals(checkOf(dataKey)) === true,
    suspect() {
      suspect = true;
    },
    close(profile) {
      const closed = profile.close().catch(noteCrash);
      closings = Promise.all([closings, closed]);
      return closed;
    },
    allClosed: () => closings,
  };
}

/** Shows nothing of the key: it is an HMAC under 256 random bits. */
function checkOf(dataKey: Uint8Array): Buffer {
  return createHmac('sha256', dataKey).update('kelvin-secrets open profile 1').digest();
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
