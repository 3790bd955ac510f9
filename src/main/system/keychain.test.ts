import { beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeSafeStorage } from '../../../tests/support/fake-safe-storage.ts';
import { createKeychain } from './keychain.ts';
import type { Keychain } from './keychain-port.ts';

const electron = vi.hoisted(() => ({ safeStorage: {} as object }));
vi.mock('electron', () => ({
  get safeStorage() {
    return electron.safeStorage;
  },
}));

/** Every byte there is, and some that are no UTF-8: the store takes text, the port takes bytes. */
const content = Uint8Array.from({ length: 300 }, (_, at) => at % 256);

let system: FakeSafeStorage;

beforeEach(() => {
  system = new FakeSafeStorage();
});

describe.each(['asynchronous', 'synchronous'] as const)('the keychain over the %s calls', (calls) => {
  const keychainOn = (platform: NodeJS.Platform): Keychain => {
    electron.safeStorage = calls === 'asynchronous' ? system.asynchronous() : system.synchronous();
    return createKeychain(platform);
  };
  const wrapped = async (keychain: Keychain): Promise<Uint8Array> => {
    const wrap = await keychain.wrap(content);
    if (wrap === null) throw new Error('The keychain did not wrap.');
    return wrap;
  };

  test.each([
    ['linux', 'gnome_libsecret'],
    ['darwin', 'keychain'],
    ['win32', 'dpapi'],
  ] as const)('protects on %s, and says by what', async (platform, backend) => {
    system.platform = platform;
    expect(await keychainOn(platform).look()).toEqual({ kind: 'protects', backend });
  });

  test('gives back what it wrapped, byte for byte, and wraps the same differently each time', async () => {
    const keychain = keychainOn('linux');
    const first = await wrapped(keychain);
    expect(await wrapped(keychain)).not.toEqual(first);
    const opened = await keychain.unwrap(first);
    expect(opened).toMatchObject({ kind: 'opened', protected: true, wrapAgain: false });
    expect(opened.kind === 'opened' && Uint8Array.from(opened.content)).toEqual(content);
  });

  test('shows no byte of what it wrapped', async () => {
    const wrap = Buffer.from(await wrapped(keychainOn('linux')));
    expect(wrap.includes(Buffer.from(content).toString('base64').slice(0, 12))).toBe(false);
    expect(wrap.includes(Buffer.from(content.subarray(32, 64)))).toBe(false);
  });

  test('opens an empty content as an empty content', async () => {
    const keychain = keychainOn('linux');
    const wrap = await keychain.wrap(new Uint8Array());
    expect(await keychain.unwrap(wrap ?? new Uint8Array())).toMatchObject({ kind: 'opened', content: Buffer.alloc(0) });
  });

  test.each(['basic_text', 'unknown'] as const)('is no protection on Linux where all there is is %s', async (backend) => {
    system.withoutStore(backend);
    const keychain = keychainOn('linux');
    expect(await keychain.look()).toEqual({ kind: 'no-protection', backend });
    expect(await keychain.wrap(content)).toBeNull();
  });

  test('is no protection on Linux where what it writes begins with v10, whatever the backend is called', async () => {
    system.prefix = 'v10';
    const keychain = keychainOn('linux');
    expect(await keychain.look()).toEqual({ kind: 'no-protection', backend: 'gnome_libsecret' });
    expect(await keychain.wrap(content)).toBeNull();
  });

  test.each(['darwin', 'win32'] as const)('takes v10 for the real thing on %s', async (platform) => {
    system.platform = platform;
    const keychain = keychainOn(platform);
    const wrap = await wrapped(keychain);
    expect(Buffer.from(wrap).toString('latin1', 0, 3)).toBe('v10');
    expect(await keychain.unwrap(wrap)).toMatchObject({ kind: 'opened', protected: true });
  });

  test('opens on Linux what was written without protection, and says that it has none', async () => {
    system.prefix = 'v10';
    const keychain = keychainOn('linux');
    const worthless = system.encrypt(Buffer.from(content).toString('base64'));
    expect(await keychain.unwrap(worthless)).toMatchObject({ kind: 'opened', protected: false });
  });

  test('does not open what another store wrapped, and opens it again when that store is back', async () => {
    const keychain = keychainOn('linux');
    const wrap = await wrapped(keychain);
    const key = system.key;
    system.emptied();
    expect(await keychain.unwrap(wrap)).toEqual({ kind: 'not-opened' });
    expect(await keychain.look(), 'the new one works all the same').toMatchObject({ kind: 'protects' });
    system.key = key;
    expect(await keychain.unwrap(wrap)).toMatchObject({ kind: 'opened' });
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no more than a prefix', Buffer.from('v11')],
    ['something else', Buffer.from('not from any keychain, and long enough to be taken for it')],
  ])('does not open %s', async (_, bytes) => {
    expect(await keychainOn('linux').unwrap(bytes)).toEqual({ kind: 'not-opened' });
  });

  test('does not open what was changed by one bit', async () => {
    const keychain = keychainOn('linux');
    const wrap = Buffer.from(await wrapped(keychain));
    wrap[wrap.length - 1] = (wrap.at(-1) ?? 0) ^ 1;
    expect(await keychain.unwrap(wrap)).toEqual({ kind: 'not-opened' });
  });

  test('that cannot be reached wraps nothing, opens nothing and is no protection; reached again, it does', async () => {
    const keychain = keychainOn('linux');
    const wrap = await wrapped(keychain);
    system.reachable = false;
    expect(await keychain.look()).toEqual({ kind: 'no-protection', backend: 'gnome_libsecret' });
    expect(await keychain.wrap(content)).toBeNull();
    expect(await keychain.unwrap(wrap)).toEqual({ kind: 'not-opened' });
    system.reachable = true;
    expect(await keychain.look()).toMatchObject({ kind: 'protects' });
    expect(await keychain.unwrap(wrap)).toMatchObject({ kind: 'opened' });
  });

  test('throws nothing where every call of the system throws', async () => {
    const keychain = keychainOn('linux');
    const wrap = await wrapped(keychain);
    system.broken = true;
    expect(await keychain.look()).toEqual({ kind: 'no-protection', backend: 'unknown' });
    expect(await keychain.wrap(content)).toBeNull();
    expect(await keychain.unwrap(wrap)).toEqual({ kind: 'not-opened' });
  });

  test('is no protection where it opens something else than it wrapped', async () => {
    system.garbles = true;
    expect(await keychainOn('linux').look()).toMatchObject({ kind: 'no-protection' });
  });
});

describe('where the two roads differ', () => {
  test('the asynchronous calls ask for a new wrap when the key was changed, and give the content still', async () => {
    electron.safeStorage = system.asynchronous();
    const keychain = createKeychain('linux');
    const wrap = await keychain.wrap(content);
    system.wantsAgain = true;
    const opened = await keychain.unwrap(wrap ?? new Uint8Array());
    expect(opened).toMatchObject({ kind: 'opened', protected: true, wrapAgain: true });
    expect(opened.kind === 'opened' && Uint8Array.from(opened.content)).toEqual(content);
  });

  test('the asynchronous calls find a store whatever the desktop is called: what they write decides', async () => {
    system.backend = 'basic_text';
    electron.safeStorage = system.asynchronous();
    expect(await createKeychain('linux').look()).toEqual({ kind: 'protects', backend: 'basic_text' });
  });

  test('the asynchronous calls are taken where both are there', async () => {
    const synchronous = system.synchronous();
    const encryptString = vi.spyOn(synchronous, 'encryptString');
    electron.safeStorage = { ...synchronous, ...system.asynchronous() };
    expect(await createKeychain('linux').look()).toMatchObject({ kind: 'protects' });
    expect(encryptString).not.toHaveBeenCalled();
  });

  test('what the synchronous calls wrapped is opened by the asynchronous ones: an update of the app loses no key', async () => {
    electron.safeStorage = system.synchronous();
    const wrap = await createKeychain('linux').wrap(content);
    electron.safeStorage = system.asynchronous();
    expect(await createKeychain('linux').unwrap(wrap ?? new Uint8Array())).toMatchObject({ kind: 'opened', protected: true });
  });
});
