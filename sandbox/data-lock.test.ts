import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lockData } from './data-lock.ts';
import { createSandbox } from './sandbox.ts';

function dataFile(): string {
  const path = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return join(path, 'data.json');
}

it('keeps a second sandbox away from a data file until the first has ended', async () => {
  const path = dataFile();
  const first = await createSandbox({ dataFile: path });
  await expect(createSandbox({ dataFile: path })).rejects.toThrow(
    `in use by another sandbox (process ${process.pid})`,
  );
  await first.close();
  await (await createSandbox({ dataFile: path })).close();
  expect(existsSync(`${path}.lock`)).toBe(false);
});

it.each(['2147483646', '', 'not a number'])(
  'takes over a lock that a killed sandbox left ("%s")',
  (holder) => {
    const path = dataFile();
    writeFileSync(`${path}.lock`, holder);
    const unlock = lockData(path);
    expect(() => lockData(path)).toThrow('in use');
    unlock();
  },
);

it('gives the lock back when the sandbox does not start', async () => {
  const path = dataFile();
  writeFileSync(path, 'my notes');
  await expect(createSandbox({ dataFile: path })).rejects.toThrow('left as it is');
  expect(existsSync(`${path}.lock`)).toBe(false);
});
