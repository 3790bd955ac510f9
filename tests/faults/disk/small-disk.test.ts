import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultRule } from '../../../sandbox/control-client.ts';
import { diskTrouble } from '../../../src/main/storage/disk-trouble.ts';
import type { AttemptLog } from '../../../src/main/outbox/attempt-log.ts';
import type { EntryId } from '../../../src/shared/entry.ts';
import { openOrSalvage } from '../../../src/main/storage/open-or-salvage.ts';
import { openSyncBench } from '../../support/sync-bench.ts';
import { testNativeBinding } from '../../support/test-database.ts';
import { filesIn, knownOf, liveAWhile } from './damaged-profile.ts';
import { mountSmallDisk, smallDiskMissing, type SmallDisk } from './small-disk.ts';

// A real disk without space, under the real outbox and the real sync, over real HTTP.

type Bench = Awaited<ReturnType<typeof openSyncBench>>;

const once = { target: 'api', operation: 'create', count: 1 } as const;

/** Each commit that sync makes, and what the platform does to lead there. */
const commits: readonly (readonly [keyof AttemptLog, FaultRule | null, 'delivered' | 'needs-attention'])[] = [
  ['begin', null, 'delivered'],
  ['deliver', null, 'delivered'],
  ['becomeUncertain', { ...once, kind: 'reset-after-commit' }, 'delivered'],
  ['lookAgain', { ...once, kind: 'reset-before-commit' }, 'delivered'],
  ['backToWaiting', { ...once, kind: 'reset-before-commit' }, 'delivered'],
  ['needAttention', { ...once, kind: 'status', status: 422 }, 'needs-attention'],
];

const title = smallDiskMissing === null ? 'a disk without space' : `a disk without space: ${smallDiskMissing}`;
describe.skipIf(smallDiskMissing !== null)(title, () => {
  let disk: SmallDisk;
  let bench: Bench;
  const temporary = process.env['TMPDIR'];
  beforeEach(async () => {
    disk = mountSmallDisk(4096);
    process.env['TMPDIR'] = disk.folder;
    bench = await openSyncBench();
  });
  afterEach(async () => {
    await bench.end();
    disk.remove();
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
  });

  const add = (name: string): string => {
    try {
      bench.add(name);
      return 'added';
    } catch (error) {
      return String(diskTrouble(error));
    }
  };

  test('when it is full, Add says so and keeps nothing; with space again the same Add works', async () => {
    bench.add('before');
    disk.fill();
    expect(add('during')).toBe('disk-full');
    expect(bench.outbox.rows.open().map(({ name }) => name)).toEqual(['before']);
    disk.empty();
    expect(add('during')).toBe('added');
    bench.start();
    await bench.until(() => bench.outbox.rows.open().length === 0);
    expect(await bench.commits('before')).toBe(1);
    expect(await bench.commits('during')).toBe(1);
  });

  test.each(commits)('full at %s: it is told, recorded when there is space again, and done once', async (name, fault, end) => {
    if (fault !== null) await bench.control.fault(fault);
    const original = bench.outbox.attempts[name] as (...given: unknown[]) => unknown;
    let fills = 1;
    Object.assign(bench.outbox.attempts, {
      [name]: (...given: unknown[]) => {
        if (fills-- > 0) disk.fill();
        return original(...given);
      },
    });
    bench.start();
    const id = bench.add('demosecret');
    await inTime(() => bench.obstacle() === 'disk-full');
    // It stays full for a while: what is known is not forgotten, and nothing is sent again.
    for (let minute = 0; minute < 5; minute++) {
      bench.clock.pass(60_000);
      await bench.untilQuiet();
    }
    expect(bench.obstacle()).toBe('disk-full');
    expect((await bench.control.journal({ operation: 'create' })).length).toBe(name === 'begin' ? 0 : 1);
    disk.empty();
    await untilEnd(id, end);
    expect(bench.obstacle()).toBeNull();
    expect(await bench.commits('demosecret')).toBe(end === 'delivered' ? 1 : 0);
    expect(bench.db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  /** Time passes whenever nothing is under way. */
  async function inTime(holds: () => boolean): Promise<void> {
    for (let second = 0; !holds(); second++) {
      await bench.untilQuiet();
      await new Promise((resolve) => setImmediate(resolve));
      if (bench.network.underWay === 0 && !holds()) bench.clock.pass(1000);
      expect(second, 'it never came').toBeLessThan(10_000);
    }
  }

  const untilEnd = (id: EntryId, kind: 'delivered' | 'needs-attention'): Promise<void> =>
    inTime(() => bench.entry(id).state.kind === kind);
});

describe.skipIf(smallDiskMissing !== null)(smallDiskMissing === null ? 'at the start' : `at the start: ${smallDiskMissing}`, () => {
  test.each([
    ['a read-only disk', 'not-writable', (disk: SmallDisk) => disk.readOnly(true), (disk: SmallDisk) => disk.readOnly(false)],
    ['a full disk', 'disk-full', (disk: SmallDisk) => disk.fill(), (disk: SmallDisk) => disk.empty()],
  ] as const)('%s is told, nothing on it is changed, and it opens when it can be written', (_, told, begin, end) => {
    const disk = mountSmallDisk(4096);
    try {
      const lived = liveAWhile(3, disk.folder);
      const start = () => openOrSalvage({ ...lived, nativeBinding: testNativeBinding }, 0);
      const before = filesIn(disk.folder);
      begin(disk);
      expect(start().kind).toBe(told);
      end(disk);
      for (const [name, bytes] of before) expect(readFileSync(join(disk.folder, name)).equals(bytes), name).toBe(true);
      const opened = start();
      if (opened.kind !== 'open') throw new Error(opened.kind);
      for (const [id, known] of lived.history) expect(knownOf(opened.db).get(id)).toEqual(known.at(-1));
      opened.close();
    } finally {
      disk.remove();
    }
  });
});
