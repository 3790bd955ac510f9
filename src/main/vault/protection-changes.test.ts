import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { FakeKeychain } from '../../../tests/support/fake-keychain.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { systemFiles, type Files } from '../system/files.ts';
import { createVault } from './vault.ts';
import type { Vault } from './vault-port.ts';

const first = 'correct horse battery';
const second = 'staple every door twice';

let folder: string;
let keychain: FakeKeychain;
let now: number;
beforeEach(() => {
  folder = temporaryFolder();
  keychain = new FakeKeychain();
  now = 1_000;
});

const keyFile = (): string => join(folder, 'data-key.json');

function vault(files: Files = systemFiles): Vault {
  return createVault({ keyFile: keyFile(), databaseFile: join(folder, 'secrets.db'), keychain, files, now: () => now });
}

/** The key as the next start finds it. */
async function keyBy(passphrase: string | null): Promise<string | null> {
  const next = vault();
  const answer = passphrase === null ? await next.open() : await next.unlock(passphrase);
  return answer.kind === 'unlocked' ? answer.dataKey.toString('hex') : null;
}

async function byKeychain(): Promise<string> {
  const key = await keyBy(null);
  if (key === null) throw new Error('not made');
  return key;
}

async function byPassphrase(): Promise<string> {
  keychain.mood = 'basic';
  const made = vault();
  await made.open();
  const answer = await made.choosePassphrase(first);
  if (answer.kind !== 'unlocked') throw new Error(answer.kind);
  return answer.dataKey.toString('hex');
}

describe('a passphrase beside the keychain', () => {
  test('opens the same key when the keychain does not any more, and repairs it', async () => {
    const key = await byKeychain();
    now = 2_000;
    expect(await vault().setPassphrase(first, null)).toBe('changed');
    expect(await vault().protection()).toMatchObject({ keychain: { since: 1_000 }, passphrase: { since: 2_000 } });
    expect(await keyBy(null)).toBe(key);
    keychain.store = 2;
    expect((await vault().open()).kind).toBe('locked');
    expect(await keyBy(first)).toBe(key);
    expect(await keyBy(null)).toBe(key);
  });

  test('is not taken when it is weak, and then nothing is altered', async () => {
    await byKeychain();
    const before = readFileSync(keyFile());
    expect(await vault().setPassphrase('short', null)).toBe('weak-passphrase');
    expect(readFileSync(keyFile())).toEqual(before);
  });

  test('is not set while the keychain does not open the key and the key is not in hand', async () => {
    await byKeychain();
    const before = readFileSync(keyFile());
    keychain.store = 2;
    expect(await vault().setPassphrase(first, null)).toBe('keychain-no-protection');
    expect(readFileSync(keyFile())).toEqual(before);
  });

  test.each([
    ['is another one', () => (keychain.store = 2)],
    ['is gone', () => (keychain.mood = 'absent')],
    ['turned into the built-in key', () => (keychain.mood = 'basic')],
  ])('is set with the key in hand when the keychain %s, and opens the key at the next start', async (_, change) => {
    const running = vault();
    const opened = await running.open();
    const key = opened.kind === 'unlocked' ? opened.dataKey.toString('hex') : null;
    change();
    expect(await running.setPassphrase(first, null)).toBe('changed');
    running.lock();
    expect(await vault().open()).toEqual({ kind: 'locked', keychainToo: true });
    expect(await keyBy(first)).toBe(key);
  });

  test('is not set once the key in hand was forgotten by a lock', async () => {
    const running = vault();
    await running.open();
    keychain.store = 2;
    running.lock();
    expect(await running.setPassphrase(first, null)).toBe('keychain-no-protection');
  });

  test('a lock while it is being set zeroes no key that is being wrapped', async () => {
    const key = await byKeychain();
    const running = vault();
    await running.open();
    const setting = running.setPassphrase(first, null);
    await new Promise((resolve) => setImmediate(resolve)); // its turn came: the key is being wrapped
    running.lock();
    expect(await setting).toBe('changed');
    expect(await keyBy(first)).toBe(key);
  });

  test('is taken away only by who knows it, and only where the keychain opens the key', async () => {
    const key = await byKeychain();
    await vault().setPassphrase(first, null);
    expect(await vault().removePassphrase(second)).toBe('wrong-passphrase');
    keychain.store = 2;
    expect(await vault().removePassphrase(first)).toBe('keychain-no-protection');
    keychain.store = 1;
    expect(await vault().removePassphrase(first)).toBe('changed');
    expect((await vault().protection())?.passphrase).toBeNull();
    expect(await keyBy(null)).toBe(key);
  });
});

describe('another passphrase', () => {
  test('takes the place of the old one, and the key stays', async () => {
    const key = await byPassphrase();
    now = 3_000;
    expect(await vault().setPassphrase(second, first)).toBe('changed');
    expect(await keyBy(first)).toBeNull();
    expect(await keyBy(second)).toBe(key);
    expect((await vault().protection())?.passphrase).toEqual({ since: 3_000, checkedAt: null });
  });

  test.each([[null], ['not the one at all']])('is set only by who knows the old one: %s', async (current) => {
    const key = await byPassphrase();
    expect(await vault().setPassphrase(second, current)).toBe('wrong-passphrase');
    expect(await keyBy(first)).toBe(key);
  });

  test.each([
    ['ENOSPC', 'disk-full'],
    ['EACCES', 'profile-not-writable'],
  ] as const)('that the disk does not take (%s) leaves the old one', async (code, outcome) => {
    const key = await byPassphrase();
    const files: Files = {
      ...systemFiles,
      writeAside: () => {
        throw Object.assign(new Error('no'), { code });
      },
    };
    expect(await vault(files).setPassphrase(second, first)).toBe(outcome);
    expect(await keyBy(first)).toBe(key);
  });
});

describe('the keychain beside a passphrase', () => {
  test('opens the key without a word, until it is taken away again', async () => {
    const key = await byPassphrase();
    keychain.mood = 'works';
    expect(await vault().addKeychain(second)).toBe('wrong-passphrase');
    expect(await vault().addKeychain(first)).toBe('changed');
    expect(await keyBy(null)).toBe(key);
    expect(await vault().removeKeychain(second)).toBe('wrong-passphrase');
    expect(await vault().removeKeychain(first)).toBe('changed');
    expect((await vault().open()).kind).toBe('locked');
    expect(await keyBy(first)).toBe(key);
  });

  test.each(['basic', 'absent', 'takes-but-never-opens', 'answers-garbage'] as const)(
    'is not added where it is no protection: %s',
    async (mood) => {
      await byPassphrase();
      const before = readFileSync(keyFile());
      keychain.mood = mood;
      expect(await vault().addKeychain(first)).toBe('keychain-no-protection');
      expect(readFileSync(keyFile())).toEqual(before);
    },
  );
});

test('the last protection is never taken away', async () => {
  await byKeychain();
  expect(await vault().removeKeychain(first)).toBe('only-protection');
  folder = temporaryFolder();
  await byPassphrase();
  expect(await vault().removePassphrase(first)).toBe('only-protection');
  expect((await vault().open()).kind).toBe('locked');
});

describe('what is said of the protection', () => {
  test('is whether the keychain opens the key now, and when each of the two was last seen to', async () => {
    const running = vault();
    await running.open();
    now = 2_000;
    expect(await running.protection()).toEqual({
      keychain: { backend: 'gnome_libsecret', since: 1_000, state: 'opens', checkedAt: 2_000 },
      passphrase: null,
    });
    await running.setPassphrase(first, null);
    now = 3_000;
    keychain.store = 2;
    expect(await running.protection()).toEqual({
      keychain: { backend: 'gnome_libsecret', since: 1_000, state: 'silent', checkedAt: 3_000 },
      passphrase: { since: 2_000, checkedAt: 2_000 },
    });
    keychain.store = 1;
    expect(await running.protection()).toMatchObject({ keychain: { state: 'opens', checkedAt: 3_000 } });
  });

  test('is that a keychain which was no help at the unlock does not open the key, until it is mended', async () => {
    await byKeychain();
    await vault().setPassphrase(first, null);
    keychain.mood = 'absent';
    const running = vault();
    expect(await running.unlock(first)).toMatchObject({ protection: { keychain: { state: 'silent' }, passphrase: { checkedAt: now } } });
    Object.assign(keychain, { mood: 'works', store: 2 });
    expect(await running.protection()).toMatchObject({ keychain: { state: 'silent' } });
    expect(await running.addKeychain(first)).toBe('changed');
    expect(await running.protection()).toMatchObject({ keychain: { state: 'opens' } });
  });

  test('is nothing while the key file cannot be read', async () => {
    expect([await vault().protection(), vault().wraps()]).toEqual([null, null]);
    await byKeychain();
    expect(vault().wraps()).toEqual({ keychain: true, passphrase: false });
  });
});

describe('a disk that does not confirm what it did', () => {
  const unconfirmed: Files = {
    ...systemFiles,
    putInPlace: (aside, path) => {
      systemFiles.putInPlace(aside, path);
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    },
  };

  test('is told as that, and not as if nothing had changed', async () => {
    const key = await byPassphrase();
    expect(await vault(unconfirmed).setPassphrase(second, first)).toBe('change-not-confirmed');
    expect([await keyBy(first), await keyBy(second)]).toEqual([null, key]);
  });

  test('where it did not do it either, nothing has changed and nothing is left over', async () => {
    const key = await byPassphrase();
    const refused: Files = {
      ...systemFiles,
      putInPlace: () => {
        throw Object.assign(new Error('EIO'), { code: 'EIO' });
      },
    };
    expect(await vault(refused).setPassphrase(second, first)).toBe('profile-not-writable');
    expect(await keyBy(first)).toBe(key);
    expect(readdirSync(folder)).toEqual(['data-key.json']);
  });
});

test('nothing that does not open is ever in the place of the key file, not even for a moment', async () => {
  const key = await byPassphrase();
  const before = readFileSync(keyFile());
  const looks: boolean[] = [];
  const lying: Files = {
    ...systemFiles,
    writeAside: (path, content) => systemFiles.writeAside(path, content.subarray(0, content.length - 40)),
    read: (path) => {
      looks.push(readFileSync(keyFile()).equals(before));
      return systemFiles.read(path);
    },
  };
  expect(await vault(lying).setPassphrase(second, first)).toBe('keychain-no-protection');
  expect(new Set(looks)).toEqual(new Set([true]));
  expect(readdirSync(folder)).toEqual(['data-key.json']);
  expect(await keyBy(first)).toBe(key);
});
