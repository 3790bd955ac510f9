const words = '[secret value]';

/**
 * The only home of a secret value outside the dialog. Whatever prints, joins or serialises it gets the words
 * `[secret value]`; the bytes come out through one method whose name looks as dangerous as it is.
 * The bytes are UTF-8 and never altered: keys need their last newline.
 */
export class SecretValue {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Length in bytes. */
  get length(): number {
    return this.#bytes.length;
  }

  /** The bytes themselves, for the outbox's row and the request's body alone. Not a copy. */
  exposeSecretBytes(): Uint8Array {
    return this.#bytes;
  }

  toString(): string {
    return words;
  }

  toJSON(): string {
    return words;
  }

  [Symbol.toPrimitive](): string {
    return words;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return words;
  }
}
