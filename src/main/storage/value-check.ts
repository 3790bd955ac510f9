import { createHash, timingSafeEqual } from 'node:crypto';

/** What is kept beside a value to know it by. The whole database is encrypted, so a plain hash tells nobody anything. */
export function valueCheck(value: Uint8Array): Buffer {
  return createHash('sha256').update(value).digest();
}

/** Whether a value that came back from the disk is the one that was put there. */
export function isWhole(value: Uint8Array, check: Uint8Array | null): boolean {
  return check !== null && check.length === 32 && timingSafeEqual(valueCheck(value), check);
}
