import type { SecretValue } from '../../shared/secret-value.ts';

const quote = 0x22;
const backslash = 0x5c;
const hexDigits = new TextEncoder().encode('0123456789abcdef');
const encoder = new TextEncoder();

/** The control characters that JSON has a short escape for: byte → letter. */
const shortEscapes = new Map([
  [0x08, 0x62],
  [0x09, 0x74],
  [0x0a, 0x6e],
  [0x0c, 0x66],
  [0x0d, 0x72],
]);

/**
 * The body of a request that carries a value: `{"name":…,"value":…}`, or the value alone. The value goes from its
 * UTF-8 bytes straight into the body's bytes: no JavaScript string of it is made, because those cannot be erased.
 */
export function secretBody(name: string | null, value: SecretValue): Uint8Array {
  const bytes = value.exposeSecretBytes();
  const head = encoder.encode(headText(name));
  const body = new Uint8Array(head.length + escapedLength(bytes) + 2);
  body.set(head);
  const end = writeEscaped(bytes, body, head.length);
  body[end] = quote;
  body[end + 1] = 0x7d;
  return body;
}

/** How many bytes that body will have, for its time-out, without building it. */
export function secretBodyLength(name: string | null, value: SecretValue): number {
  return encoder.encode(headText(name)).length + escapedLength(value.exposeSecretBytes()) + 2;
}

function headText(name: string | null): string {
  return name === null ? '{"value":"' : `{"name":${JSON.stringify(name)},"value":"`;
}

function escapedLength(bytes: Uint8Array): number {
  let length = bytes.length;
  for (const byte of bytes) {
    if (byte === quote || byte === backslash) length += 1;
    else if (byte < 0x20) length += shortEscapes.has(byte) ? 1 : 5;
  }
  return length;
}

/** Writes the inside of a JSON string. Bytes of 0x20 and above stay as they are: JSON is UTF-8 (RFC 8259 §8.1). */
function writeEscaped(bytes: Uint8Array, into: Uint8Array, start: number): number {
  let at = start;
  for (const byte of bytes) {
    if (byte === quote || byte === backslash) {
      into[at++] = backslash;
      into[at++] = byte;
    } else if (byte < 0x20) {
      at = writeControl(byte, into, at);
    } else {
      into[at++] = byte;
    }
  }
  return at;
}

function writeControl(byte: number, into: Uint8Array, start: number): number {
  const short = shortEscapes.get(byte);
  into[start] = backslash;
  if (short !== undefined) {
    into[start + 1] = short;
    return start + 2;
  }
  into.set([0x75, 0x30, 0x30, hexDigits[byte >> 4] ?? 0, hexDigits[byte & 15] ?? 0], start + 1);
  return start + 6;
}
