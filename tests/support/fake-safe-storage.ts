import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The key that is written in Chromium's source, as far as it matters here: everybody has it. */
const everybodysKey = Buffer.alloc(32, 'peanuts');

/**
 * The system's keychain as Electron's `safeStorage` shows it, by both of its sets of calls (electron.d.ts): what is
 * encrypted begins with `v10` or `v11`; on Linux `v10` stands for a key that everybody has, elsewhere for the real one.
 */
export class FakeSafeStorage {
  platform: NodeJS.Platform = 'linux';
  backend = 'gnome_libsecret';
  /** What is written begins with this on Linux. */
  prefix: 'v10' | 'v11' = 'v11';
  key: Buffer = randomBytes(32);
  reachable = true;
  /** Every call throws or rejects, also the ones that only ask. */
  broken = false;
  /** Decrypts to something else: there are backends that cannot tell a wrong key from a right one. */
  garbles = false;
  /** The key was rotated: the asynchronous calls ask for what they decrypt to be encrypted anew. */
  wantsAgain = false;

  /** No store is found: the key that everybody has is used. */
  withoutStore(backend: 'basic_text' | 'unknown'): void {
    this.backend = backend;
    this.prefix = 'v10';
  }

  /** Somebody emptied the store, and it made a new key. */
  emptied(): void {
    this.key = randomBytes(32);
  }

  /** As up to Electron 45. */
  synchronous() {
    return {
      isEncryptionAvailable: () => this.#works() && this.reachable,
      encryptString: (text: string) => this.encrypt(text),
      decryptString: (encrypted: Buffer) => this.decrypt(encrypted),
      getSelectedStorageBackend: () => this.#named(),
    };
  }

  /** As from Electron 42 on. */
  asynchronous() {
    return {
      isAsyncEncryptionAvailable: async () => this.#works() && this.reachable,
      encryptStringAsync: async (text: string) => this.encrypt(text),
      decryptStringAsync: async (encrypted: Buffer) => ({
        result: this.decrypt(encrypted),
        shouldReEncrypt: this.wantsAgain,
      }),
      getSelectedStorageBackend: () => this.#named(),
    };
  }

  encrypt(text: string): Buffer {
    this.#reached();
    const prefix = this.platform === 'linux' ? this.prefix : 'v10';
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keyOf(prefix), nonce);
    const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from(prefix), nonce, cipher.getAuthTag(), encrypted]);
  }

  decrypt(encrypted: Buffer): string {
    this.#reached();
    const prefix = encrypted.toString('latin1', 0, 3);
    if (prefix !== 'v10' && prefix !== 'v11') throw new Error('Ciphertext does not appear to be encrypted.');
    const decipher = createDecipheriv('aes-256-gcm', this.#keyOf(prefix), encrypted.subarray(3, 15), { authTagLength: 16 });
    decipher.setAuthTag(encrypted.subarray(15, 31));
    const text = Buffer.concat([decipher.update(encrypted.subarray(31)), decipher.final()]).toString('utf8');
    return this.garbles ? 'Z2FyYmxlZA==' : text;
  }

  #keyOf(prefix: 'v10' | 'v11'): Buffer {
    return prefix === 'v10' && this.platform === 'linux' ? everybodysKey : this.key;
  }

  #works(): boolean {
    if (this.broken) throw new Error('The system does not answer.');
    return true;
  }

  #reached(): void {
    this.#works();
    if (!this.reachable) throw new Error('Encryption is not available.');
  }

  #named(): string {
    this.#works();
    return this.backend;
  }
}
