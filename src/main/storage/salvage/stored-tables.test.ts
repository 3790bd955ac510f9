import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestOutbox } from '../../../../tests/support/outbox-bench.ts';
import { temporaryFolder } from '../../../../tests/support/temporary-folder.ts';
import type { EntryId } from '../../../shared/entry.ts';
import { pageSize } from '../cipher-page.ts';
import { readDamaged } from './stored-tables.ts';

let bench: ReturnType<typeof openTestOutbox>;
beforeEach(() => {
  bench = openTestOutbox();
});
afterEach(() => bench.close());

const logHeader = 32;
const frameHeader = 24;

function add(name: string, value: string): EntryId {
  const given = bench.outbox.add(bench.to, name, value);
  if (!given.ok) throw new Error(given.code);
  return given.value.entryId;
}

/** A copy as a crash leaves it, with every image of one page in the log broken: an older one in the database is left. */
function withoutNewerImages(page: number): string {
  const file = join(temporaryFolder(), 'secrets.db');
  copyFileSync(bench.file, file);
  const log = readFileSync(`${bench.file}-wal`);
  for (let frame = logHeader; frame < log.length; frame += frameHeader + pageSize) {
    const at = frame + frameHeader + 1000;
    if (log.readUInt32BE(frame) === page) log.writeUInt8(log.readUInt8(at) ^ 0x10, at);
  }
  writeFileSync(`${file}-wal`, log);
  return file;
}

test('of a row that lies on two pages the further state is taken: what was delivered does not wait again', () => {
  const ids = Array.from({ length: 40 }, (_, nth) => add(`secret-${nth}`, 'v'.repeat(300)));
  bench.db.pragma('wal_checkpoint(TRUNCATE)');
  const pages = statSync(bench.file).size / pageSize;
  // One value grows, and its page is split: rows behind it move to another page, and one of them is delivered there.
  bench.outbox.changeValue(ids[14] as EntryId, 'w'.repeat(2_500));
  const delivered = ids[19] as EntryId;
  const waiting = bench.outbox.rows.byId(delivered);
  const begun = waiting === null ? null : bench.outbox.attempts.begin(waiting, 30_000, 0);
  if (begun === null) throw new Error('not begun');
  bench.outbox.attempts.deliver(begun.entry, { proof: 'answer', as: 'ana', revision: 1, found: null });

  const states = Array.from({ length: pages }, (_, nth) => {
    const rows = readDamaged(withoutNewerImages(nth + 1), bench.dataKey, bench.db)?.rows('entries') ?? [];
    return rows.find(({ id }) => id === delivered)?.['state'] ?? 'nowhere';
  });
  // One of these pages is where it waited before: its older image is read, and must not be believed.
  expect(new Set(states)).toEqual(new Set(['delivered']));
});
