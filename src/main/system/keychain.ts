import { safeStorage } from 'electron';
import type { Keychain, KeychainState, Unwrapped } from './keychain-port.ts';

/** What Chromium calls a backend that protects nothing: a key that is written in its source. */
const worthless: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

/** On Linux, what begins with this was encrypted with that key, whatever the backend is called. */
const worthlessPrefix = 'v10';

const selfTest = Buffer.from('kelvin-secrets');

/** The operating system's keychain through Electron. The only place that knows `safeStorage`. */
export function createKeychain(platform: NodeJS.Platform = process.platform): Keychain {
  const store = 'encryptStringAsync' in safeStorage ? asynchronous() : synchronous(platform);

  async function wrap(content: Uint8Array): Promise<Uint8Array | null> {
    try {
      const wrapped = await store.encrypt(toText(content));
      return protects(wrapped, platform) ? wrapped : null;
    } catch {
      return null;
    }
  }

  async function unwrap(wrapped: Uint8Array): Promise<Unwrapped> {
    try {
      const { text, wrapAgain } = await store.decrypt(Buffer.from(wrapped));
      const content = Buffer.from(text, 'base64');
      return { kind: 'opened', content, protected: protects(wrapped, platform), wrapAgain };
    } catch {
      return { kind: 'not-opened' };
    }
  }

  async function isAvailable(): Promise<boolean> {
    try {
      return await store.available();
    } catch {
      return false;
    }
  }

  async function look(): Promise<KeychainState> {
    const wrapped = (await isAvailable()) ? await wrap(selfTest) : null;
    const opened = wrapped === null ? null : await unwrap(wrapped);
    const works = opened?.kind === 'opened' && selfTest.equals(opened.content);
    return { kind: works ? 'protects' : 'no-protection', backend: backendName(platform) };
  }

  return { look, wrap, unwrap };
}

/** Whether this can be opened only with the keychain's help. Elsewhere than on Linux, v10 is the real thing. */
function protects(wrapped: Uint8Array, platform: NodeJS.Platform): boolean {
  return platform !== 'linux' || Buffer.from(wrapped.subarray(0, 3)).toString('latin1') !== worthlessPrefix;
}

/** safeStorage takes text. */
function toText(content: Uint8Array): string {
  return Buffer.from(content).toString('base64');
}

function backendName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'keychain';
  if (platform === 'win32') return 'dpapi';
  try {
    return safeStorage.getSelectedStorageBackend();
  } catch {
    return 'unknown';
  }
}

interface Store {
  available(): Promise<boolean>;
  encrypt(text: string): Promise<Buffer>;
  decrypt(wrapped: Buffer): Promise<{ readonly text: string; readonly wrapAgain: boolean }>;
}

/** From Electron 42 on. It finds Linux stores over D-Bus whatever the desktop is called. */
function asynchronous(): Store {
  return {
    available: () => safeStorage.isAsyncEncryptionAvailable(),
    encrypt: (text) => safeStorage.encryptStringAsync(text),
    async decrypt(wrapped) {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(wrapped);
      return { text: result, wrapAgain: shouldReEncrypt };
    },
  };
}

// The calls are deprecated in Electron 45 and gone in 46; they are here for the older stand-in runtime.
function synchronous(platform: NodeJS.Platform): Store {
  return {
    async available() {
      if (platform === 'linux' && worthless.has(safeStorage.getSelectedStorageBackend())) return false;
      return safeStorage.isEncryptionAvailable();
    },
    encrypt: async (text) => safeStorage.encryptString(text),
    decrypt: async (wrapped) => ({ text: safeStorage.decryptString(wrapped), wrapAgain: false }),
  };
}
