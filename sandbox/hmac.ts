import { createHmac } from 'node:crypto';

/**
 * Fingerprints secret values. A bare hash of a password can be guessed, so values are kept as an HMAC-SHA256
 * with a key of 32 random bytes that is made once for a data file (or once for a run without one). Equal
 * values give equal fingerprints within one data file, and only there.
 */
export class Fingerprint {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** Hex HMAC-SHA256 of the bytes; text is taken as UTF-8. */
  of(value: string | Buffer): string {
    return createHmac('sha256', this.#key).update(value).digest('hex');
  }
}
