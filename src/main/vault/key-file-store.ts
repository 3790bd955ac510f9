import { writeTroubleOf } from '../system/files.ts';
import type { Files } from '../system/files.ts';
import type { Keychain } from '../system/keychain-port.ts';
import { isKeyOf, parseKeyFile, writeKeyFile } from './key-file.ts';
import type { KeyFile, StoredKeyFile } from './key-file.ts';
import { isSame, opensTo } from './keychain-wrap.ts';
import { unwrapWithPassphrase } from './passphrase-wrap.ts';

export type Stored =
  | 'stored'
  /** The new file is in place, but the disk did not confirm it: a loss of power may bring the former one back. */
  | 'not-confirmed'
  | 'disk-full'
  | 'profile-not-writable'
  | 'profile-not-readable'
  | 'not-opened'
  /** A key file that leads to another key, or to none, came there meanwhile: it stays. */
  | 'another-is-there';

type Read = StoredKeyFile | { readonly kind: 'missing' | 'out-of-reach' };

export interface KeyFileStore {
  /** `out-of-reach`: the disk does not give it now, so nothing is known of what is in it. */
  read(): Read;
  /**
   * Writes the key file beside the one that is there, reads it back, opens what is new in it, and only then puts it in
   * place: nothing that does not lead to this key ever replaces anything, whenever the app ends, and nothing is replaced
   * that leads to another one. With any answer but `stored` and `not-confirmed` nothing was replaced, and nothing is
   * left over.
   */
  store(keyFile: KeyFile, key: Buffer, passphrase?: string): Promise<Stored>;
  /** Makes it durable that the key file is there; false where the disk does not confirm it. */
  confirm(): boolean;
}

export function createKeyFileStore(path: string, files: Files, keychain: Keychain): KeyFileStore {
  function read(at = path): Read {
    try {
      const bytes = files.read(at);
      return bytes === null ? ({ kind: 'missing' } as const) : parseKeyFile(bytes);
    } catch {
      return { kind: 'out-of-reach' } as const;
    }
  }

  async function store(keyFile: KeyFile, key: Buffer, passphrase?: string): Promise<Stored> {
    const before = read();
    // What cannot be seen may hold a wrap that still opens something.
    if (before.kind === 'out-of-reach') return 'profile-not-readable';
    if (isAnothers(before, key)) return 'another-is-there';
    const bytes = writeKeyFile(keyFile);
    let aside: string | null = null;
    try {
      aside = files.writeAside(path, bytes);
      if (!(await leadsTo(read(aside), before, key, passphrase))) return 'not-opened';
      // Opening it took its time: somebody may have put a file back.
      if (isAnothers(read(), key)) return 'another-is-there';
      files.putInPlace(aside, path);
      return 'stored';
    } catch (error) {
      // The rename may have been done and its folder not synced: what stands now is what counts now.
      if (stands(bytes)) return 'not-confirmed';
      return writeTroubleOf(error) === 'disk-full' ? 'disk-full' : 'profile-not-writable';
    } finally {
      if (aside !== null) drop(aside);
    }
  }

  function isAnothers(found: Read, key: Buffer): boolean {
    return found.kind === 'key-file' ? !isKeyOf(found.keyFile, key) : found.kind !== 'missing';
  }

  /** Each wrap that is new opens to this key, and one that does not open today is not the only one. */
  async function leadsTo(stored: Read, before: Read, key: Buffer, passphrase?: string): Promise<boolean> {
    if (stored.kind !== 'key-file' || !isKeyOf(stored.keyFile, key)) return false;
    const { keychainWrap, passphraseWrap } = stored.keyFile;
    if (keychainWrap !== null && !(await opensTo(keychain, keychainWrap, key))) {
      const kept = before.kind === 'key-file' ? before.keyFile.keychainWrap : null;
      if (kept?.ciphertext !== keychainWrap.ciphertext || passphraseWrap === null) return false;
    }
    if (passphrase === undefined) return true;
    const opened = passphraseWrap === null ? null : await unwrapWithPassphrase(passphraseWrap, passphrase);
    return opened !== null && isSame(opened, key);
  }

  function stands(bytes: Buffer): boolean {
    try {
      return files.read(path)?.equals(bytes) ?? false;
    } catch {
      return false;
    }
  }

  function drop(aside: string): void {
    try {
      files.dropAside(aside);
    } catch {
      // It holds wraps only, and the next write takes its place.
    }
  }

  function confirm(): boolean {
    try {
      files.confirm(path);
      return true;
    } catch {
      return false;
    }
  }

  return { read: () => read(), store, confirm };
}
