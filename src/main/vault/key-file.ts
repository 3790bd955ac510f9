import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { storedPassphraseWrap } from './passphrase-wrap.ts';

const format = 1;

const storedKeyFile = z
  .strictObject({
    format: z.literal(format),
    keyCheck: z.string().min(1),
    keychainWrap: z
      .strictObject({ backend: z.string(), since: z.int().nonnegative(), ciphertext: z.base64().min(4) })
      .nullable(),
    passphraseWrap: storedPassphraseWrap.nullable(),
  })
  .refine(({ keychainWrap, passphraseWrap }) => keychainWrap !== null || passphraseWrap !== null, 'no wrap at all');

const anyFormat = z.looseObject({ format: z.int() });

/** The data key, only ever wrapped: what lies in the key file. */
export type KeyFile = z.infer<typeof storedKeyFile>;

export type StoredKeyFile =
  | { readonly kind: 'key-file'; readonly keyFile: KeyFile }
  | { readonly kind: 'newer-version' }
  | { readonly kind: 'unreadable' };

/** Reads what comes from disk. */
export function parseKeyFile(bytes: Uint8Array): StoredKeyFile {
  const json = parseJson(bytes);
  const found = anyFormat.safeParse(json);
  if (found.success && found.data.format > format) return { kind: 'newer-version' };
  const parsed = storedKeyFile.safeParse(json);
  return parsed.success ? { kind: 'key-file', keyFile: parsed.data } : { kind: 'unreadable' };
}

/** Two lines of JSON more than needed: a person who looks at it should see what it is. */
export function writeKeyFile(keyFile: KeyFile): Buffer {
  return Buffer.from(`${JSON.stringify(keyFile, null, 2)}\n`);
}

export function newKeyFile(dataKey: Uint8Array): KeyFile {
  return { format, keyCheck: checkOf(dataKey), keychainWrap: null, passphraseWrap: null };
}

/**
 * Whether this is the key that the file is about. Some keychains answer a wrong key's garbage as if it were
 * right, and so a wrong key and a damaged database are told apart. The check shows nothing of the key: it is
 * an HMAC under 256 random bits.
 */
export function isKeyOf(keyFile: KeyFile, candidate: Uint8Array): boolean {
  const expected = Buffer.from(keyFile.keyCheck, 'base64');
  const actual = Buffer.from(checkOf(candidate), 'base64');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function checkOf(dataKey: Uint8Array): string {
  return createHmac('sha256', dataKey).update('kelvin-secrets key check 1').digest('base64');
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
