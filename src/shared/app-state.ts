/** What protects the data key on this machine, said as it is. Times are wall clock, ms. */
export interface Protection {
  /**
   * The OS store by its name as Electron gives it (e.g. `gnome_libsecret`, `keychain`, `dpapi`), whether it opens the
   * key today and when that was tried; null where only a passphrase protects.
   */
  readonly keychain: {
    readonly backend: string;
    readonly since: number;
    readonly state: KeychainState;
    readonly checkedAt: number | null;
  } | null;
  /** `checkedAt`: when it last opened the key; null where nobody typed it since the app was started. */
  readonly passphrase: { readonly since: number; readonly checkedAt: number | null } | null;
}

export type KeychainState =
  | 'opens'
  /** It does not open the key now: it was emptied, is another one, or is away. */
  | 'silent'
  /** It opens the key, but so it would for anybody. */
  | 'worthless';

/** Why what protects the data key was not changed. Nothing was altered then, but for `change-not-confirmed`. */
export type ProtectionRefusal =
  | 'wrong-passphrase'
  | 'weak-passphrase'
  /** The keychain gives no real protection on this computer, or does not open the key now. */
  | 'keychain-no-protection'
  /** The last of the two is never taken away. */
  | 'only-protection'
  /** It is changed, but the disk did not confirm it: a loss of power may bring back what was before. */
  | 'change-not-confirmed'
  | 'disk-full'
  | 'profile-not-writable';

/** What stands between the person and their secrets at start, told as: what happened, what is safe, what can be done. */
export type StartTrouble =
  /** The keychain wrap no longer opens (backend changed, emptied, another machine) and there is no passphrase. */
  | 'keychain-changed'
  /** What was read is no key file. It stays until the person sets it aside. */
  | 'key-file-unreadable'
  | 'key-file-missing'
  | 'database-unreadable'
  | 'database-from-newer-version'
  | 'profile-not-writable'
  /** The key file is there and the disk does not give it now: nothing is known of what is in it. */
  | 'profile-not-readable'
  | 'disk-full'
  | 'unexpected';

export type AppPhase =
  /** The window shows; the keychain may be asking the person something. */
  | { readonly kind: 'starting' }
  /** The OS keychain gives no real protection here: a passphrase is asked for at first start. */
  | { readonly kind: 'choose-passphrase'; readonly keychainBackend: string }
  | {
      readonly kind: 'locked';
      readonly by: LockedBy;
      /** The passphrase opens it. */
      readonly passphrase: boolean;
      /** The keychain may open it as well. */
      readonly keychainToo: boolean;
      /** What waits goes on being sent meanwhile: the person chose that. */
      readonly sends: boolean;
    }
  | { readonly kind: 'trouble'; readonly trouble: StartTrouble; readonly setAside: readonly string[]; readonly canStartAfresh: boolean }
  | { readonly kind: 'ready'; readonly protection: Protection };

export type LockedBy =
  /** The app was started. */
  | 'start'
  | 'person'
  /** Nobody used this computer for as long as the settings say. */
  | 'idle'
  /** The system was locked or went to sleep. */
  | 'system';

/** When the app locks itself, and what goes on then. */
export interface Locking {
  /** Minutes without anybody at this computer; 0: never. */
  readonly afterMinutes: number;
  /** When the system is locked or goes to sleep. */
  readonly withSystem: boolean;
  /** What waits is sent while the app is locked: the data key's database stays open in memory. */
  readonly keepSending: boolean;
}

/** Whether this system tells the app that it is locked. */
export type SystemLock =
  | 'told'
  /** On Linux it is up to the desktop; most tell it. */
  | 'told-by-most'
  | 'not-told';

/** The choices of `afterMinutes`. */
export const lockAfterChoices = [0, 1, 5, 15, 60] as const;

export interface AppInfo {
  readonly name: string;
  readonly version: string;
  readonly development: boolean;
  readonly platform: 'linux' | 'darwin' | 'win32';
}

export const minPassphraseLength = 12;

/** In the address of a page that was loaded again because its process had died. */
export const revivedQuery = 'revived';
