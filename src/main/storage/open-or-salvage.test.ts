import { copyFileSync, readFileSync, readdirSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { testNativeBinding } from '../../../tests/support/test-database.ts';
import type { Incident } from '../../shared/incident.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { pageSize } from './cipher-page.ts';
import { createIncidents } from './incidents.ts';
import { openOrSalvage } from './open-or-salvage.ts';
import { columnsOf, salvagedTables } from './salvage/stored-tables.ts';
import { schemaVersion } from './migrations.ts';

const noon = Date.UTC(2026, 10, 24, 12, 0, 5);
const small = 'This is a really big secret!';
const big = 'x'.repeat(60_000);

let bench: ReturnType<typeof openTestOutbox>;
beforeEach(() => {
  bench = openTestOutbox();
});
afterEach(() => bench.close());

function add(name: string, value = small): string {
  const given = bench.outbox.add(bench.to, name, value);
  if (!given.ok) throw new Error(given.code);
  return given.value.entryId;
}

/** Forty waiting entries over several pages, three long values, one delivered and one whose answer is unknown. */
function fill(): void {
  for (let number = 0; number < 40; number++) add(`secret-${number}`, `${number} ${'v'.repeat(300)}`);
  for (let number = 0; number < 3; number++) add(`long-${number}`, `${number}${big}`);
  const [first, second] = bench.outbox.rows.open();
  if (first === undefined || second === undefined) throw new Error('nothing waits');
  const sent = bench.outbox.attempts.begin(first, 30_000, 0);
  if (sent !== null) bench.outbox.attempts.deliver(sent.entry, { proof: 'answer', as: 'ana', revision: 1, found: null });
  const lost = bench.outbox.attempts.begin(second, 30_000, 0);
  if (lost !== null) bench.outbox.attempts.becomeUncertain(lost.entry, 'answer-lost', 'answer-lost', null);
}

interface State {
  readonly entries: ReadonlyMap<string, string>;
  readonly attempts: number;
}

function stateOf(db: typeof bench.db): State {
  const rows = db.prepare('SELECT name, state, attempts, value FROM entries').all() as {
    name: string; state: string; attempts: number; value: Buffer | null;
  }[];
  return {
    entries: new Map(rows.map(({ name, state, attempts, value }) => [name, `${state} ${attempts} ${value?.toString() ?? ''}`])),
    attempts: (db.prepare('SELECT COUNT(*) AS n FROM attempts').get() as { n: number }).n,
  };
}

/** A copy as a crash would leave it: the log beside the database. */
function crashed(): string {
  const file = join(temporaryFolder(), 'secrets.db');
  copyFileSync(bench.file, file);
  copyFileSync(`${bench.file}-wal`, `${file}-wal`);
  return file;
}

/** A copy as a quit leaves it. */
function closed(): string {
  bench.db.pragma('wal_checkpoint(TRUNCATE)');
  const file = join(temporaryFolder(), 'secrets.db');
  copyFileSync(bench.file, file);
  return file;
}

function alter(file: string, change: (bytes: Buffer) => Buffer | undefined): void {
  const bytes = readFileSync(file);
  writeFileSync(file, change(bytes) ?? bytes);
}

function flip(bytes: Buffer, at: number): undefined {
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
}

function open(file: string, now = noon) {
  return openOrSalvage({ file, dataKey: bench.dataKey, nativeBinding: testNativeBinding }, now);
}

function salvaged(file: string): { readonly state: State; readonly incident: Incident | undefined } {
  const opened = open(file);
  if (opened.kind !== 'open') throw new Error(opened.kind);
  const [incident] = createIncidents(opened.db).unread();
  const state = stateOf(opened.db);
  expect(opened.db.pragma('foreign_key_check')).toEqual([]);
  expect(opened.db.pragma('integrity_check', { simple: true })).toBe('ok');
  opened.close();
  return { state, incident };
}

const setAside = (file: string): string[] => readdirSync(join(file, '..')).filter((name) => name.includes('.quarantine-')).sort();

test('a sound database is opened as it is, and nothing is told', () => {
  fill();
  const { state, incident } = salvaged(crashed());
  expect(state).toEqual(stateOf(bench.db));
  expect(incident).toBeUndefined();
});

test('no two tables that go on have the same number of columns, and none has that of another table', () => {
  const counts = salvagedTables.map((table) => columnsOf(bench.db, table).length);
  // listed_secrets has no leaves of this kind: it is WITHOUT ROWID.
  const others = ['lists', 'sqlite_schema', 'sqlite_sequence'] as const;
  const foreign = others.map((table) => (bench.db.pragma(`table_info(${table})`) as unknown[]).length);
  expect(new Set(counts).size).toBe(counts.length);
  expect(counts.filter((count) => foreign.includes(count))).toEqual([]);
});

describe('a damaged database', () => {
  test('is set aside under a dated name, untouched, and what can be read goes on', () => {
    fill();
    const file = closed();
    const before = stateOf(bench.db);
    alter(file, (bytes) => flip(bytes, bytes.length - 2 * pageSize + 100));
    const damaged = readFileSync(file);
    const { state, incident } = salvaged(file);
    expect(setAside(file)).toContain('secrets.db.quarantine-2026-11-24T12-00-05');
    expect(readFileSync(`${file}.quarantine-2026-11-24T12-00-05`)).toEqual(damaged);
    expect(incident).toMatchObject({ kind: 'salvaged', at: noon, setAside: setAside(file) });
    expect(state.entries.size).toBeGreaterThan(before.entries.size / 2);
  });

  test.each([
    ['its first page, with the schema', 200],
    ['one bit of its salt', 3],
  ])('loses no entry by damage in %s', (_, at) => {
    fill();
    const file = closed();
    alter(file, (bytes) => flip(bytes, at));
    expect(salvaged(file).state).toEqual(stateOf(bench.db));
  });

  test('loses only what lay on the damaged page, wherever a bit flips', () => {
    fill();
    const whole = stateOf(bench.db);
    const pages = readFileSync(closed()).length / pageSize;
    for (let page = 0; page < pages; page++) {
      const file = closed();
      alter(file, (bytes) => flip(bytes, page * pageSize + 1000));
      const { state, incident } = salvaged(file);
      const lost = incident?.kind === 'salvaged' ? incident.lost.map(({ name }) => name) : [];
      for (const [name, was] of state.entries) {
        // An attempt that is lost leaves an entry that needs the person, and changes nothing else.
        const isAsBefore = was === whole.entries.get(name) || was === whole.entries.get(name)?.replace('uncertain', 'needs-attention');
        expect(isAsBefore, `${name} on page ${page + 1}`).toBe(true);
      }
      expect(state.entries.size, `page ${page + 1}`).toBeGreaterThanOrEqual(whole.entries.size - 12);
      expect(lost.filter((name) => state.entries.has(name))).toEqual([]);
    }
  });

  test('tells by name whose value is lost, when only a part of the value is', () => {
    fill();
    const file = closed();
    // The long values are written last, over pages of their own.
    alter(file, (bytes) => flip(bytes, bytes.length - 5 * pageSize + 100));
    const { state, incident } = salvaged(file);
    expect(incident).toMatchObject({ kind: 'salvaged', lost: [{ name: expect.stringMatching(/^long-/) as string, mayBeThere: false }] });
    expect(state.entries.size).toBe(stateOf(bench.db).entries.size - 1);
  });

  test('that was cut short keeps what is left', () => {
    fill();
    const file = closed();
    truncateSync(file, Math.floor(statSync(file).size / pageSize / 2) * pageSize + 77);
    const { state, incident } = salvaged(file);
    expect(state.entries.size).toBeGreaterThan(0);
    expect(incident?.kind).toBe('salvaged');
  });

  test('is left where it is when nothing of it can be read', () => {
    fill();
    const file = closed();
    alter(file, (bytes) => bytes.fill(0x5a));
    expect(open(file).kind).toBe('wrong-key');
    expect(readdirSync(join(file, '..'))).toEqual(['secrets.db']);
  });

  test('of a newer app is refused as such, not salvaged', () => {
    fill();
    bench.db.pragma(`user_version = ${schemaVersion + 1}`);
    const file = closed();
    alter(file, (bytes) => flip(bytes, 5 * pageSize + 100));
    expect(open(file).kind).toBe('newer-version');
    expect(setAside(file)).toEqual([]);
  });
});

describe('a damaged log', () => {
  test('in which SQLite would pass over later commits loses none of them', () => {
    bench.db.pragma('wal_checkpoint(TRUNCATE)');
    for (const name of ['first', 'second', 'third', 'fourth']) add(name);
    const file = crashed();
    alter(`${file}-wal`, (bytes) => flip(bytes, 32 + 24 + 500));
    const { state, incident } = salvaged(file);
    expect([...state.entries.keys()]).toEqual(['first', 'second', 'third', 'fourth']);
    expect(incident?.kind).toBe('salvaged');
  });

  test('with a broken header loses no commit', () => {
    bench.db.pragma('wal_checkpoint(TRUNCATE)');
    for (const name of ['first', 'second']) add(name);
    const file = crashed();
    alter(`${file}-wal`, (bytes) => flip(bytes, 17));
    expect([...salvaged(file).state.entries.keys()]).toEqual(['first', 'second']);
  });

  test('whose database is gone still gives what was committed', () => {
    bench.db.pragma('wal_checkpoint(TRUNCATE)');
    add('first');
    bench.db.exec('UPDATE environments SET label = label');
    const file = crashed();
    renameSync(file, `${file}.elsewhere`);
    const opened = open(file);
    // Without page 1 among its frames there is no salt, and nothing can be read: then it stays where it is.
    expect(['open', 'unreadable']).toContain(opened.kind);
    if (opened.kind === 'open') opened.close();
    else expect(readdirSync(join(file, '..'))).toContain('secrets.db-wal');
  });

  test('that a loss of power cut in its last transaction is no damage: that one was promised to nobody', () => {
    bench.db.pragma('wal_checkpoint(TRUNCATE)');
    add('first');
    const whole = statSync(`${bench.file}-wal`).size;
    add('second');
    const file = crashed();
    // The first frame of the second transaction did not reach the disk, its last one did.
    alter(`${file}-wal`, (bytes) => void bytes.fill(0, whole, whole + 24 + pageSize));
    const { state, incident } = salvaged(file);
    expect([...state.entries.keys()]).toEqual(['first']);
    expect(incident).toBeUndefined();
  });
});

describe('stopped in the middle of mending', () => {
  test('a half-built new database is thrown away and built anew', () => {
    fill();
    const file = closed();
    alter(file, (bytes) => flip(bytes, 200));
    writeFileSync(`${file}.salvaging`, 'half');
    expect(salvaged(file).state).toEqual(stateOf(bench.db));
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('salvag'))).toEqual([]);
  });

  test.each([
    ['before anything was set aside', true],
    ['after the damaged one was set aside', false],
  ])('%s, the next start finishes', (_, damagedIsThere) => {
    fill();
    const file = closed();
    const whole = stateOf(bench.db);
    alter(file, (bytes) => flip(bytes, 200));
    const opened = open(file);
    if (opened.kind !== 'open') throw new Error(opened.kind);
    opened.close();
    renameSync(file, `${file}.salvaged`);
    if (damagedIsThere) renameSync(`${file}.quarantine-2026-11-24T12-00-05`, file);
    expect(salvaged(file).state).toEqual(whole);
  });
});

test('what was salvaged goes on: it can be sent, and nothing that was done begins again', () => {
  fill();
  const file = closed();
  alter(file, (bytes) => flip(bytes, 200));
  const opened = open(file);
  if (opened.kind !== 'open') throw new Error(opened.kind);
  const outbox = createOutbox({ db: opened.db, clock: bench.clock, newId: () => 'new' });
  const due = outbox.attempts.due(bench.environmentId, bench.accountId, bench.clock.now(), 100);
  expect(due.map(({ name }) => name)).not.toContain('secret-0');
  expect(due.find(({ name }) => name === 'secret-1')?.state.kind).toBe('uncertain');
  const third = due.find(({ name }) => name === 'secret-2');
  const value = third === undefined ? null : outbox.attempts.begin(third, 1000, 0)?.value;
  expect(Buffer.from(value?.exposeSecretBytes() ?? []).toString()).toBe(`2 ${'v'.repeat(300)}`);
  opened.close();
});
