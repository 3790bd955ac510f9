import { randomBytes } from 'node:crypto';
import type { Protection, StartTrouble } from '../../shared/app-state.ts';
import type { Files } from '../system/files.ts';
import type { Keychain } from '../system/keychain-port.ts';
import { createKeyFileStore, type Stored } from './key-file-store.ts';
import { isKeyOf, newKeyFile } from './key-file.ts';
import type { KeyFile } from './key-file.ts';
import { unwrapWithKeychain, wrapWithKeychain } from './keychain-wrap.ts';
import { createKeyInHand } from './key-in-hand.ts';
import { isStrongEnough } from './passphrase.ts';
import { createProtectionChanges, protectionOf, stateOf, type Checks } from './protection-changes.ts';
import { unwrapWithPassphrase, wrapWithPassphrase } from './passphrase-wrap.ts';
import { takingTurns } from './turns.ts';
import type { Vault, VaultAnswer } from './vault-port.ts';

const dataKeyLength = 32;

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
  const checks: Checks = { keychain: null, passphrase: null };
  const inHand = createKeyInHand();
  let openedBy: Protection | null = null;
  /** A key that has no protection yet: nothing may be encrypted with it before a passphrase is chosen. */
  let unprotected: Buffer | null = null;
  /** Whether that key is a new one, which opens nothing yet. */
  let isFresh = false;
  /** Counts the locks: what began before one keeps no key after it. */
  let locks = 0;

  async function open(): Promise<VaultAnswer> {
    dropUnprotected();
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
        return isSure() ? openWithKeychain(stored.keyFile) : trouble('profile-not-writable');
    }
  }

  async function begin(): Promise<VaultAnswer> {
    const fresh = randomBytes(dataKeyLength);
    const keychainWrap = await wrapWithKeychain(keychain, fresh, now());
    if (keychainWrap === null) return askForPassphrase(fresh, (await keychain.look()).backend, true);
    const keyFile = { ...newKeyFile(fresh), keychainWrap };
    const stored = await store.store(keyFile, fresh);
    if (stored === 'not-opened') return askForPassphrase(fresh, keychainWrap.backend, true);
    if (stored === 'another-is-there') return open();
    if (stored !== 'stored') return trouble(troubles[stored]);
    checks.keychain = { at: now(), state: 'opens' };
    return unlocked(fresh, keyFile);
  }

  async function openWithKeychain(keyFile: KeyFile): Promise<VaultAnswer> {
    const { keychainWrap, passphraseWrap } = keyFile;
    if (keychainWrap === null) return { kind: 'locked', keychainToo: false };
    const opened = await unwrapWithKeychain(keychain, keyFile);
    checks.keychain = { at: now(), state: stateOf(opened) };
    if (opened.kind === 'opened') {
      if (opened.state === 'good') return unlocked(opened.dataKey, keyFile);
      const repaired = await wrapAnew(keyFile, opened.dataKey);
      if (repaired !== null || opened.state === 'ageing') return unlocked(opened.dataKey, repaired ?? keyFile);
      if (passphraseWrap === null) return askForPassphrase(opened.dataKey, keychainWrap.backend, false);
    }
    return passphraseWrap === null ? trouble('keychain-changed') : { kind: 'locked', keychainToo: true };
  }

  async function unlock(passphrase: string) {
    const stored = store.read();
    if (stored.kind !== 'key-file' || stored.keyFile.passphraseWrap === null) return open();
    const { keyFile } = stored;
    const found = await unwrapWithPassphrase(stored.keyFile.passphraseWrap, passphrase);
    if (found === null || !isKeyOf(keyFile, found)) return { kind: 'wrong-passphrase' } as const;
    if (!isSure()) return trouble('profile-not-writable');
    checks.passphrase = now();
    if (keyFile.keychainWrap === null) return unlocked(found, keyFile);
    return unlocked(found, await repair(keyFile, found));
  }

  /** The keychain did not open the key, or no passphrase would have been asked for: now it can be made to. */
  async function repair(keyFile: KeyFile, key: Buffer): Promise<KeyFile> {
    const opened = await unwrapWithKeychain(keychain, keyFile);
    checks.keychain = { at: now(), state: stateOf(opened) };
    if (opened.kind === 'opened') opened.dataKey.fill(0);
    if (opened.kind === 'opened' && opened.state === 'good') return keyFile;
    const repaired = await wrapAnew(keyFile, key);
    if (repaired !== null) return repaired;
    // One that does not open today may open tomorrow and stays; one that opens for anybody does not.
    if (opened.kind === 'not-opened' || opened.state !== 'worthless') return keyFile;
    const withoutKeychain = { ...keyFile, keychainWrap: null };
    return isInPlace(await store.store(withoutKeychain, key)) ? withoutKeychain : keyFile;
  }

  /** Replaces the keychain wrap; null where that was not possible, and nothing changed. */
  async function wrapAnew(keyFile: KeyFile, key: Buffer): Promise<KeyFile | null> {
    const keychainWrap = await wrapWithKeychain(keychain, key, now());
    if (keychainWrap === null) return null;
    const repaired = { ...keyFile, keychainWrap };
    if (!isInPlace(await store.store(repaired, key))) return null;
    checks.keychain = { at: now(), state: 'opens' };
    return repaired;
  }

  async function choosePassphrase(passphrase: string) {
    if (unprotected === null) return open();
    if (!isStrongEnough(passphrase)) return { kind: 'weak-passphrase' } as const;
    // The person took their time: files may have been put back, and a new key opens none of them.
    if (isFresh && hasDatabase()) return open();
    // A copy: whoever quits meanwhile has the other one zeroed, and zeros would be wrapped for good.
    const chosen = Buffer.from(unprotected);
    const keyFile = { ...newKeyFile(chosen), passphraseWrap: await wrapWithPassphrase(chosen, passphrase, now()) };
    const stored = await store.store(keyFile, chosen, passphrase);
    if (stored !== 'stored') {
      chosen.fill(0);
      if (stored === 'another-is-there') return open();
      return trouble(stored === 'not-opened' ? 'unexpected' : troubles[stored]);
    }
    dropUnprotected();
    checks.passphrase = now();
    return unlocked(chosen, keyFile);
  }

  /** A database is begun only with a key file that the disk has confirmed: without it nobody could open it again. */
  function isSure(): boolean {
    return hasDatabase() || store.confirm();
  }

  function hasDatabase(): boolean {
    return files.size(databaseFile) > 0 || files.size(`${databaseFile}-wal`) > 0;
  }

  function askForPassphrase(key: Buffer, backend: string, fresh: boolean): VaultAnswer {
    unprotected = key;
    isFresh = fresh;
    return { kind: 'choose-passphrase', backend };
  }

  function dropUnprotected(): void {
    unprotected?.fill(0);
    unprotected = null;
  }

  function unlocked(dataKey: Buffer, keyFile: KeyFile): VaultAnswer {
    inHand.keep(dataKey);
    openedBy = protectionOf(keyFile, checks);
    return { kind: 'unlocked', dataKey, protection: openedBy };
  }

  function lock(): void {
    locks += 1;
    inHand.forget();
    dropUnprotected();
  }

  const inTurn = takingTurns();
  const changes = createProtectionChanges({ store, keychain, inTurn, now, inHand, checks });
  /** In turn, and not past a lock. */
  const opening = <T extends { readonly kind: string }>(run: () => Promise<T>): Promise<T | VaultAnswer> =>
    inTurn(async () => {
      const before = locks;
      const answer = await run();
      if (before === locks) return answer;
      lock();
      return { kind: 'locked', keychainToo: changes.wraps()?.keychain ?? false };
    });
  return {
    open: () => opening(open),
    unlock: (passphrase) => opening(() => unlock(passphrase)),
    choosePassphrase: (passphrase) => opening(() => choosePassphrase(passphrase)),
    ...changes,
    inHand() {
      const dataKey = inHand.current();
      return dataKey === null || openedBy === null ? null : { kind: 'unlocked', dataKey, protection: openedBy };
    },
    lock,
  };
}

/** Whether the new file stands, confirmed or not. */
function isInPlace(stored: Stored): boolean {
  return stored === 'stored' || stored === 'not-confirmed';
}

const troubles: Readonly<Record<Exclude<Stored, 'stored' | 'not-opened' | 'another-is-there'>, StartTrouble>> = {
  'disk-full': 'disk-full',
  'profile-not-writable': 'profile-not-writable',
  'profile-not-readable': 'profile-not-readable',
  // What was not confirmed is asked for anew at the next opening, before anything is encrypted.
  'not-confirmed': 'profile-not-writable',
};

function trouble(kind: StartTrouble): VaultAnswer {
  return { kind: 'trouble', trouble: kind };
}
