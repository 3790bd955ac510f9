import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { PowerlessDisk, type Image } from './crash-images.ts';
import { shimEnvironment, shimMissing } from './disk-shim.ts';
import type { Findings } from './power-loss-program.ts';
import { readRecord } from './recorded-disk.ts';

// A real process tells its story on a disk that writes down every call. Then, for each moment of it, the disk is
// built as a loss of power at that moment could have left it, and the app's own start opens it.

const seed = Number(process.env['KELVIN_SECRETS_SEED'] ?? 20_261_124);

interface Recording {
  readonly file: string;
  /** The folder as the process left it, without what lies in memory only. */
  readonly left: Image;
}

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, program), ...args], {
    env, maxBuffer: 64 * 1024 * 1024,
  });
  expect(stderr).toBe('');
  return stdout;
}

async function recordStory(careless = ''): Promise<Recording> {
  const scratch = realpathSync(scratchFolder('power-loss'));
  const [folder, log, marks] = [join(scratch, 'profile'), join(scratch, 'record'), join(scratch, 'notes')];
  mkdirSync(folder);
  await run('story-program.ts', [folder, marks, '', careless], shimEnvironment({ folder, log, marks }));
  const names = readdirSync(folder).filter((name) => !name.endsWith('-shm'));
  return { file: log, left: new Map(names.map((name) => [name, readFileSync(join(folder, name))])) };
}

async function lookAtEach({ file }: Recording, which: 'all' | 'first'): Promise<Findings> {
  const folder = realpathSync(scratchFolder('powerless'));
  const args = [file, folder, String(seed), which];
  return JSON.parse(await run('power-loss-program.ts', args, shimEnvironment({ folder }))) as Findings;
}

const title = shimMissing === null ? `a loss of power (seed ${seed})` : `a loss of power: ${shimMissing}`;
describe.skipIf(shimMissing !== null)(title, { timeout: 300_000 }, () => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await recordStory();
  });

  test('the record holds every change: done again in full, it gives the files byte by byte', () => {
    const disk = new PowerlessDisk();
    for (const operation of readRecord(recording.file)) disk.do(operation);
    const now = new Map([...disk.now()].filter(([name]) => !name.endsWith('-shm')));
    expect([...now.keys()].sort()).toEqual([...recording.left.keys()].sort());
    for (const [name, bytes] of now) expect(recording.left.get(name)?.equals(bytes), name).toBe(true);
  });

  test('at any moment, whatever of the unsynced was kept, leaves everything that was acknowledged', async () => {
    const { disks, troubles } = await lookAtEach(recording, 'all');
    expect(troubles).toEqual([]);
    expect(disks).toBeGreaterThan(400);
  });

  test('is noticed by this test where commits do not wait for the disk', async () => {
    const { troubles } = await lookAtEach(await recordStory('careless-commits'), 'first');
    expect(troubles).not.toEqual([]);
  });

  test('is noticed by this test where the key file does not wait for the disk', async () => {
    const { troubles } = await lookAtEach(await recordStory('careless-key'), 'first');
    expect(troubles).not.toEqual([]);
  });
});
