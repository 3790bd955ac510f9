import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

// The SQLCipher 4 file format (https://www.zetetic.net/sqlcipher/design/): pages of 4096 bytes; the first 16
// bytes of the file are the salt; each page ends in 16 bytes IV and 64 bytes HMAC-SHA512, which covers the
// page's ciphertext, the IV and the page's number (little-endian). The HMAC's key is PBKDF2-SHA512 with 2
// rounds over the data key, salted with the file's salt, each byte XOR 0x3a.
const pageSize = 4096;
const hmacSize = 64;
const saltSize = 16;
const hmacSaltMask = 0x3a;
const hmacKeyRounds = 2;

/**
 * Whether any page of an encrypted database file was written with this key. This tells a damaged file (some
 * pages still authenticate) from a file of another key (none does), where SQLite says "not a database" to both.
 */
export function anyPageIsOfKey(file: string, dataKey: Uint8Array): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const pages = Math.floor(fstatSync(descriptor).size / pageSize);
    const page = Buffer.alloc(pageSize);
    let hmacKey: Buffer | null = null;
    for (let number = 1; number <= pages; number++) {
      readSync(descriptor, page, 0, pageSize, (number - 1) * pageSize);
      hmacKey ??= deriveHmacKey(dataKey, page.subarray(0, saltSize));
      if (isAuthentic(page, number, hmacKey)) return true;
    }
    return false;
  } finally {
    closeSync(descriptor);
  }
}

function deriveHmacKey(dataKey: Uint8Array, salt: Uint8Array): Buffer {
  const hmacSalt = salt.map((byte) => byte ^ hmacSaltMask);
  return pbkdf2Sync(dataKey, hmacSalt, hmacKeyRounds, dataKey.length, 'sha512');
}

function isAuthentic(page: Buffer, number: number, hmacKey: Buffer): boolean {
  const pageNumber = Buffer.alloc(4);
  pageNumber.writeUInt32LE(number);
  const start = number === 1 ? saltSize : 0;
  const expected = createHmac('sha512', hmacKey)
    .update(page.subarray(start, pageSize - hmacSize))
    .update(pageNumber)
    .digest();
  return timingSafeEqual(expected, page.subarray(pageSize - hmacSize));
}
