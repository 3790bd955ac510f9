/** What protects the data key on this machine, said as it is. */
export interface Protection {
  /** The OS store's name as Electron gives it (e.g. `gnome_libsecret`, `keychain`, `dpapi`), null when only a passphrase protects. */
  readonly keychainBackend: string | null;
  readonly passphrase: boolean;
}

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
  | { readonly kind: 'locked'; readonly keychainToo: boolean }
  | { readonly kind: 'trouble'; readonly trouble: StartTrouble; readonly setAside: readonly string[]; readonly canStartAfresh: boolean }
  | { readonly kind: 'ready'; readonly protection: Protection };

export interface AppInfo {
  readonly name: string;
  readonly version: string;
  readonly development: boolean;
  readonly platform: 'linux' | 'darwin' | 'win32';
}

export const minPassphraseLength = 12;

/** In the address of a page that was loaded again because its process had died. */
export const revivedQuery = 'revived';
