import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Database } from '@signalapp/sqlcipher';

export interface HeldReader {
  /** kill -9: its connection never closes, so that it does not tidy up either. */
  kill(): Promise<void>;
}

/** Another process that reads the database and does not let go, as a backup program may. */
export async function holdReader(file: string, dataKey: Buffer): Promise<HeldReader> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'close');
  child.stdin.write(dataKey.toString('hex'));
  child.stdin.write('\n');
  await Promise.race([once(child.stdout, 'data'), gone.then(() => Promise.reject(new Error('The reader ended.')))]);
  return {
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdin.once('data', (line: Buffer) => {
    const db = new Database(process.argv[2] ?? '');
    db.pragma(`key = "x'${line.toString().trim()}'"`);
    db.exec('BEGIN');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    process.stdout.write('reading\n');
  });
}
