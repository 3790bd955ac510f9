import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { FakeKeychain } from '../../../tests/support/fake-keychain.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { systemFiles, type Files } from '../system/files.ts';
import { createVault, type Vault } from './vault.ts';

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
    expect(vault().protection()).toMatchObject({ keychain: { since: 1_000 }, passphrase: { since: 2_000 } });
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

  test('is not set while the keychain does not open the key', async () => {
    await byKeychain();
    const before = readFileSync(keyFile());
    keychain.store = 2;
    expect(await vault().setPassphrase(first, null)).toBe('keychain-no-protection');
    expect(readFileSync(keyFile())).toEqual(before);
  });

  test('is taken away only by who knows it, and only where the keychain opens the key', async () => {
    const key = await byKeychain();
    await vault().setPassphrase(first, null);
    expect(await vault().removePassphrase(second)).toBe('wrong-passphrase');
    keychain.store = 2;
    expect(await vault().removePassphrase(first)).toBe('keychain-no-protection');
    keychain.store = 1;
    expect(await vault().removePassphrase(first)).toBe('changed');
    expect(vault().protection()?.passphrase).toBeNull();
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
    expect(vault().protection()?.passphrase).toEqual({ since: 3_000 });
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
      writeDurably: () => {
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
