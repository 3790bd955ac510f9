import type { Protection, ProtectionRefusal } from '../../shared/app-state.ts';
import type { Keychain } from '../system/keychain-port.ts';
import { isKeyOf, type KeyFile } from './key-file.ts';
import type { KeyFileStore, Stored } from './key-file-store.ts';
import { unwrapWithKeychain, wrapWithKeychain } from './keychain-wrap.ts';
import { isStrongEnough } from './passphrase.ts';
import { unwrapWithPassphrase, wrapWithPassphrase } from './passphrase-wrap.ts';
import type { takingTurns } from './turns.ts';

export type ProtectionChange = 'changed' | ProtectionRefusal;

/** What a key file says of its own protection. */
export function protectionOf(
  { keychainWrap, passphraseWrap }: Pick<KeyFile, 'keychainWrap' | 'passphraseWrap'>,
  checkedAt: number,
): Protection {
  return {
    keychain: keychainWrap === null ? null : { backend: keychainWrap.backend, since: keychainWrap.since },
    passphrase: passphraseWrap === null ? null : { since: passphraseWrap.since },
    checkedAt,
  };
}

/**
 * Changes what wraps the data key. The key is not kept while the app runs: each change opens it anew, by what the
 * person gives or by the keychain, and forgets it again. The new file is written durably and seen to open before the
 * change counts; the last wrap is never taken away; what is refused alters nothing.
 */
export function createProtectionChanges(ports: {
  readonly store: KeyFileStore;
  readonly keychain: Keychain;
  readonly inTurn: ReturnType<typeof takingTurns>;
  readonly now: () => number;
  /** When the key was last opened. */
  readonly checked: { at: number };
}) {
  const { store, keychain, inTurn, now, checked } = ports;

  const fileNow = (): KeyFile | null => {
    const stored = store.read();
    return stored.kind === 'key-file' ? stored.keyFile : null;
  };

  const byPassphrase = async (keyFile: KeyFile, passphrase: string): Promise<Buffer | null> => {
    const key = keyFile.passphraseWrap === null ? null : await unwrapWithPassphrase(keyFile.passphraseWrap, passphrase);
    return key !== null && isKeyOf(keyFile, key) ? key : null;
  };
  const byKeychain = async (keyFile: KeyFile): Promise<Buffer | null> => {
    const opened = await unwrapWithKeychain(keychain, keyFile);
    return opened.kind === 'opened' && opened.state !== 'worthless' ? opened.dataKey : null;
  };

  /** Opens the key, lets it be wrapped otherwise, stores that, and forgets the key. */
  const change = (
    open: (keyFile: KeyFile) => Promise<Buffer | ProtectionRefusal>,
    rewrap: (keyFile: KeyFile, key: Buffer) => Promise<KeyFile | ProtectionRefusal>,
    passphrase?: string,
  ): Promise<ProtectionChange> =>
    inTurn(async () => {
      const keyFile = fileNow();
      if (keyFile === null) return 'profile-not-writable';
      const key = await open(keyFile);
      if (typeof key === 'string') return key;
      try {
        const next = await rewrap(keyFile, key);
        if (typeof next === 'string') return next;
        const stored = await store.store(next, key, passphrase);
        if (stored === 'stored') checked.at = now();
        return outcomes[stored];
      } finally {
        key.fill(0);
      }
    });

  return {
    protection(): Protection | null {
      const keyFile = fileNow();
      return keyFile === null ? null : protectionOf(keyFile, checked.at);
    },

    setPassphrase: (next: string, current: string | null): Promise<ProtectionChange> =>
      isStrongEnough(next)
        ? change(
            async (keyFile) =>
              keyFile.passphraseWrap === null
                ? ((await byKeychain(keyFile)) ?? 'keychain-no-protection')
                : ((await byPassphrase(keyFile, current ?? '')) ?? 'wrong-passphrase'),
            async (keyFile, key) => ({ ...keyFile, passphraseWrap: await wrapWithPassphrase(key, next, now()) }),
            next,
          )
        : Promise.resolve('weak-passphrase'),

    removePassphrase: (current: string): Promise<ProtectionChange> =>
      change(
        async (keyFile) => (await byPassphrase(keyFile, current)) ?? 'wrong-passphrase',
        async (keyFile) => {
          if (keyFile.keychainWrap === null) return 'only-protection';
          const key = await byKeychain(keyFile);
          key?.fill(0);
          return key === null ? 'keychain-no-protection' : { ...keyFile, passphraseWrap: null };
        },
      ),

    addKeychain: (passphrase: string): Promise<ProtectionChange> =>
      change(
        async (keyFile) => (await byPassphrase(keyFile, passphrase)) ?? 'wrong-passphrase',
        async (keyFile, key) => {
          const keychainWrap = await wrapWithKeychain(keychain, key, now());
          return keychainWrap === null ? 'keychain-no-protection' : { ...keyFile, keychainWrap };
        },
      ),

    removeKeychain: (passphrase: string): Promise<ProtectionChange> =>
      change(
        async (keyFile) => {
          if (keyFile.passphraseWrap === null) return 'only-protection';
          return (await byPassphrase(keyFile, passphrase)) ?? 'wrong-passphrase';
        },
        (keyFile) => Promise.resolve({ ...keyFile, keychainWrap: null }),
      ),
  };
}

const outcomes: Readonly<Record<Stored, ProtectionChange>> = {
  stored: 'changed',
  'not-opened': 'keychain-no-protection',
  'disk-full': 'disk-full',
  'profile-not-writable': 'profile-not-writable',
  // To the person the file that cannot be read back is the same trouble as one that cannot be written.
  'profile-not-readable': 'profile-not-writable',
};
