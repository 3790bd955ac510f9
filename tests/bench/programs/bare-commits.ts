// The yardstick for Add: nothing but commits of rows of the same size into an encrypted database of the same make,
// opened by the product's own module (so FULL, WAL, the same cipher), on the same disk.
import { randomBytes } from 'node:crypto';
import { openDatabase } from '../../../src/main/storage/database.ts';

export interface BareCommitsQuestion {
  readonly file: string;
  readonly count: number;
  readonly rowBytes: number;
}

const { file, count, rowBytes } = JSON.parse(process.env['BENCH_QUESTION'] ?? '') as BareCommitsQuestion;
const nativeBinding = process.env['KELVIN_SECRETS_NATIVE_BINDING'] ?? '';
const opened = openDatabase({ file, dataKey: randomBytes(32), nativeBinding });
if (opened.kind !== 'open') throw new Error(`The database did not open: ${opened.kind}`);
opened.db.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, row BLOB NOT NULL)');
const insert = opened.db.prepare('INSERT INTO bare (row) VALUES (?)');
const milliseconds: number[] = [];
for (let at = 0; at < count; at += 1) {
  const row = randomBytes(rowBytes);
  const begun = performance.now();
  insert.run(row);
  milliseconds.push(performance.now() - begun);
}
opened.close();
process.stdout.write(`${JSON.stringify(milliseconds)}\n`);
