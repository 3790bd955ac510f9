import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.mjs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kelvin-lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Another process that appends `in` and `out` to a file while it has the lock. */
function otherProcess(lock: string, log: string) {
  const program = `
    import { appendFileSync } from 'node:fs';
    import { setImmediate } from 'node:timers/promises';
    import { withLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.mjs'))};
    await withLock(${JSON.stringify(lock)}, async () => {
      appendFileSync(${JSON.stringify(log)}, 'in ');
      for (let turn = 0; turn < 50; turn += 1) await setImmediate();
      appendFileSync(${JSON.stringify(log)}, 'out ');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
  return new Promise((resolve) => child.once('close', resolve));
}

/** A lock as another process left it. */
function leftBehind(pid: number, host: string, ageMs: number): string {
  const lock = join(folder, 'lock');
  mkdirSync(lock);
  writeFileSync(join(lock, 'owner.json'), JSON.stringify({ pid, host }));
  const then = new Date(Date.now() - ageMs);
  utimesSync(lock, then, then);
  return lock;
}

// Larger than any process id that Linux hands out.
const NOBODYS_PID = 0x7fff_fff0;

describe('the lock of set-up', () => {
  it('lets one process in at a time', async () => {
    const [lock, log] = [join(folder, 'lock'), join(folder, 'log')];
    await Promise.all([1, 2, 3, 4].map(() => otherProcess(lock, log)));
    expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(4));
    expect(existsSync(lock)).toBe(false);
  });

  it('is given back when the work fails', async () => {
    const lock = join(folder, 'lock');
    await expect(withLock(lock, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
    expect(existsSync(lock)).toBe(false);
  });

  it('is taken over from a process that died', async () => {
    const lock = leftBehind(NOBODYS_PID, hostname(), 0);
    expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
  });

  it('is taken over from another machine only when nobody touched it for two minutes', async () => {
    const lock = leftBehind(NOBODYS_PID, 'elsewhere', 121_000);
    expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
  });
});
