import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { FakeKeychain } from '../../../tests/support/fake-keychain.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { systemFiles } from '../system/files.ts';
import type { Files } from '../system/files.ts';
import { createVault } from './vault.ts';
import type { VaultAnswer } from './vault-port.ts';

const passphrase = 'correct horse battery';
const noon = Date.UTC(2026, 10, 24, 12);
const now = (): number => noon;

let folder: string;
let keychain: FakeKeychain;
beforeEach(() => {
  folder = temporaryFolder();
  keychain = new FakeKeychain();
});

const keyFile = () => join(folder, 'data-key.json');
const stored = () => JSON.parse(readFileSync(keyFile(), 'utf8')) as Record<string, never>;

/** The vault as the next start of the app finds it. */
function vault(files: Files = systemFiles) {
  return createVault({ keyFile: keyFile(), databaseFile: join(folder, 'secrets.db'), keychain, files, now });
}

function keyOf(answer: VaultAnswer | { kind: string }): string {
  if (answer.kind !== 'unlocked' || !('dataKey' in answer)) throw new Error(`Not unlocked: ${answer.kind}`);
  return answer.dataKey.toString('hex');
}

async function withPassphrase(): Promise<string> {
  keychain.mood = 'basic';
  const first = vault();
  await first.open();
  return keyOf(await first.choosePassphrase(passphrase));
}

/** Both wraps, as after a keychain wrap was added to a passphrase: the file is put together by hand. */
async function withBothWraps(wrap: (key: Buffer) => Promise<Uint8Array | null>): Promise<string> {
  const key = await withPassphrase();
  keychain.mood = 'works';
  const ciphertext = Buffer.from((await wrap(Buffer.from(key, 'hex'))) ?? []).toString('base64');
  writeFileSync(keyFile(), JSON.stringify({ ...stored(), keychainWrap: { backend: 'gnome_libsecret', since: 1, ciphertext } }));
  return key;
}

describe('with a keychain that protects', () => {
  test('the first start makes a key, the next ones find the same', async () => {
    const first = await vault().open();
    expect(first).toMatchObject({ protection: { keychain: { backend: 'gnome_libsecret', since: noon, state: 'opens', checkedAt: noon }, passphrase: null } });
    expect(keyOf(await vault().open())).toBe(keyOf(first));
  });

  test('the key file holds the key in no form that can be read', async () => {
    const key = Buffer.from(keyOf(await vault().open()), 'hex');
    const text = readFileSync(keyFile(), 'latin1');
    for (const form of ['hex', 'base64', 'base64url', 'latin1'] as const) expect(text).not.toContain(key.toString(form));
  });

  test('a key file that is put back while it has a question is not replaced', async () => {
    const key = keyOf(await vault().open());
    const copy = readFileSync(keyFile());
    rmSync(keyFile());
    const wrap = keychain.wrap.bind(keychain);
    keychain.wrap = async (data) => {
      writeFileSync(keyFile(), copy);
      return wrap(data);
    };
    expect(keyOf(await vault().open())).toBe(key);
    expect(readFileSync(keyFile())).toEqual(copy);
  });

  test('a wrap that it wants anew is made anew, and the key stays', async () => {
    const key = keyOf(await vault().open());
    keychain.store = 2;
    const ciphertext = Buffer.from((await keychain.wrap(Buffer.from(key, 'hex'))) ?? []).toString('base64');
    writeFileSync(keyFile(), JSON.stringify({ ...stored(), keychainWrap: { backend: 'kwallet5', since: 1, ciphertext } }));
    keychain.wantsWrappingAgain = true;
    expect(await vault().open()).toMatchObject({ protection: { keychain: { backend: 'gnome_libsecret' } } });
    expect(keyOf(await vault().open())).toBe(key);
  });
});

test('an app that ends while a passphrase is being chosen leaves a file that this passphrase opens', async () => {
  keychain.mood = 'basic';
  const ending = vault();
  await ending.open();
  const choosing = ending.choosePassphrase(passphrase);
  await new Promise((resolve) => setImmediate(resolve)); // its turn came: the key is being wrapped
  ending.lock();
  await choosing;
  expect((await vault().unlock(passphrase)).kind).toBe('unlocked');
});

describe('a keychain that is no protection', () => {
  test.each(['basic', 'absent', 'takes-but-never-opens', 'answers-garbage'] as const)(
    '%s: a passphrase is asked for, and no key lies on the disk meanwhile',
    async (mood) => {
      keychain.mood = mood;
      expect((await vault().open()).kind).toBe('choose-passphrase');
      expect(existsSync(keyFile())).toBe(false);
    },
  );

  test('the passphrase that was chosen opens it at the next start, another does not', async () => {
    const key = await withPassphrase();
    const next = vault();
    expect(await next.open()).toEqual({ kind: 'locked', keychainToo: false });
    expect(await next.unlock('correct horse batterY')).toEqual({ kind: 'wrong-passphrase' });
    expect(await next.unlock(passphrase)).toMatchObject({
      protection: { keychain: null, passphrase: { since: noon } },
    });
    expect(keyOf(await vault().unlock(passphrase))).toBe(key);
  });

  test('the same passphrase typed as other code points opens it', async () => {
    keychain.mood = 'basic';
    const first = vault();
    await first.open();
    const key = keyOf(await first.choosePassphrase('Stra\u00dfenba\u0308cker 1904'));
    expect(keyOf(await vault().unlock('Stra\u00dfenb\u00e4cker 1904'))).toBe(key);
  });

  test.each([
    ['too short', 'elevenchars'],
    ['too short although its UTF-16 is longer', '🔑🔒🗝🛡🔐🧿🪬🔓'],
    ['hardly any different characters', 'abababababababab'],
    ['nothing', ''],
  ])('a passphrase that is %s is refused and can be chosen again', async (_, weak) => {
    keychain.mood = 'basic';
    const first = vault();
    await first.open();
    expect(await first.choosePassphrase(weak)).toEqual({ kind: 'weak-passphrase' });
    expect(existsSync(keyFile())).toBe(false);
  });

  test('a key file that is put back while a passphrase is being chosen is not replaced, and opens with its own', async () => {
    const key = await withPassphrase();
    const copy = readFileSync(keyFile());
    rmSync(keyFile());
    const next = vault();
    expect((await next.open()).kind).toBe('choose-passphrase');
    const choosing = next.choosePassphrase('another passphrase');
    await new Promise((resolve) => setImmediate(resolve)); // its turn came: the new key is being wrapped
    writeFileSync(keyFile(), copy);
    expect(await choosing).toEqual({ kind: 'locked', keychainToo: false });
    expect(readFileSync(keyFile())).toEqual(copy);
    expect(keyOf(await next.unlock(passphrase))).toBe(key);
    expect(readdirSync(folder), 'nothing is left over').toEqual(['data-key.json']);
  });

  test('a database that is put there while a passphrase is being chosen gets no new key beside it', async () => {
    keychain.mood = 'basic';
    const next = vault();
    await next.open();
    writeFileSync(join(folder, 'secrets.db'), 'somebody’s database');
    expect(await next.choosePassphrase(passphrase)).toEqual({ kind: 'trouble', trouble: 'key-file-missing' });
    expect(existsSync(keyFile())).toBe(false);
  });

  test('a passphrase cannot be chosen over one that is there', async () => {
    const key = await withPassphrase();
    const next = vault();
    await next.open();
    expect(await next.choosePassphrase('another passphrase')).toEqual({ kind: 'locked', keychainToo: false });
    expect(keyOf(await next.unlock(passphrase))).toBe(key);
  });
});

describe('a keychain that changed', () => {
  test.each([
    ['is gone', () => (keychain.mood = 'absent')],
    ['turned into the built-in key', () => (keychain.mood = 'basic')],
    ['is another one', () => (keychain.store = 2)],
    ['answers garbage', () => (keychain.mood = 'answers-garbage')],
  ])('%s: said so, and nothing is touched; when it is back, all is well', async (_, change) => {
    const key = keyOf(await vault().open());
    const before = readFileSync(keyFile());
    change();
    expect(await vault().open()).toEqual({ kind: 'trouble', trouble: 'keychain-changed' });
    expect(readFileSync(keyFile())).toEqual(before);
    Object.assign(keychain, { mood: 'works', store: 1 });
    expect(keyOf(await vault().open())).toBe(key);
  });

  test('with a passphrase beside it, that one opens, and the keychain wrap is repaired', async () => {
    const key = await withBothWraps((data) => keychain.wrap(data));
    expect(keyOf(await vault().open())).toBe(key);
    keychain.store = 2;
    const next = vault();
    expect(await next.open()).toEqual({ kind: 'locked', keychainToo: true });
    expect(await next.unlock(passphrase)).toMatchObject({
      protection: { keychain: { backend: 'gnome_libsecret' }, passphrase: { since: noon } },
    });
    expect(keyOf(await vault().open())).toBe(key);
  });

  test('a keychain that is away for once keeps its wrap', async () => {
    const key = await withBothWraps((data) => keychain.wrap(data));
    keychain.mood = 'absent';
    expect(await vault().unlock(passphrase)).toMatchObject({ protection: { keychain: { state: 'silent' } } });
    keychain.mood = 'works';
    expect(keyOf(await vault().open())).toBe(key);
  });
});

describe('a wrap that opens for anybody', () => {
  async function withWorthlessWrap(): Promise<string> {
    const key = keyOf(await vault().open());
    const ciphertext = Buffer.from(keychain.wrapWorthlessly(Buffer.from(key, 'hex'))).toString('base64');
    writeFileSync(keyFile(), JSON.stringify({ ...stored(), keychainWrap: { backend: 'basic_text', since: 1, ciphertext } }));
    return key;
  }

  test('is replaced as soon as a keychain turns up', async () => {
    const key = await withWorthlessWrap();
    expect(await vault().open()).toMatchObject({ protection: { keychain: { backend: 'gnome_libsecret' } } });
    expect(keyOf(await vault().open())).toBe(key);
  });

  test('without a keychain a passphrase takes its place, around the same key', async () => {
    const key = await withWorthlessWrap();
    keychain.mood = 'basic';
    const next = vault();
    expect(await next.open()).toEqual({ kind: 'choose-passphrase', backend: 'basic_text' });
    expect(keyOf(await next.choosePassphrase(passphrase))).toBe(key);
    expect(stored()['keychainWrap']).toBeNull();
  });

  test('takes a passphrase in its place also where the profile has its database already', async () => {
    const key = await withWorthlessWrap();
    writeFileSync(join(folder, 'secrets.db'), 'the database of this key');
    keychain.mood = 'basic';
    const next = vault();
    expect(await next.open()).toEqual({ kind: 'choose-passphrase', backend: 'basic_text' });
    expect(keyOf(await next.choosePassphrase(passphrase))).toBe(key);
    expect(keyOf(await vault().unlock(passphrase))).toBe(key);
  });

  test('beside a passphrase it is not believed, and dropped at the unlock', async () => {
    const key = await withBothWraps(async (data) => keychain.wrapWorthlessly(data));
    keychain.mood = 'basic';
    const next = vault();
    expect(await next.open()).toEqual({ kind: 'locked', keychainToo: true });
    expect(keyOf(await next.unlock(passphrase))).toBe(key);
    expect(stored()['keychainWrap']).toBeNull();
  });
});

describe('files that are not as they were', () => {
  test.each([
    ['its database', 'secrets.db'],
    ['what a crash left of its database', 'secrets.db-wal'],
  ])('no key file, but %s: no new key is made', async (_, file) => {
    writeFileSync(join(folder, file), 'encrypted');
    expect(await vault().open()).toEqual({ kind: 'trouble', trouble: 'key-file-missing' });
    expect(existsSync(keyFile())).toBe(false);
  });

  test.each([
    ['is empty', ''],
    ['was cut', '{"format":1,"keyCheck":"'],
    ['is no key file', '{"hello":"world"}'],
    ['has no wrap', '{"format":1,"keyCheck":"QQ==","keychainWrap":null,"passphraseWrap":null}'],
    ['asks for 64 GiB of memory', null],
  ])('a key file that %s is said so and left', async (_, content) => {
    if (content === null) {
      await withPassphrase();
      writeFileSync(keyFile(), JSON.stringify(stored()).replace('"n":131072', '"n":67108864'));
    } else writeFileSync(keyFile(), content);
    const before = readFileSync(keyFile());
    expect(await vault().open()).toEqual({ kind: 'trouble', trouble: 'key-file-unreadable' });
    expect(readFileSync(keyFile())).toEqual(before);
  });

  test.each(['EACCES', 'EIO', 'EMFILE', 'EISDIR'])(
    'a key file that the disk does not give now (%s) is not called damaged, and opens when it can be read',
    async (code) => {
      const key = await withPassphrase();
      const before = readFileSync(keyFile());
      const away: Files = {
        ...systemFiles,
        read: () => {
          throw Object.assign(new Error(code), { code });
        },
      };
      expect(await vault(away).open()).toEqual({ kind: 'trouble', trouble: 'profile-not-readable' });
      expect(await vault(away).unlock(passphrase)).toEqual({ kind: 'trouble', trouble: 'profile-not-readable' });
      expect(readFileSync(keyFile())).toEqual(before);
      expect(keyOf(await vault().unlock(passphrase))).toBe(key);
    },
  );

  test('a key file that cannot be read now is not replaced either', async () => {
    const worthless = Buffer.from(keychain.wrapWorthlessly(Buffer.from(keyOf(await vault().open()), 'hex'))).toString('base64');
    writeFileSync(keyFile(), JSON.stringify({ ...stored(), keychainWrap: { backend: 'basic_text', ciphertext: worthless, since: 1 } }));
    const before = readFileSync(keyFile());
    keychain.mood = 'basic';
    let isAway = false;
    const opened = vault({
      ...systemFiles,
      read: (path) => {
        if (isAway) throw Object.assign(new Error('EIO'), { code: 'EIO' });
        return systemFiles.read(path);
      },
    });
    expect((await opened.open()).kind).toBe('choose-passphrase');
    isAway = true;
    expect(await opened.choosePassphrase(passphrase)).toEqual({ kind: 'trouble', trouble: 'profile-not-readable' });
    expect(readFileSync(keyFile())).toEqual(before);
  });

  test('a key file of a newer app is left to the newer app', async () => {
    writeFileSync(keyFile(), '{"format":2,"anything":"else"}');
    expect(await vault().open()).toEqual({ kind: 'trouble', trouble: 'database-from-newer-version' });
  });

  test.each([
    ['ENOSPC', 'disk-full'],
    ['EACCES', 'profile-not-writable'],
    ['EROFS', 'profile-not-writable'],
  ])('a disk that answers %s is no reason to go on with a key that is not stored', async (code, trouble) => {
    const full: Files = {
      ...systemFiles,
      writeAside: () => {
        throw Object.assign(new Error(code), { code });
      },
    };
    expect(await vault(full).open()).toEqual({ kind: 'trouble', trouble });
  });

  test('a disk that writes something else than it was given is noticed before the first secret', async () => {
    const lying: Files = {
      ...systemFiles,
      writeAside: (path, content) => systemFiles.writeAside(path, content.subarray(0, content.length - 40)),
    };
    expect((await vault(lying).open()).kind).toBe('choose-passphrase');
    keychain.mood = 'basic';
    const next = createVault({ keyFile: join(folder, 'b.json'), databaseFile: join(folder, 'b.db'), keychain, files: lying, now });
    await next.open();
    expect(await next.choosePassphrase(passphrase)).toEqual({ kind: 'trouble', trouble: 'unexpected' });
    expect(readdirSync(folder), 'what does not open is not left over').toEqual([]);
  });

  test('no database is begun before the disk has confirmed that the key file is there', async () => {
    let confirms = false;
    const refuse = () => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    };
    const files: Files = {
      ...systemFiles,
      putInPlace: (aside, path) => {
        systemFiles.putInPlace(aside, path);
        if (!confirms) refuse();
      },
      confirm: (path) => (confirms ? systemFiles.confirm(path) : refuse()),
    };
    const trouble = { kind: 'trouble', trouble: 'profile-not-writable' };
    expect(await vault(files).open()).toEqual(trouble);
    expect(await vault(files).open(), 'the file is there').toEqual(trouble);
    confirms = true;
    expect((await vault(files).open()).kind).toBe('unlocked');
  });

  test('a repair that the disk spoils leaves the wraps that were there', async () => {
    const key = await withBothWraps((data) => keychain.wrap(data));
    keychain.store = 2;
    let writes = 0;
    const lyingOnce: Files = {
      ...systemFiles,
      writeAside: (path, content) => {
        writes += 1;
        return systemFiles.writeAside(path, writes === 1 ? Buffer.from('{}') : content);
      },
    };
    expect(keyOf(await vault(lyingOnce).unlock(passphrase))).toBe(key);
    expect(keyOf(await vault().unlock(passphrase))).toBe(key);
  });
});

test('locking wipes the key from memory', async () => {
  const opened = vault();
  const answer = await opened.open();
  if (answer.kind !== 'unlocked') throw new Error(answer.kind);
  opened.lock();
  expect(answer.dataKey.equals(Buffer.alloc(32))).toBe(true);
});

test('what was under way at a lock answers that it is locked, and leaves no key in memory', async () => {
  await withPassphrase();
  const next = vault();
  const unlocking = next.unlock(passphrase);
  await new Promise((resolve) => setImmediate(resolve)); // its turn came
  next.lock();
  expect(await unlocking).toEqual({ kind: 'locked', keychainToo: false });
  expect(next.inHand()).toBeNull();
});

test('two unlocks at once take turns', async () => {
  const key = await withPassphrase();
  const next = vault();
  const answers = await Promise.all([next.unlock(passphrase), next.unlock('wrong horse battery'), next.open()]);
  expect(answers.map(({ kind }) => kind)).toEqual(['unlocked', 'wrong-passphrase', 'locked']);
  expect(keyOf(answers[0])).toBe(key);
});
