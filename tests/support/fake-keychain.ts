import type { Keychain, KeychainState, Unwrapped } from '../../src/main/system/keychain-port.ts';

/**
 * A keychain whose moods a test sets. What it wraps opens only while the same store is behind it, as with a
 * real one; `basic` is Linux's built-in key, which opens for anybody.
 */
export class FakeKeychain implements Keychain {
  backend = 'gnome_libsecret';
  mood: 'works' | 'absent' | 'basic' | 'takes-but-never-opens' | 'answers-garbage' = 'works';
  /** Another number is another store: emptied, another machine, another user. */
  store = 1;
  wantsWrappingAgain = false;
  looks = 0;

  async look(): Promise<KeychainState> {
    this.looks += 1;
    const kind = this.mood === 'absent' || this.mood === 'basic' ? 'no-protection' : 'protects';
    return { kind, backend: this.mood === 'basic' ? 'basic_text' : this.backend };
  }

  async wrap(content: Uint8Array): Promise<Uint8Array | null> {
    if (this.mood === 'absent' || this.mood === 'basic') return null;
    return this.#seal('v11', this.store, content);
  }

  /** As another program or an older version may have left it. */
  wrapWorthlessly(content: Uint8Array): Uint8Array {
    return this.#seal('v10', 0, content);
  }

  async unwrap(wrapped: Uint8Array): Promise<Unwrapped> {
    const prefix = Buffer.from(wrapped.subarray(0, 3)).toString('latin1');
    const content = Buffer.from(wrapped.subarray(4)).map((byte) => byte ^ 0x5a);
    if (prefix === 'v10') return { kind: 'opened', content, protected: false, wrapAgain: false };
    if (this.mood === 'absent' || this.mood === 'basic' || this.mood === 'takes-but-never-opens') {
      return { kind: 'not-opened' };
    }
    if (this.mood === 'answers-garbage') {
      return { kind: 'opened', content: Buffer.alloc(32, 7), protected: true, wrapAgain: false };
    }
    if (wrapped[3] !== this.store) return { kind: 'not-opened' };
    return { kind: 'opened', content, protected: true, wrapAgain: this.wantsWrappingAgain };
  }

  #seal(prefix: string, store: number, content: Uint8Array): Uint8Array {
    return Buffer.concat([Buffer.from(prefix), Buffer.from([store]), content.map((byte) => byte ^ 0x5a)]);
  }
}
