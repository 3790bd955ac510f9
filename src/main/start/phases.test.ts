import SqliteDatabase from 'better-sqlite3';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import type { AppPhase } from '../../shared/app-state.ts';
import type { OpenedDatabase } from '../storage/database.ts';
import { filesOf } from '../system/profile.ts';
import type { Vault, VaultAnswer } from '../vault/vault.ts';
import type { RunningProfile } from './open-profile.ts';
import { createPhases, type Phases } from './phases.ts';

const protection = { keychain: null, passphrase: { since: 1 }, checkedAt: 1 };

let clock: VirtualClock;
let entered: AppPhase['kind'][];
let suspected: boolean[];
let answers: OpenedDatabase['kind'][];
let opens: VaultAnswer[];
let closed: number;
let keepSending: boolean;
let canWrite: boolean;
let keyFileReadable: boolean;
let canReadKeyFile: boolean;
let phases: Phases;

beforeEach(() => {
  clock = new VirtualClock();
  entered = [];
  suspected = [];
  answers = [];
  opens = [];
  closed = 0;
  keepSending = false;
  canWrite = false;
  keyFileReadable = true;
  canReadKeyFile = false;
  const vault = {
    open: () => Promise.resolve(opens.shift() ?? { kind: 'unlocked', dataKey: Buffer.alloc(32), protection }),
    unlock: (passphrase: string) =>
      Promise.resolve(passphrase === 'right' ? { kind: 'unlocked', dataKey: Buffer.alloc(32), protection } : { kind: 'wrong-passphrase' }),
    protection: () => (keyFileReadable ? protection : null),
    lock: () => undefined,
  } as unknown as Vault;
  const profile = {
    incidents: { startedAfresh: () => undefined },
    close: () => {
      closed += 1;
      return Promise.resolve();
    },
  } as unknown as RunningProfile;
  phases = createPhases({
    files: filesOf(temporaryFolder()),
    vault,
    clock,
    log: () => undefined,
    openDatabase: (_, suspect) => {
      suspected.push(suspect);
      return { kind: answers.shift() ?? 'open', db: {}, close: () => undefined } as unknown as OpenedDatabase;
    },
    openProfile: () => profile,
    changed: ({ kind }) => entered.push(kind),
    keepSending: () => keepSending,
    canWrite: () => canWrite,
    canReadKeyFile: () => canReadKeyFile,
  });
});

const damage = new SqliteDatabase.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT');

describe('damage that is met while the profile is open', () => {
  test('closes it and opens it anew, to be checked whole and mended', async () => {
    await phases.begin();
    phases.failed(damage);
    await vi.waitFor(() => expect(entered).toEqual(['starting', 'ready', 'starting', 'starting', 'ready']));
    expect(closed).toBe(1);
    expect(suspected).toEqual([false, true]);
    expect(phases.profile()).not.toBeNull();
  });

  test('does so once in a minute at most, however often it is met', async () => {
    await phases.begin();
    for (let time = 0; time < 5; time++) phases.failed(damage);
    await vi.waitFor(() => expect(suspected).toHaveLength(2));
    clock.pass(59_000);
    phases.failed(damage);
    await phases.begin();
    expect(suspected).toHaveLength(2);
    clock.pass(1_000);
    phases.failed(damage);
    await vi.waitFor(() => expect(suspected).toHaveLength(3));
  });

  test.each([
    ['a full disk', new SqliteDatabase.SqliteError('full', 'SQLITE_FULL')],
    ['a fault of our own', new TypeError('x is not a function')],
  ])('is not taken from %s', async (_, error) => {
    await phases.begin();
    phases.failed(error);
    await phases.begin();
    expect(entered).toEqual(['starting', 'ready']);
    expect(closed).toBe(0);
  });
});

describe('locking', () => {
  test('closes the database, so that nothing is sent, and only the passphrase opens it again', async () => {
    await phases.begin();
    await phases.lock('person');
    expect(phases.current()).toEqual({ kind: 'locked', by: 'person', passphrase: true, keychainToo: false, sends: false });
    expect([phases.profile(), phases.working(), closed]).toEqual([null, null, 1]);
    expect(await phases.unlock('wrong')).toBe('wrong-passphrase');
    expect(phases.profile()).toBeNull();
    expect(await phases.unlock('right')).toBe('unlocked');
    expect(phases.profile()).not.toBeNull();
    expect(suspected).toHaveLength(2);
  });

  test('lets sending go on behind the locked window where the person chose that', async () => {
    keepSending = true;
    await phases.begin();
    const working = phases.profile();
    await phases.lock('idle');
    expect(phases.current()).toMatchObject({ kind: 'locked', by: 'idle', sends: true });
    expect([phases.profile(), phases.working(), closed]).toEqual([null, working, 0]);
    expect(await phases.unlock('right')).toBe('unlocked');
    expect(phases.profile()).toBe(working);
    expect(suspected).toHaveLength(1);
  });

  test('shows nothing more before the database is closed, which may take its time', async () => {
    await phases.begin();
    const profile = phases.profile();
    let letGo = (): void => undefined;
    vi.spyOn(profile as RunningProfile, 'close').mockReturnValue(new Promise((resolve) => { letGo = resolve; }));
    const locked = phases.lock('person');
    await vi.waitFor(() => expect(entered.at(-1)).toBe('locked'));
    const unlocked = phases.unlock('right');
    expect(suspected).toHaveLength(1);
    letGo();
    await Promise.all([locked, unlocked]);
    expect(suspected).toHaveLength(2);
  });

  test('is not undone by starting afresh: that begins with an empty profile, not with the one behind the window', async () => {
    keepSending = true;
    await phases.begin();
    await phases.lock('person');
    opens = [{ kind: 'trouble', trouble: 'keychain-changed' }];
    await phases.begin();
    expect(phases.current()).toMatchObject({ kind: 'trouble', canStartAfresh: true });
    expect([phases.profile(), closed]).toEqual([null, 0]);
    expect(await phases.startAfresh()).toBe(true);
    expect([closed, suspected.length]).toEqual([1, 2]);
  });

  test.each([
    ['and nothing is sent', false],
    ['and sending goes on, as the person chose', true],
  ])('locks all the same while the key file cannot be read, by what opened it, %s', async (_, sends) => {
    keepSending = sends;
    const keychain = { backend: 'gnome_libsecret', since: 1 };
    opens = [{ kind: 'unlocked', dataKey: Buffer.alloc(32), protection: { ...protection, keychain } }];
    await phases.begin();
    keyFileReadable = false;
    await phases.lock('idle');
    expect(phases.current()).toEqual({ kind: 'locked', by: 'idle', passphrase: true, keychainToo: true, sends });
    expect([phases.profile(), closed]).toEqual([null, sends ? 0 : 1]);
  });

  test('is no more when nothing is open', async () => {
    await phases.lock('person');
    expect(phases.current().kind).toBe('starting');
  });

  test('ends what works behind the window when the app ends', async () => {
    keepSending = true;
    await phases.begin();
    await phases.lock('system');
    await phases.end();
    expect(closed).toBe(1);
    expect(phases.working()).toBeNull();
  });
});

test.each([
  ['unreadable', 'database-unreadable', true],
  ['wrong-key', 'database-unreadable', true],
  ['newer-version', 'database-from-newer-version', false],
  ['disk-full', 'disk-full', false],
  ['not-writable', 'profile-not-writable', false],
  ['in-use', 'unexpected', false],
] as const)('a database that is %s is told as %s', async (kind, trouble, canStartAfresh) => {
  answers = [kind];
  await phases.begin();
  expect(phases.current()).toMatchObject({ kind: 'trouble', trouble, canStartAfresh });
  expect(phases.profile()).toBeNull();
});

test.each(['disk-full', 'not-writable'] as const)('%s at the start: the app goes on without a click when it ends', async (kind) => {
  answers = [kind, kind];
  await phases.begin();
  clock.pass(60_000);
  expect(suspected, 'nothing is opened while the disk takes nothing').toHaveLength(1);
  canWrite = true;
  clock.pass(3_000);
  // It took the small file and not the database: it is looked again.
  await vi.waitFor(() => expect(suspected).toHaveLength(2));
  await vi.waitFor(() => expect(phases.current().kind).toBe('trouble'));
  clock.pass(3_000);
  await vi.waitFor(() => expect(phases.current().kind).toBe('ready'));
  expect(clock.timersWaiting).toBe(0);
});

test('a key file that cannot be read now: nothing can be begun afresh, and the app goes on without a click when it can', async () => {
  opens = [{ kind: 'trouble', trouble: 'profile-not-readable' }];
  canWrite = true;
  await phases.begin();
  expect(phases.current()).toMatchObject({ kind: 'trouble', trouble: 'profile-not-readable', canStartAfresh: false });
  expect(await phases.startAfresh()).toBe(false);
  clock.pass(60_000);
  expect(entered, 'a folder that can be written says nothing of the file').toEqual(['starting', 'trouble']);
  canReadKeyFile = true;
  clock.pass(3_000);
  await vi.waitFor(() => expect(phases.current().kind).toBe('ready'));
  expect(clock.timersWaiting).toBe(0);
});

test('an app that ends looks no more', async () => {
  answers = ['disk-full'];
  await phases.begin();
  await phases.end();
  expect(clock.timersWaiting).toBe(0);
});
