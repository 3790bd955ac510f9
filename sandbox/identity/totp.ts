import { createHmac, timingSafeEqual } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

export function isBase32(text: string): boolean {
  return /^[A-Z2-7]{16,}$/.test(text);
}

/**
 * The six-digit one-time code of RFC 6238 (SHA-1, 30 s steps) for a base32 secret at a time in milliseconds.
 */
export function oneTimeCode(secret: string, atMs: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / STEP_MS)));
  const digest = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f; // dynamic truncation, RFC 4226 §5.3
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/**
 * Whether a code is the present one or one step beside it (clocks differ). A code may be used again while it
 * is valid: a real Keycloak can forbid that, but then every test would wait half a minute for the next code.
 */
export function isOneTimeCode(secret: string, code: string, atMs: number): boolean {
  if (!/^\d{6}$/.test(code)) return false;
  return [0, -STEP_MS, STEP_MS].some((shift) =>
    timingSafeEqual(Buffer.from(code), Buffer.from(oneTimeCode(secret, atMs + shift))),
  );
}

function decodeBase32(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
