import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

// The SQLCipher 4 file format (https://www.zetetic.net/sqlcipher/design/): pages of 4096 bytes, AES-256-CBC
// with the data key; the first 16 bytes of the file are the salt, in place of SQLite's own first 16; each page
// ends in 16 bytes IV and 64 bytes HMAC-SHA512, which covers the page's ciphertext, the IV and the page's number
// (little-endian). The HMAC's key is PBKDF2-SHA512 with 2 rounds over the data key, salted with the file's
// salt, each byte XOR 0x3a.
export const pageSize = 4096;
export const saltSize = 16;
const ivSize = 16;
const hmacSize = 64;
const hmacSaltMask = 0x3a;
const hmacKeyRounds = 2;
const plainStart = Buffer.from('SQLite format 3\0', 'latin1');

/** What SQLite itself may use of a page, in bytes. */
export const usableSize = pageSize - ivSize - hmacSize;

/** Knows the pages of one database file: those that were written with this key under this salt. */
export interface PageCipher {
  isAuthentic(page: Uint8Array, number: number): boolean;
  /** The usable bytes of an authentic page as SQLite sees them; null for any other. */
  open(page: Uint8Array, number: number): Buffer | null;
}

/** @param salt the first 16 bytes of the file */
export function createPageCipher(dataKey: Uint8Array, salt: Uint8Array): PageCipher {
  const hmacKey = pbkdf2Sync(dataKey, salt.map((byte) => byte ^ hmacSaltMask), hmacKeyRounds, dataKey.length, 'sha512');
  const startOf = (number: number): number => (number === 1 ? saltSize : 0);

  const isAuthentic = (page: Uint8Array, number: number): boolean => {
    const pageNumber = Buffer.alloc(4);
    pageNumber.writeUInt32LE(number);
    const expected = createHmac('sha512', hmacKey)
      .update(page.subarray(startOf(number), pageSize - hmacSize))
      .update(pageNumber)
      .digest();
    return timingSafeEqual(expected, page.subarray(pageSize - hmacSize, pageSize));
  };

  return {
    isAuthentic,
    open(page, number) {
      if (page.length < pageSize || !isAuthentic(page, number)) return null;
      const cipher = createDecipheriv('aes-256-cbc', dataKey, page.subarray(usableSize, usableSize + ivSize));
      cipher.setAutoPadding(false);
      const plain = Buffer.concat([cipher.update(page.subarray(startOf(number), usableSize)), cipher.final()]);
      return number === 1 ? Buffer.concat([plainStart, plain]) : plain;
    },
  };
}

/**
 * Whether any page of an encrypted database file was written with this key. This tells a damaged file (some
 * pages still authenticate) from a file of another key (none does), where SQLite says "not a database" to both.
 */
export function anyPageIsOfKey(file: string, dataKey: Uint8Array): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const pages = Math.floor(fstatSync(descriptor).size / pageSize);
    const page = Buffer.alloc(pageSize);
    let cipher: PageCipher | null = null;
    for (let number = 1; number <= pages; number++) {
      readSync(descriptor, page, 0, pageSize, (number - 1) * pageSize);
      cipher ??= createPageCipher(dataKey, Uint8Array.from(page.subarray(0, saltSize)));
      if (cipher.isAuthentic(page, number)) return true;
    }
    return false;
  } finally {
    closeSync(descriptor);
  }
}
