import { timingSafeEqual } from 'node:crypto';
import type { Keychain } from '../system/keychain-port.ts';
import { isKeyOf } from './key-file.ts';
import type { KeyFile } from './key-file.ts';

type KeychainWrap = NonNullable<KeyFile['keychainWrap']>;

/** A keychain wrap of this key that was already seen to open again, or null where the keychain is no protection. */
export async function wrapWithKeychain(keychain: Keychain, key: Buffer, now: number): Promise<KeychainWrap | null> {
  const { kind, backend } = await keychain.look();
  const wrapped = kind === 'protects' ? await keychain.wrap(key) : null;
  if (wrapped === null) return null;
  const wrap = { backend, since: now, ciphertext: Buffer.from(wrapped).toString('base64') };
  return (await opensTo(keychain, wrap, key)) ? wrap : null;
}

export type OpenedWrap =
  | { readonly kind: 'opened'; readonly dataKey: Buffer; readonly state: 'good' | 'ageing' | 'worthless' }
  | { readonly kind: 'not-opened' };

/**
 * Opens the keychain wrap of a key file. `ageing`: the keychain asks for a new one; `worthless`: it opened,
 * but so it would for anybody.
 */
export async function unwrapWithKeychain(keychain: Keychain, keyFile: KeyFile): Promise<OpenedWrap> {
  if (keyFile.keychainWrap === null) return { kind: 'not-opened' };
  const opened = await keychain.unwrap(Buffer.from(keyFile.keychainWrap.ciphertext, 'base64'));
  if (opened.kind === 'not-opened' || !isKeyOf(keyFile, opened.content)) return { kind: 'not-opened' };
  const state = !opened.protected ? 'worthless' : opened.wrapAgain ? 'ageing' : 'good';
  return { kind: 'opened', dataKey: Buffer.from(opened.content), state };
}

export async function opensTo(keychain: Keychain, wrap: KeychainWrap, key: Buffer): Promise<boolean> {
  const opened = await keychain.unwrap(Buffer.from(wrap.ciphertext, 'base64'));
  return opened.kind === 'opened' && isSame(opened.content, key);
}

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
