import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOutbox } from '../../../src/main/outbox/outbox.ts';
import { createIncidents } from '../../../src/main/storage/incidents.ts';
import { createPageCipher, pageSize, saltSize, type PageCipher } from '../../../src/main/storage/cipher-page.ts';
import { openOrSalvage } from '../../../src/main/storage/open-or-salvage.ts';
import { readLog } from '../../../src/main/storage/salvage/log-frames.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { testNativeBinding } from '../../support/test-database.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { filesIn, folderIn, harm, knownOf, liveAWhile, reusePages, staleValue, type Harm, type Known, type LivedProfile } from './damaged-profile.ts';
import { seededRandom } from '../../support/seeded-random.ts';

// Files come to harm in every way that we can think of. Whatever it was: no byte of them is thrown away, what can
// be read goes on, and nothing goes on that never was.

const noon = Date.UTC(2026, 10, 24, 12);
const runs = Number(process.env['KELVIN_SECRETS_RUNS'] ?? 60);
const seed = Number(process.env['KELVIN_SECRETS_SEED'] ?? 20_261_124);
const scratch = scratchFolder('damaged-files');

const logHeaderSize = 32;
const frameSize = 24 + pageSize;

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const file = fc.constantFrom<'database' | 'log'>('database', 'log');
const harms: fc.Arbitrary<Harm> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant<'bit'>('bit'), of: file, at: share, bit: fc.nat(7) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom<'garbage' | 'zeros'>('garbage', 'zeros'), of: file, at: share, bytes: fc.integer({ min: 1, max: 20_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant<'cut'>('cut'), of: file, at: share }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant<'page-of-before'>('page-of-before'), at: share }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom<'log-gone' | 'database-gone' | 'index-garbage'>('log-gone', 'database-gone', 'index-garbage') }) },
);

test(`whatever harm comes to the files, nothing is thrown away and nothing goes on that never was (seed ${seed})`, { timeout: 60_000 + runs * 3000 }, () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.array(harms, { minLength: 1, maxLength: 3 }), (life, done) => {
      const folder = folderIn(scratch);
      try {
        const lived = liveAWhile(life, folder);
        const random = seededRandom(life + 1);
        for (const one of done) harm(lived, one, random);
        const before = filesIn(folder);
        const found = nextStart(lived);
        expectNothingThrownAway(before, filesIn(folder), found !== null, lived.dataKey);
        if (found !== null) expectNothingInvented(lived.history, found);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { seed, numRuns: runs },
  );
});

interface Found {
  readonly entries: ReadonlyMap<string, Known>;
  readonly salvaged: boolean;
}

/** What the next start goes on with; null where it goes on with nothing and leaves all to the person. */
function nextStart({ file, dataKey }: LivedProfile): Found | null {
  const opened = openOrSalvage({ file, dataKey, nativeBinding: testNativeBinding }, noon);
  if (opened.kind !== 'open') {
    expect(['unreadable', 'wrong-key']).toContain(opened.kind);
    return null;
  }
  try {
    expect(opened.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(opened.db.pragma('foreign_key_check')).toEqual([]);
    return { entries: knownOf(opened.db), salvaged: createIncidents(opened.db).unread().length > 0 };
  } finally {
    opened.close();
  }
}

/**
 * Where the app does not go on, the files are as they were. Where it mended, the damaged ones lie aside as they were.
 * All that may happen to them is what happens at each close: what the log holds goes into the database.
 */
function expectNothingThrownAway(before: Files, after: Files, goesOn: boolean, dataKey: Buffer): void {
  const aside = [...after].filter(([name]) => name.includes('.quarantine-'));
  if (goesOn && aside.length === 0) return;
  const kept = (name: string): Buffer[] =>
    [...after]
      .filter(([other]) => other === name || (other.includes('.quarantine-') && other.endsWith(name.slice('secrets.db'.length))))
      .map(([, bytes]) => bytes);
  const log = before.get('secrets.db-wal') ?? Buffer.alloc(0);
  const logIsKept = log.length === 0 || kept('secrets.db-wal').some((bytes) => bytes.equals(log));
  const moved = framesOf(log);
  const database = before.get('secrets.db');
  if (database === undefined) return expect(logIsKept, 'the log without its database is kept').toBe(true);
  const databaseIsKept = kept('secrets.db').some((bytes) => consistsOf(bytes, database, moved, logIsKept, dataKey));
  expect(databaseIsKept, logIsKept ? 'the database is kept' : 'the database and what the log held are kept').toBe(true);
}

type Files = ReadonlyMap<string, Buffer>;

/** The newest image of each page that SQLite itself would take from the log. */
function framesOf(log: Buffer): ReadonlyMap<number, Buffer[]> {
  const path = join(scratch, 'log-to-read');
  writeFileSync(path, log);
  const frames = new Map<number, Buffer[]>();
  let transaction: (readonly [number, Buffer])[] = [];
  for (const { isChained, isCommit, pageNumber, page } of readLog(path)) {
    if (!isChained) break;
    transaction.push([pageNumber, Buffer.from(page)]);
    if (!isCommit) continue;
    for (const [number, image] of transaction) frames.set(number, [...(frames.get(number) ?? []), image]);
    transaction = [];
  }
  return frames;
}

/** Each page is as it was, or as the log had it; and if the log is not kept, it must be as the log had it last. */
function consistsOf(bytes: Buffer, database: Buffer, moved: ReadonlyMap<number, Buffer[]>, logIsKept: boolean, dataKey: Buffer): boolean {
  const cipher = createPageCipher(dataKey, bytes.subarray(0, saltSize));
  for (let at = 0; at < Math.max(bytes.length, database.length); at += pageSize) {
    const now = bytes.subarray(at, at + pageSize);
    const images = moved.get(at / pageSize + 1) ?? [];
    const asItWas = now.equals(database.subarray(at, at + pageSize)) && (logIsKept || images.length === 0);
    if (!asItWas && !isSamePage(images.at(-1), now, at / pageSize + 1, cipher)) return false;
  }
  return true;
}

/** Each entry is as it once was, with a value that it once had; or it asks the person, because its attempt is lost. */
function expectNothingInvented(history: LivedProfile['history'], { entries }: Found): void {
  for (const [id, now] of entries) {
    const once = history.get(id) ?? [];
    expect(once.length, `${id} never was`).toBeGreaterThan(0);
    const same = (was: Known): boolean => JSON.stringify({ ...was, state: '' }) === JSON.stringify({ ...now, state: '' });
    const isAsOnce = once.some((was) => same(was) && (was.state === now.state || now.state === 'needs-attention'));
    expect(isAsOnce, `${id} is ${shown(now)} and was ${once.map(shown).join(', ')}`).toBe(true);
  }
}

function shown({ value, ...known }: Known): string {
  return JSON.stringify({ ...known, value: value === null ? null : `${value.slice(0, 6)}… (${value.length})` });
}

// On its way into the database a page is encrypted anew.
function isSamePage(logged: Buffer | undefined, now: Buffer, number: number, cipher: PageCipher): boolean {
  const plain = logged === undefined ? null : cipher.open(logged, number);
  return plain !== null && cipher.open(now, number)?.equals(plain) === true;
}

test('wherever in the log a bit flips, no entry goes on with the value of another', { timeout: 300_000 }, () => {
  const folder = folderIn(scratch);
  const lived = reusePages(folder);
  const whole = filesIn(folder);
  const log = whole.get('secrets.db-wal') ?? Buffer.alloc(0);
  for (let frame = 0; logHeaderSize + (frame + 1) * frameSize <= log.length; frame++) {
    const damaged = folderIn(scratch);
    for (const [name, bytes] of whole) writeFileSync(join(damaged, name), bytes);
    const here = { ...lived, file: join(damaged, 'secrets.db') };
    const at = (logHeaderSize + frame * frameSize + frameSize / 2) / log.length;
    harm(here, { kind: 'bit', of: 'log', at, bit: 3 }, () => 0);
    const found = nextStart(here);
    if (found !== null) expectNothingInvented(lived.history, found);
    rmSync(damaged, { recursive: true });
  }
});

test('a page that is as it was before, inside a long value, is never sent: the value is known to be damaged', () => {
  const folder = folderIn(scratch);
  const lived = staleValue(folder);
  const found = nextStart(lived);
  expect(found?.entries.size).toBe(1);
  const opened = openOrSalvage({ ...lived, nativeBinding: testNativeBinding }, noon);
  if (opened.kind !== 'open') throw new Error(opened.kind);
  const outbox = createOutbox({ db: opened.db, clock: new VirtualClock(), newId: () => 'attempt' });
  const [entry] = outbox.rows.open();
  expect(entry === undefined ? undefined : outbox.attempts.begin(entry, 30_000, 0)).toBeNull();
  expect(outbox.rows.open()[0]?.state).toMatchObject({ kind: 'needs-attention', reason: { kind: 'value-damaged' } });
  opened.close();
});

test('where the salt and the beginning of the log are both broken, no commit of the log is lost', () => {
  const folder = folderIn(scratch);
  const lived = liveAWhile(0, folder);
  harm(lived, { kind: 'bit', of: 'database', at: 0, bit: 0 }, () => 0);
  harm(lived, { kind: 'bit', of: 'log', at: 0, bit: 0 }, () => 0);
  const before = filesIn(folder);
  const found = nextStart(lived);
  expectNothingThrownAway(before, filesIn(folder), found !== null, lived.dataKey);
  const open = [...lived.history].filter(([, known]) => known.at(-1)?.value !== null).map(([id]) => id);
  for (const id of open) expect(found?.entries.get(id), id).toEqual(lived.history.get(id)?.at(-1));
});

test('a key that is not this database\'s opens nothing and changes nothing', () => {
  const folder = folderIn(scratch);
  const { file } = liveAWhile(7, folder);
  const before = filesIn(folder);
  expect(openOrSalvage({ file, dataKey: Buffer.alloc(32, 9), nativeBinding: testNativeBinding }, noon).kind).toBe('wrong-key');
  const after = filesIn(folder);
  for (const [name, bytes] of before) expect(after.get(name)?.equals(bytes), name).toBe(true);
});
