import SqliteDatabase from 'better-sqlite3';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { VirtualClock } from '../../../tests/support/virtual-clock.ts';
import type { AppPhase } from '../../shared/app-state.ts';
import type { OpenedDatabase } from '../storage/database.ts';
import { filesOf } from '../system/profile.ts';
import type { Vault, VaultAnswer } from '../vault/vault-port.ts';
import type { RunningProfile } from './open-profile.ts';
import type { Phases } from './phases-port.ts';
import { createPhases } from './phases.ts';

const protection = { keychain: null, passphrase: { since: 1, checkedAt: 1 } };

let clock: VirtualClock;
let entered: AppPhase['kind'][];
let suspected: boolean[];
let answers: OpenedDatabase['kind'][];
let opens: VaultAnswer[];
let closed: number;
let givenUp: number;
let forgotten: number;
let keepSending: boolean;
let canWrite: boolean;
let keyFileReadable: boolean;
let canReadKeyFile: boolean;
let asked: number;
let keyInFile: number;
let inHand: VaultAnswer | null;
let keychainAnswers: Promise<void>;
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
  asked = 0;
  keyInFile = 0;
  inHand = null;
  keychainAnswers = Promise.resolve();
  const keep = (answer: VaultAnswer): VaultAnswer => {
    if (answer.kind === 'unlocked') inHand = answer;
    return answer;
  };
  const vault = {
    open: async () => {
      asked += 1;
      await keychainAnswers;
      return keep(opens.shift() ?? { kind: 'unlocked', dataKey: Buffer.alloc(32), protection });
    },
    unlock: (passphrase: string) =>
      Promise.resolve(
        passphrase === 'right' ? keep({ kind: 'unlocked', dataKey: Buffer.alloc(32, keyInFile), protection }) : { kind: 'wrong-passphrase' },
      ),
    wraps: () => (keyFileReadable ? { keychain: false, passphrase: true } : null),
    inHand: () => inHand,
    lock: () => {
      inHand = null;
    },
  } as unknown as Vault;
  givenUp = 0;
  forgotten = 0;
  const profile = {
    incidents: { startedAfresh: () => undefined },
    auth: { giveUp: () => void (givenUp += 1) },
    forgetDiscards: () => void (forgotten += 1),
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
    await vi.waitFor(() => expect(entered).toEqual(['starting', 'ready', 'starting', 'ready']));
    expect(closed).toBe(1);
    expect(asked, 'what opens the key is not asked again').toBe(1);
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

  test.each([true, false])('gives up the sign-ins that are under way, whether sending goes on (%s) or not', async (goesOn) => {
    keepSending = goesOn;
    await phases.begin();
    expect(givenUp).toBe(0);
    await phases.lock('system');
    expect(givenUp).toBe(1);
    // Nobody is there to take a discard back.
    expect(forgotten).toBe(1);
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
    const keychain = { backend: 'gnome_libsecret', since: 1, state: 'opens', checkedAt: 1 } as const;
    opens = [{ kind: 'unlocked', dataKey: Buffer.alloc(32), protection: { ...protection, keychain } }];
    await phases.begin();
    keyFileReadable = false;
    await phases.lock('idle');
    expect(phases.current()).toEqual({ kind: 'locked', by: 'idle', passphrase: true, keychainToo: true, sends });
    expect([phases.profile(), closed]).toEqual([null, sends ? 0 : 1]);
  });

  describe('where sending goes on behind it', () => {
    beforeEach(async () => {
      keepSending = true;
      await phases.begin();
      await phases.lock('idle');
      entered = [];
    });
    const shown = () => phases.current();
    const reopened = () => vi.waitFor(() => expect([closed, inHand]).toEqual([1, null]));

    test('is not undone by damage: the keychain opens it anew for what is sent, and the window stays locked', async () => {
      phases.failed(damage);
      await vi.waitFor(() => expect(suspected).toEqual([false, true]));
      await reopened();
      expect(shown()).toMatchObject({ kind: 'locked', by: 'idle', sends: true });
      expect(new Set(entered)).toEqual(new Set(['locked']));
      expect([phases.profile(), phases.working() === null]).toEqual([null, false]);
      expect(await phases.unlock('right')).toBe('unlocked');
      expect(suspected, 'what works behind it is what comes back').toHaveLength(2);
    });

    test.each([
      ['only the passphrase opens it', { kind: 'locked', keychainToo: false }],
      ['the keychain has changed', { kind: 'trouble', trouble: 'keychain-changed' }],
      ['the key file cannot be read', { kind: 'trouble', trouble: 'profile-not-readable' }],
      ['the keychain is no protection any more', { kind: 'choose-passphrase', backend: 'basic_text' }],
    ] as const)('after damage says that nothing is sent, where %s, until the person unlocks', async (_, answer) => {
      opens = [answer];
      phases.failed(damage);
      await reopened();
      expect(shown()).toMatchObject({ kind: 'locked', by: 'idle', sends: false });
      expect(phases.working()).toBeNull();
      clock.pass(60_000);
      expect(await phases.unlock('right')).toBe('unlocked');
      expect(suspected, 'it is mended then').toEqual([false, true]);
    });

    test('is opened by its own key alone: a key file that somebody put there meanwhile opens nothing', async () => {
      keyInFile = 1;
      expect(await phases.unlock('right')).toBe('not-now');
      expect(phases.current()).toMatchObject({ kind: 'trouble', trouble: 'database-unreadable' });
      expect(phases.profile()).toBeNull();
      expect(phases.working(), 'it goes on sending').not.toBeNull();
    });

    test('after damage that cannot be mended tells the person when they unlock', async () => {
      answers = ['unreadable', 'unreadable'];
      phases.failed(damage);
      await reopened();
      expect(shown()).toMatchObject({ kind: 'locked', sends: false });
      expect(await phases.unlock('right')).toBe('not-now');
      expect(shown()).toMatchObject({ kind: 'trouble', trouble: 'database-unreadable' });
    });

    test('comes back when a trouble that the unlock met has passed', async () => {
      opens = [{ kind: 'trouble', trouble: 'profile-not-readable' }];
      await phases.begin();
      expect(shown().kind).toBe('trouble');
      canReadKeyFile = true;
      clock.pass(3_000);
      await vi.waitFor(() => expect(shown()).toMatchObject({ kind: 'locked', by: 'idle', sends: true }));
      expect(phases.profile()).toBeNull();
    });
  });

  test('counts while a trouble stands, too: what opens by itself afterwards is locked', async () => {
    answers = ['disk-full'];
    await phases.begin();
    await phases.lock('system');
    canWrite = true;
    clock.pass(3_000);
    await vi.waitFor(() => expect(phases.current()).toMatchObject({ kind: 'locked', by: 'system', sends: false }));
    expect(phases.profile()).toBeNull();
  });

  test('forgets the key', async () => {
    await phases.begin();
    expect(inHand).not.toBeNull();
    await phases.lock('person');
    expect(inHand).toBeNull();
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

describe('the end', () => {
  test('is not kept waiting by a keychain that has a question, and nothing opens when it is answered', async () => {
    let answerIt = (): void => undefined;
    keychainAnswers = new Promise((resolve) => { answerIt = resolve; });
    const beginning = phases.begin();
    await vi.waitFor(() => expect(asked).toBe(1));
    await phases.end();
    answerIt();
    await beginning;
    expect([suspected, phases.working(), inHand]).toEqual([[], null, null]);
    expect(entered).toEqual(['starting']);
  });

  test('waits for a database that is being closed by a lock', async () => {
    await phases.begin();
    let letGo = (): void => undefined;
    vi.spyOn(phases.profile() as RunningProfile, 'close').mockReturnValue(new Promise((resolve) => { letGo = resolve; }));
    const locking = phases.lock('person');
    await vi.waitFor(() => expect(entered.at(-1)).toBe('locked'));
    let hasEnded = false;
    const ending = phases.end().then(() => { hasEnded = true; });
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasEnded).toBe(false);
    letGo();
    await Promise.all([locking, ending]);
  });

  test.each([['open', false], ['locked, with sending behind it', true]])(
    'in the middle of what follows damage opens nothing more: %s',
    async (_, isLocked) => {
      keepSending = true;
      await phases.begin();
      let letGo = (): void => undefined;
      vi.spyOn(phases.profile() as RunningProfile, 'close').mockReturnValue(new Promise((resolve) => { letGo = resolve; }));
      if (isLocked) await phases.lock('idle');
      entered = [];
      phases.failed(damage);
      await vi.waitFor(() => expect(entered).toEqual([isLocked ? 'locked' : 'starting']));
      const ending = phases.end();
      letGo();
      await ending;
      await phases.unlock('right');
      expect([suspected, phases.working(), inHand]).toEqual([[false], null, null]);
    },
  );

  test('is the end also for what comes after it', async () => {
    await phases.begin();
    await phases.end();
    await phases.begin();
    phases.failed(damage);
    await phases.lock('person');
    expect([suspected, phases.working(), phases.current().kind]).toEqual([[false], null, 'ready']);
  });
});
