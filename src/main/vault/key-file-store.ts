import { writeTroubleOf } from '../system/files.ts';
import type { Files } from '../system/files.ts';
import type { Keychain } from '../system/keychain-port.ts';
import { isKeyOf, parseKeyFile, writeKeyFile } from './key-file.ts';
import type { KeyFile, StoredKeyFile } from './key-file.ts';
import { isSame, opensTo } from './keychain-wrap.ts';
import { unwrapWithPassphrase } from './passphrase-wrap.ts';

export type Stored = 'stored' | 'disk-full' | 'profile-not-writable' | 'profile-not-readable' | 'not-opened';

export interface KeyFileStore {
  /** `out-of-reach`: the disk does not give it now, so nothing is known of what is in it. */
  read(): StoredKeyFile | { readonly kind: 'missing' | 'out-of-reach' };
  /**
   * Writes the key file, reads it back, and opens each wrap that can be opened now: before the first secret
   * is accepted it is certain that this file leads to this key. With `not-opened`, what was there stands again.
   */
  store(keyFile: KeyFile, key: Buffer, passphrase?: string): Promise<Stored>;
}

export function createKeyFileStore(path: string, files: Files, keychain: Keychain): KeyFileStore {
  function read() {
    try {
      const bytes = files.read(path);
      return bytes === null ? ({ kind: 'missing' } as const) : parseKeyFile(bytes);
    } catch {
      return { kind: 'out-of-reach' } as const;
    }
  }

  async function store(keyFile: KeyFile, key: Buffer, passphrase?: string): Promise<Stored> {
    const before = read();
    // What cannot be seen could not be put back.
    if (before.kind === 'out-of-reach') return 'profile-not-readable';
    try {
      files.writeDurably(path, writeKeyFile(keyFile));
      if (await leadsTo(read(), key, passphrase)) return 'stored';
      if (before.kind === 'key-file') files.writeDurably(path, writeKeyFile(before.keyFile));
      return 'not-opened';
    } catch (error) {
      return writeTroubleOf(error) === 'disk-full' ? 'disk-full' : 'profile-not-writable';
    }
  }

  async function leadsTo(stored: ReturnType<typeof read>, key: Buffer, passphrase?: string): Promise<boolean> {
    if (stored.kind !== 'key-file' || !isKeyOf(stored.keyFile, key)) return false;
    const { keychainWrap, passphraseWrap } = stored.keyFile;
    if (keychainWrap !== null && !(await opensTo(keychain, keychainWrap, key))) return false;
    if (passphrase === undefined) return true;
    const opened = passphraseWrap === null ? null : await unwrapWithPassphrase(passphraseWrap, passphrase);
    return opened !== null && isSame(opened, key);
  }

  return { read, store };
}
