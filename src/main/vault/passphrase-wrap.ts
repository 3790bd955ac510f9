import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';

// scrypt at N = 2^17, r = 8, p = 1 is OWASP's recommendation (Password Storage Cheat Sheet): 128 MiB and some
// tenths of a second for each guess. The parameters stand in the file, so that they can grow.
const cost = { n: 2 ** 17, r: 8, p: 1 } as const;

/** A hostile file must not make the app allocate without bound: scrypt takes 128 · N · r bytes. */
const mostMemory = 2 ** 30;

const keyLength = 32;
const nonceLength = 12;
const label = Buffer.from('kelvin-secrets passphrase wrap 1');

const base64 = (bytes: number) =>
  z.string().refine((text) => Buffer.from(text, 'base64').length === bytes, 'of another length');

export const storedPassphraseWrap = z
  .strictObject({
    /** When it was made, wall clock ms. */
    since: z.int().nonnegative(),
    kdf: z.literal('scrypt'),
    n: z.int().min(2 ** 14).refine((n) => Number.isInteger(Math.log2(n)), 'no power of two'),
    r: z.int().min(1).max(64),
    p: z.int().min(1).max(16),
    salt: base64(16),
    cipher: z.literal('aes-256-gcm'),
    nonce: base64(nonceLength),
    ciphertext: base64(keyLength),
    tag: base64(16),
  })
  .refine(({ n, r }) => 128 * n * r <= mostMemory, 'needs too much memory');

export type PassphraseWrap = z.infer<typeof storedPassphraseWrap>;

/** Wraps a data key so that only the passphrase opens it. */
export async function wrapWithPassphrase(
  dataKey: Uint8Array,
  passphrase: string,
  now: number,
): Promise<PassphraseWrap> {
  const salt = randomBytes(16);
  const nonce = randomBytes(nonceLength);
  const key = await stretch(passphrase, salt, cost);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(label);
  const ciphertext = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  key.fill(0);
  return {
    since: now,
    kdf: 'scrypt',
    ...cost,
    salt: salt.toString('base64'),
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('base64'),
    ciphertext: ciphertext.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
}

/** The data key, or null: this is not the passphrase (or the wrap was altered, which looks the same). */
export async function unwrapWithPassphrase(wrap: PassphraseWrap, passphrase: string): Promise<Buffer | null> {
  const key = await stretch(passphrase, Buffer.from(wrap.salt, 'base64'), wrap);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(wrap.nonce, 'base64')).setAAD(label);
  decipher.setAuthTag(Buffer.from(wrap.tag, 'base64'));
  const dataKey = decipher.update(Buffer.from(wrap.ciphertext, 'base64'));
  key.fill(0);
  try {
    decipher.final();
    return dataKey;
  } catch {
    dataKey.fill(0);
    return null;
  }
}

/** Off the main thread: it takes long on purpose. */
function stretch(passphrase: string, salt: Buffer, { n, r, p }: { n: number; r: number; p: number }): Promise<Buffer> {
  // The same passphrase can be typed as different code points on different keyboards and systems.
  const typed = Buffer.from(passphrase.normalize('NFC'));
  return new Promise((resolve, reject) => {
    scrypt(typed, salt, keyLength, { N: n, r, p, maxmem: 256 * n * r }, (error, key) => {
      typed.fill(0);
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
