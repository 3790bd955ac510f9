import SqliteDatabase from 'better-sqlite3';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import type { AppPhase, StartTrouble } from '../../shared/app-state.ts';
import type { OpenedDatabase } from '../storage/database.ts';
import { filesOf } from '../system/profile.ts';
import type { Vault } from '../vault/vault.ts';
import type { RunningProfile } from './open-profile.ts';
import { createPhases, type Phases } from './phases.ts';

let clock: VirtualClock;
let entered: AppPhase['kind'][];
let suspected: boolean[];
let answers: OpenedDatabase['kind'][];
let closed: number;
let canWrite: boolean;
let canReadKeyFile: boolean;
let vaultTroubles: StartTrouble[];
let phases: Phases;

beforeEach(() => {
  clock = new VirtualClock();
  entered = [];
  suspected = [];
  answers = [];
  closed = 0;
  canWrite = false;
  canReadKeyFile = false;
  vaultTroubles = [];
  const vault = {
    open: () => {
      const trouble = vaultTroubles.shift();
      return Promise.resolve(
        trouble === undefined
          ? { kind: 'unlocked', dataKey: Buffer.alloc(32), protection: { keychainBackend: null, passphrase: true } }
          : { kind: 'trouble', trouble },
      );
    },
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
    files: filesOf(join(temporaryFolder(), 'profile')),
    vault,
    clock,
    log: () => undefined,
    openDatabase: (_, suspect) => {
      suspected.push(suspect);
      return { kind: answers.shift() ?? 'open', db: {}, close: () => undefined } as unknown as OpenedDatabase;
    },
    openProfile: () => profile,
    changed: ({ kind }) => entered.push(kind),
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
  vaultTroubles = ['profile-not-readable'];
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
