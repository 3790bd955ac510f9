import type { Protection, StartTrouble } from '../../shared/app-state.ts';
import type { ProtectionChange } from './protection-changes.ts';

export type VaultAnswer =
  /** The vault keeps this very buffer and zeroes it at `lock()`: use it before anything is awaited, do not store it. */
  | { readonly kind: 'unlocked'; readonly dataKey: Buffer; readonly protection: Protection }
  /** The keychain gives no real protection here, and there is no passphrase yet. */
  | { readonly kind: 'choose-passphrase'; readonly backend: string }
  /** `keychainToo`: a keychain wrap is there as well, but it did not open. */
  | { readonly kind: 'locked'; readonly keychainToo: boolean }
  | { readonly kind: 'trouble'; readonly trouble: StartTrouble };

export interface Vault {
  /** Opens with the keychain, or makes the data key at the very first start. May wait for the keychain. */
  open(): Promise<VaultAnswer>;
  /** Takes some tenths of a second, right or wrong. */
  unlock(passphrase: string): Promise<VaultAnswer | { readonly kind: 'wrong-passphrase' }>;
  /** Possible after `open()` answered `choose-passphrase`; otherwise it answers as `open()` does. */
  choosePassphrase(passphrase: string): Promise<VaultAnswer | { readonly kind: 'weak-passphrase' }>;
  /**
   * What protects the key now, the keychain asked whether it opens it: that may take as long as the person takes. Null
   * where the key file cannot be read.
   */
  protection(): Promise<Protection | null>;
  /** Which wraps there are, and nothing about whether they open; null where the key file cannot be read. */
  wraps(): Wraps | null;
  /** The key while it is in hand: after an `unlocked` and until `lock()`. */
  inHand(): Extract<VaultAnswer, { readonly kind: 'unlocked' }> | null;
  /** Sets the passphrase, or another one. `current` is asked for where there is one already. */
  setPassphrase(next: string, current: string | null): Promise<ProtectionChange>;
  /** Takes the passphrase away, where the keychain opens the key. */
  removePassphrase(current: string): Promise<ProtectionChange>;
  /** Adds the keychain to the passphrase. */
  addKeychain(passphrase: string): Promise<ProtectionChange>;
  /** Takes the keychain away, where the passphrase opens the key. */
  removeKeychain(passphrase: string): Promise<ProtectionChange>;
  /**
   * Forgets the data key, at once and whatever is under way: that works with a key of its own to its end, and then an
   * open or an unlock answers `locked`.
   */
  lock(): void;
}

export interface Wraps {
  readonly keychain: boolean;
  readonly passphrase: boolean;
}
