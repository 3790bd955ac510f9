import type { KeychainState, Protection, ProtectionRefusal } from '../../shared/app-state.ts';
import type { Keychain } from '../system/keychain-port.ts';
import { isKeyOf, type KeyFile } from './key-file.ts';
import type { KeyFileStore, Stored } from './key-file-store.ts';
import type { KeyInHand } from './key-in-hand.ts';
import { unwrapWithKeychain, wrapWithKeychain } from './keychain-wrap.ts';
import { isStrongEnough } from './passphrase.ts';
import { unwrapWithPassphrase, wrapWithPassphrase } from './passphrase-wrap.ts';
import type { takingTurns } from './turns.ts';

export type ProtectionChange = 'changed' | ProtectionRefusal;

/** When each wrap was last asked to open the key, wall clock ms; null: not since the app was started. */
export interface Checks {
  keychain: { at: number; state: KeychainState } | null;
  passphrase: number | null;
}

/** What a key file says of its own protection, and what is known of each wrap. */
export function protectionOf(
  { keychainWrap, passphraseWrap }: Pick<KeyFile, 'keychainWrap' | 'passphraseWrap'>,
  checks: Checks,
): Protection {
  const keychain = checks.keychain ?? { at: null, state: 'silent' };
  return {
    keychain:
      keychainWrap === null
        ? null
        : { backend: keychainWrap.backend, since: keychainWrap.since, state: keychain.state, checkedAt: keychain.at },
    passphrase: passphraseWrap === null ? null : { since: passphraseWrap.since, checkedAt: checks.passphrase },
  };
}

/**
 * Changes what wraps the data key. Each change opens the key anew, by what the person gives or by the keychain, works
 * with a key of its own, and forgets it again; a first passphrase can also be set with the key in hand, when the
 * keychain does not open it any more. The new file is written durably and seen to open before it replaces the old one;
 * the last wrap is never taken away; what is refused alters nothing.
 */
export function createProtectionChanges(ports: {
  readonly store: KeyFileStore;
  readonly keychain: Keychain;
  readonly inTurn: ReturnType<typeof takingTurns>;
  readonly now: () => number;
  readonly inHand: Pick<KeyInHand, 'copy'>;
  readonly checks: Checks;
}) {
  const { store, keychain, inTurn, now, inHand, checks } = ports;

  const fileNow = (): KeyFile | null => {
    const stored = store.read();
    return stored.kind === 'key-file' ? stored.keyFile : null;
  };

  const byPassphrase = async (keyFile: KeyFile, passphrase: string): Promise<Buffer | null> => {
    const key = keyFile.passphraseWrap === null ? null : await unwrapWithPassphrase(keyFile.passphraseWrap, passphrase);
    if (key === null || !isKeyOf(keyFile, key)) return null;
    checks.passphrase = now();
    return key;
  };
  const byKeychain = async (keyFile: KeyFile): Promise<Buffer | null> => {
    const opened = await unwrapWithKeychain(keychain, keyFile);
    checks.keychain = { at: now(), state: stateOf(opened) };
    if (opened.kind === 'opened' && opened.state !== 'worthless') return opened.dataKey;
    if (opened.kind === 'opened') opened.dataKey.fill(0);
    return null;
  };
  /** Copied before anything is awaited: a lock meanwhile zeroes the one in hand. */
  const byHand = (keyFile: KeyFile): Buffer | null => {
    const key = inHand.copy();
    if (key === null || isKeyOf(keyFile, key)) return key;
    key.fill(0);
    return null;
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
        if (stored === 'stored' || stored === 'not-confirmed') {
          if (passphrase !== undefined) checks.passphrase = now();
          if (next.keychainWrap !== keyFile.keychainWrap) checks.keychain = { at: now(), state: 'opens' };
        }
        return outcomes[stored];
      } finally {
        key.fill(0);
      }
    });

  return {
    protection: (): Promise<Protection | null> =>
      inTurn(async () => {
        const keyFile = fileNow();
        if (keyFile === null) return null;
        if (keyFile.keychainWrap !== null) (await byKeychain(keyFile))?.fill(0);
        return protectionOf(keyFile, checks);
      }),

    wraps() {
      const keyFile = fileNow();
      if (keyFile === null) return null;
      return { keychain: keyFile.keychainWrap !== null, passphrase: keyFile.passphraseWrap !== null };
    },

    setPassphrase: (next: string, current: string | null): Promise<ProtectionChange> =>
      isStrongEnough(next)
        ? change(
            async (keyFile) =>
              keyFile.passphraseWrap === null
                ? (byHand(keyFile) ?? (await byKeychain(keyFile)) ?? 'keychain-no-protection')
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

/** Whether a keychain wrap opens the key, as it was found. */
export function stateOf(opened: Awaited<ReturnType<typeof unwrapWithKeychain>>): KeychainState {
  if (opened.kind === 'not-opened') return 'silent';
  return opened.state === 'worthless' ? 'worthless' : 'opens';
}

const outcomes: Readonly<Record<Stored, ProtectionChange>> = {
  stored: 'changed',
  'not-confirmed': 'change-not-confirmed',
  'not-opened': 'keychain-no-protection',
  'disk-full': 'disk-full',
  'profile-not-writable': 'profile-not-writable',
  // To the person the file that cannot be read back is the same trouble as one that cannot be written.
  'profile-not-readable': 'profile-not-writable',
  // Nothing is changed in a file that this app did not open: the next start tells whose it is.
  'another-is-there': 'profile-not-writable',
};
