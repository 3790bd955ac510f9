import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { openTestOutbox } from '../../../tests/support/outbox-bench.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { maxImportBytes, maxImportCount } from '../../shared/import/import-line.ts';
import type { ImportAnswer, ImportedSecret } from '../../shared/import/import-request.ts';
import { diskTrouble } from '../storage/disk-trouble.ts';
import { createReceipts } from '../system/receipts.ts';
import { withReceipts } from './receipts-of.ts';

const seen = { created: '2026-11-01T10:00:00.000000Z', updated: '2026-11-02T10:00:00.000000Z', updatedBy: 'krn:user:joao' };

let bench: ReturnType<typeof openTestOutbox>;
beforeEach(() => {
  bench = openTestOutbox();
});
afterEach(() => bench.close());

const create = (name: string, value = `value of ${name}`): ImportedSecret => ({ name, value, replaces: null });
const replace = (name: string, value = `value of ${name}`): ImportedSecret => ({ name, value, replaces: seen });
const names = (): string[] => bench.outbox.rows.open().map(({ name }) => name);

function add(...secrets: ImportedSecret[]): ImportAnswer {
  const given = bench.outbox.addMany(bench.to, secrets);
  if (!given.ok) throw new Error(given.code);
  return given.value;
}

describe('adding many', () => {
  it('is one commit, in their order, with the bytes as they were given and what a replace saw', () => {
    const answer = add(create('b', ' one\r\ntwo\n\u{1F511}\0'), replace('Legacy_Name', 'x'), create('a'));
    bench.reopen();
    const entries = bench.open().rows.open();
    expect(answer).toEqual({ kind: 'added', entryIds: entries.map(({ id }) => id) });
    expect(entries.map(({ name, intent, seen: condition }) => [name, intent, condition?.updatedBy ?? null])).toEqual([
      ['b', 'create', null],
      ['Legacy_Name', 'replace', seen.updatedBy],
      ['a', 'create', null],
    ]);
    const row = bench.db.prepare('SELECT value FROM entries WHERE name = ?').get('b') as { value: Buffer };
    expect(row.value.toString('utf8')).toBe(' one\r\ntwo\n\u{1F511}\0');
  });

  it('keeps none where one cannot be added, and says which and why', () => {
    bench.outbox.add(bench.to, 'waits', 'x');
    bench.outbox.replace(bench.to, 'replaced', 'x', seen);
    const answer = add(
      create('fine'),
      create('Bad_Name'),
      create('empty', ''),
      create('half', 'a\ud800'),
      create('large', 'x'.repeat(1024 * 1024 + 1)),
      create('waits'),
      create('replaced'),
      replace('waits'),
      create('fine'),
    );
    expect(answer).toEqual({
      kind: 'refused',
      refusals: [
        { index: 1, code: 'bad-name' },
        { index: 2, code: 'empty-value' },
        { index: 3, code: 'lone-surrogate' },
        { index: 4, code: 'value-too-large' },
        { index: 5, code: 'name-already-waits' },
        { index: 6, code: 'name-already-waits' },
        { index: 7, code: 'name-already-waits' },
        { index: 8, code: 'name-already-waits' },
      ],
    });
    expect(names()).toEqual(['waits', 'replaced']);
  });

  it('lets a create wait behind a delete of its name, as one alone does', () => {
    bench.outbox.delete(bench.to, 'old', seen);
    expect(add(create('old'))).toMatchObject({ kind: 'added' });
  });

  it('takes no more than an import holds', () => {
    const many = Array.from({ length: maxImportCount + 1 }, (_, index) => create(`n-${index}`));
    expect(bench.outbox.addMany(bench.to, many)).toMatchObject({ ok: false, code: 'too-large' });
    const large = Array.from({ length: maxImportBytes / 2 ** 20 + 1 }, (_, index) => create(`n-${index}`, 'x'.repeat(2 ** 20)));
    expect(bench.outbox.addMany(bench.to, large)).toMatchObject({ ok: false, code: 'too-large' });
    expect(names()).toEqual([]);
  });

  it('keeps none where the disk is full in the middle of it, and all when there is room again', () => {
    const many = Array.from({ length: 40 }, (_, index) => create(`n-${index}`, 'x'.repeat(20_000)));
    // SQLite's own end of the disk: some pages are written, then there are no more.
    const pages = bench.db.pragma('page_count', { simple: true }) as number;
    bench.db.pragma(`max_page_count = ${pages + 60}`);
    expect(troubleOf(() => add(...many))).toBe('disk-full');
    expect(names()).toEqual([]);
    bench.db.pragma('max_page_count = 1000000');
    expect(add(...many)).toMatchObject({ kind: 'added' });
    bench.reopen();
    expect(bench.open().rows.open()).toHaveLength(40);
  });

  it('keeps none where recording one of them fails', () => {
    bench.db.exec(`CREATE TEMP TRIGGER refuse_third AFTER INSERT ON entries WHEN NEW.name = 'third'
      BEGIN SELECT RAISE(ABORT, 'no'); END`);
    expect(() => add(create('first'), create('second'), create('third'))).toThrow();
    expect(names()).toEqual([]);
  });
});

test('each of many has its receipt, and nobody else has one', () => {
  const receipts = createReceipts(join(temporaryFolder(), 'receipts.txt'));
  const outbox = withReceipts(bench.outbox, receipts, () => bench.clock.now());
  outbox.addMany(bench.to, [create('a'), create('a')]);
  expect(receipts.all()).toEqual([]);
  const given = outbox.addMany(bench.to, [create('a'), replace('b')]);
  expect(given).toMatchObject({ ok: true, value: { entryIds: receipts.all().map(({ id }) => id) } });
  expect(receipts.all()).toHaveLength(2);
});

function troubleOf(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    return diskTrouble(error);
  }
}
