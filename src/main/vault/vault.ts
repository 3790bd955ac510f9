import { randomBytes } from 'node:crypto';
import type { Protection, StartTrouble } from '../../shared/app-state.ts';
import type { Files } from '../system/files.ts';
import type { Keychain } from '../system/keychain-port.ts';
import { createKeyFileStore } from './key-file-store.ts';
import { isKeyOf, newKeyFile } from './key-file.ts';
import type { KeyFile } from './key-file.ts';
import { unwrapWithKeychain, wrapWithKeychain } from './keychain-wrap.ts';
import { isStrongEnough } from './passphrase.ts';
import { createProtectionChanges, protectionOf, type ProtectionChange } from './protection-changes.ts';
import { unwrapWithPassphrase, wrapWithPassphrase } from './passphrase-wrap.ts';
import { takingTurns } from './turns.ts';

const dataKeyLength = 32;

export type VaultAnswer =
  /** The vault keeps this very buffer and zeroes it at `lock()`: use it, do not store it. */
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
  /** What protects the key now; null where the key file cannot be read. */
  protection(): Protection | null;
  /** Sets the passphrase, or another one. `current` is asked for where there is one already. */
  setPassphrase(next: string, current: string | null): Promise<ProtectionChange>;
  /** Takes the passphrase away, where the keychain opens the key. */
  removePassphrase(current: string): Promise<ProtectionChange>;
  /** Adds the keychain to the passphrase. */
  addKeychain(passphrase: string): Promise<ProtectionChange>;
  /** Takes the keychain away, where the passphrase opens the key. */
  removeKeychain(passphrase: string): Promise<ProtectionChange>;
  /** Forgets the data key. */
  lock(): void;
}

export interface VaultOptions {
  readonly keyFile: string;
  /** Only to know whether one is there: a key is never made beside a database that has one. */
  readonly databaseFile: string;
  readonly keychain: Keychain;
  readonly files: Files;
  /** Wall clock, ms. */
  readonly now: () => number;
}

/**
 * Keeps the database's data key: 32 random bytes, made once, on disk only wrapped. Each call waits for the
 * one before it. Nothing is ever deleted or replaced that might still open something.
 */
export function createVault({ keyFile: path, databaseFile, keychain, files, now }: VaultOptions): Vault {
  const store = createKeyFileStore(path, files, keychain);
  const checked = { at: now() };
  let dataKey: Buffer | null = null;
  /** A key that has no protection yet: nothing may be encrypted with it before a passphrase is chosen. */
  let unprotected: Buffer | null = null;

  async function open(): Promise<VaultAnswer> {
    const stored = store.read();
    switch (stored.kind) {
      case 'missing':
        return hasDatabase() ? trouble('key-file-missing') : begin();
      case 'unreadable':
        return trouble('key-file-unreadable');
      case 'out-of-reach':
        return trouble('profile-not-readable');
      case 'newer-version':
        return trouble('database-from-newer-version');
      case 'key-file':
        return openWithKeychain(stored.keyFile);
    }
  }

  async function begin(): Promise<VaultAnswer> {
    const fresh = randomBytes(dataKeyLength);
    const keychainWrap = await wrapWithKeychain(keychain, fresh, now());
    if (keychainWrap === null) return askForPassphrase(fresh, (await keychain.look()).backend);
    const keyFile = { ...newKeyFile(fresh), keychainWrap };
    const stored = await store.store(keyFile, fresh);
    if (stored === 'not-opened') return askForPassphrase(fresh, keychainWrap.backend);
    return stored === 'stored' ? unlocked(fresh, keyFile) : trouble(stored);
  }

  async function openWithKeychain(keyFile: KeyFile): Promise<VaultAnswer> {
    const { keychainWrap, passphraseWrap } = keyFile;
    if (keychainWrap === null) return { kind: 'locked', keychainToo: false };
    const opened = await unwrapWithKeychain(keychain, keyFile);
    if (opened.kind === 'opened') {
      if (opened.state === 'good') return unlocked(opened.dataKey, keyFile);
      const repaired = await wrapAnew(keyFile, opened.dataKey);
      if (repaired !== null || opened.state === 'ageing') return unlocked(opened.dataKey, repaired ?? keyFile);
      if (passphraseWrap === null) return askForPassphrase(opened.dataKey, keychainWrap.backend);
    }
    return passphraseWrap === null ? trouble('keychain-changed') : { kind: 'locked', keychainToo: true };
  }

  async function unlock(passphrase: string) {
    const stored = store.read();
    if (stored.kind !== 'key-file' || stored.keyFile.passphraseWrap === null) return open();
    const { keyFile } = stored;
    const found = await unwrapWithPassphrase(stored.keyFile.passphraseWrap, passphrase);
    if (found === null || !isKeyOf(keyFile, found)) return { kind: 'wrong-passphrase' } as const;
    if (keyFile.keychainWrap === null) return unlocked(found, keyFile);
    return unlocked(found, await repair(keyFile, found));
  }

  /** The keychain did not open the key, or no passphrase would have been asked for: now it can be made to. */
  async function repair(keyFile: KeyFile, key: Buffer): Promise<KeyFile> {
    const opened = await unwrapWithKeychain(keychain, keyFile);
    if (opened.kind === 'opened' && opened.state === 'good') return keyFile;
    const repaired = await wrapAnew(keyFile, key);
    if (repaired !== null) return repaired;
    const withoutKeychain = { ...keyFile, keychainWrap: null };
    // One that does not open today may open tomorrow and stays; one that opens for anybody does not.
    if (opened.kind === 'opened' && opened.state === 'worthless') await store.store(withoutKeychain, key);
    return withoutKeychain;
  }

  /** Replaces the keychain wrap; null where that was not possible, and nothing changed. */
  async function wrapAnew(keyFile: KeyFile, key: Buffer): Promise<KeyFile | null> {
    const keychainWrap = await wrapWithKeychain(keychain, key, now());
    if (keychainWrap === null) return null;
    const repaired = { ...keyFile, keychainWrap };
    return (await store.store(repaired, key)) === 'stored' ? repaired : null;
  }

  async function choosePassphrase(passphrase: string) {
    if (unprotected === null) return open();
    if (!isStrongEnough(passphrase)) return { kind: 'weak-passphrase' } as const;
    // A copy: whoever quits meanwhile has the other one zeroed, and zeros would be wrapped for good.
    const chosen = Buffer.from(unprotected);
    const keyFile = { ...newKeyFile(chosen), passphraseWrap: await wrapWithPassphrase(chosen, passphrase, now()) };
    const stored = await store.store(keyFile, chosen, passphrase);
    if (stored !== 'stored') return trouble(stored === 'not-opened' ? 'unexpected' : stored);
    unprotected = null;
    return unlocked(chosen, keyFile);
  }

  function hasDatabase(): boolean {
    return files.size(databaseFile) > 0 || files.size(`${databaseFile}-wal`) > 0;
  }

  function askForPassphrase(key: Buffer, backend: string): VaultAnswer {
    unprotected = key;
    return { kind: 'choose-passphrase', backend };
  }

  function unlocked(key: Buffer, { keychainWrap, passphraseWrap }: KeyFile): VaultAnswer {
    dataKey = key;
    checked.at = now();
    return { kind: 'unlocked', dataKey: key, protection: protectionOf({ keychainWrap, passphraseWrap }, checked.at) };
  }

  const inTurn = takingTurns();
  return {
    open: () => inTurn(open),
    unlock: (passphrase) => inTurn(() => unlock(passphrase)),
    choosePassphrase: (passphrase) => inTurn(() => choosePassphrase(passphrase)),
    ...createProtectionChanges({ store, keychain, inTurn, now, checked }),
    lock() {
      for (const key of [dataKey, unprotected]) key?.fill(0);
      dataKey = null;
      unprotected = null;
    },
  };
}

function trouble(kind: StartTrouble): VaultAnswer {
  return { kind: 'trouble', trouble: kind };
}
