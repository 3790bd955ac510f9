import type { AppPhase, LockedBy } from '../../shared/app-state.ts';
import type { Log } from '../logging/log.ts';
import type { OpenedDatabase } from '../storage/database.ts';
import type { Clock } from '../system/clock.ts';
import type { ProfileFiles } from '../system/profile.ts';
import type { Vault } from '../vault/vault-port.ts';
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
