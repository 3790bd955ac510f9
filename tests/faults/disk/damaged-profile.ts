import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageSize } from '../../../src/main/storage/cipher-page.ts';
import type { Entry } from '../../../src/main/outbox/stored-entry.ts';
import { openTestOutbox } from '../../support/outbox-bench.ts';
import { seededRandom } from '../../support/seeded-random.ts';

/** What may be known of one entry. Two that are equal are the same state with the same value. */
export interface Known {
  readonly state: string;
  readonly intent: string;
  readonly name: string;
  readonly revision: number;
  readonly attempts: number;
  readonly value: string | null;
}

export interface LivedProfile {
  readonly file: string;
  readonly dataKey: Buffer;
  /** Every state that each entry was ever committed in, oldest first. */
  readonly history: ReadonlyMap<string, readonly Known[]>;
  /** The database as it was at its last checkpoint but one, for a disk that lost its last writes. */
  readonly earlier: Buffer;
}

type Bench = ReturnType<typeof openTestOutbox>;

/** Lives a while with a real outbox, at random and the same for the same seed, and leaves its files as a crash does. */
export function liveAWhile(seed: number, folder: string): LivedProfile {
  const bench = openTestOutbox();
  try {
    const random = seededRandom(seed);
    const history = new Map<string, Known[]>();
    const file = join(folder, 'secrets.db');
    let earlier = readFileSync(bench.file);
    for (let step = 0; step < 60; step++) {
      bench.clock.pass(1000);
      live(bench, random, step);
      for (const [id, known] of knownOf(bench.db)) {
        const before = history.get(id) ?? [];
        if (JSON.stringify(before.at(-1)) !== JSON.stringify(known)) history.set(id, [...before, known]);
      }
      if (random() < 0.08) {
        earlier = readFileSync(bench.file);
        bench.db.pragma('wal_checkpoint(TRUNCATE)');
      }
    }
    mkdirSync(folder, { recursive: true });
    copyFileSync(bench.file, file);
    if (existsSync(`${bench.file}-wal`)) copyFileSync(`${bench.file}-wal`, `${file}-wal`);
    return { file, dataKey: bench.dataKey, history, earlier };
  } finally {
    bench.close();
  }
}

function live({ outbox, to, clock }: Bench, random: () => number, step: number): void {
  const open = outbox.rows.open();
  const pick = (kind: Entry['state']['kind']): Entry | undefined => {
    const some = open.filter(({ state }) => state.kind === kind);
    return some[Math.floor(random() * some.length)];
  };
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  const value = `${step} ${letter.repeat(random() < 0.3 ? 4000 + Math.floor(random() * 20_000) : 100 + Math.floor(random() * 500))}`;
  const waiting = pick('waiting');
  const sending = pick('sending');
  const uncertain = pick('uncertain');
  const draw = random();
  if (draw < 0.35 || waiting === undefined) outbox.add(to, `secret-${step}`, value);
  else if (draw < 0.55) outbox.attempts.begin(waiting, 30_000, 0);
  else if (draw < 0.7 && sending !== undefined) {
    outbox.attempts.deliver(sending, { proof: 'answer', as: 'ana', revision: sending.revision, found: null });
  } else if (draw < 0.8 && sending !== undefined) outbox.attempts.becomeUncertain(sending, 'answer-lost', 'answer-lost', null);
  else if (draw < 0.87 && uncertain !== undefined) {
    outbox.attempts.backToWaiting(uncertain, 'answer-lost', 'not-there-after-all', { at: clock.now(), setback: true });
  } else if (draw < 0.93) outbox.changeValue(waiting.id, value);
  else outbox.discard(waiting.id, true);
}

/** A profile in which the pages of long values that were erased serve other entries' values now, all in the log. */
export function reusePages(folder: string): LivedProfile {
  const bench = openTestOutbox();
  try {
    const history = new Map<string, Known[]>();
    const note = (): void => {
      for (const [id, known] of knownOf(bench.db)) history.set(id, [...(history.get(id) ?? []), known]);
    };
    const add = (name: string, value: string): void => {
      bench.outbox.add(bench.to, name, value);
      note();
    };
    for (let number = 0; number < 12; number++) {
      add(`short-${number}`, `${number}${'s'.repeat(400)}`);
      add(`long-${number}`, `${number}${String.fromCharCode(97 + number).repeat(9000)}`);
    }
    bench.db.pragma('wal_checkpoint(TRUNCATE)');
    for (let number = 0; number < 12; number += 3) {
      const entry = bench.outbox.rows.openCreate(bench.environmentId, `long-${number}`);
      if (entry !== null) bench.outbox.discard(entry.id, true);
      note();
      add(`later-${number}`, `${number}${String.fromCharCode(65 + number).repeat(9000)}`);
    }
    const file = join(folder, 'secrets.db');
    copyFileSync(bench.file, file);
    copyFileSync(`${bench.file}-wal`, `${file}-wal`);
    return { file, dataKey: bench.dataKey, history, earlier: readFileSync(file) };
  } finally {
    bench.close();
  }
}

/** One entry whose value was changed, and a disk that acknowledged one page of the new value and never wrote it. */
export function staleValue(folder: string): LivedProfile {
  const bench = openTestOutbox();
  try {
    const given = bench.outbox.add(bench.to, 'changed', 'a'.repeat(20_000));
    if (!given.ok) throw new Error(given.code);
    bench.db.pragma('wal_checkpoint(TRUNCATE)');
    const earlier = readFileSync(bench.file);
    bench.outbox.changeValue(given.value.entryId, 'b'.repeat(20_000));
    const history = new Map([...knownOf(bench.db)].map(([id, known]) => [id, [known]]));
    bench.db.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(bench.file);
    const file = join(folder, 'secrets.db');
    // The last page of the file is one of the value's.
    earlier.copy(bytes, earlier.length - pageSize, earlier.length - pageSize);
    writeFileSync(file, bytes);
    return { file, dataKey: bench.dataKey, history, earlier };
  } finally {
    bench.close();
  }
}

export function knownOf(db: Bench['db']): Map<string, Known> {
  const rows = db.prepare('SELECT id, state, intent, name, revision, attempts, CAST(value AS TEXT) AS value FROM entries').all();
  return new Map((rows as (Known & { readonly id: string })[]).map(({ id, ...known }) => [id, known]));
}

/** One way in which files come to harm. `at` and `length` are shares (0..1) of the file they are for. */
export type Harm =
  | { readonly kind: 'bit'; readonly of: 'database' | 'log'; readonly at: number; readonly bit: number }
  | { readonly kind: 'garbage' | 'zeros'; readonly of: 'database' | 'log'; readonly at: number; readonly bytes: number }
  | { readonly kind: 'cut'; readonly of: 'database' | 'log'; readonly at: number }
  | { readonly kind: 'log-gone' | 'database-gone' | 'index-garbage' }
  /** A write that the disk acknowledged and never made: one page is as it was. */
  | { readonly kind: 'page-of-before'; readonly at: number };

export function harm({ file, earlier }: LivedProfile, harm: Harm, random: () => number): void {
  const path = 'of' in harm && harm.of === 'log' ? `${file}-wal` : file;
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  const at = 'at' in harm ? Math.floor(harm.at * bytes.length) : 0;
  switch (harm.kind) {
    case 'bit':
      if (at < bytes.length) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << harm.bit), at);
      return writeFileSync(path, bytes);
    case 'garbage':
    case 'zeros':
      for (let index = at; index < Math.min(at + harm.bytes, bytes.length); index++) {
        bytes.writeUInt8(harm.kind === 'zeros' ? 0 : Math.floor(random() * 256), index);
      }
      return writeFileSync(path, bytes);
    case 'cut':
      return writeFileSync(path, bytes.subarray(0, at));
    case 'log-gone':
      return rmSync(`${file}-wal`, { force: true });
    case 'database-gone':
      return rmSync(file);
    case 'index-garbage':
      return writeFileSync(`${file}-shm`, Buffer.from(Array.from({ length: 32_768 }, () => Math.floor(random() * 256))));
    case 'page-of-before': {
      const start = Math.floor(at / pageSize) * pageSize;
      earlier.copy(bytes, start, start, Math.min(start + pageSize, earlier.length, bytes.length));
      return writeFileSync(path, bytes);
    }
  }
}

/** Every file of a folder with its bytes. */
export function filesIn(folder: string): Map<string, Buffer> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

export function folderIn(scratch: string): string {
  return mkdtempSync(join(scratch, 'profile-'));
}
