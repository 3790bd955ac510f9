import { spawn } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { missingEntries } from '../../../src/main/outbox/missing-entries.ts';
import { withRemoved } from '../../../src/main/outbox/removed-entries.ts';
import { createIncidents } from '../../../src/main/storage/incidents.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { shimEnvironment, shimMissing, type DiskFault } from './disk-shim.ts';
import { openProfileFolder } from './opened-profile.ts';
import { differenceOf, stateOf, type ProfileState } from './profile-state.ts';
import { readRecord, type Operation } from './recorded-disk.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import type { Note } from './story-program.ts';

// A real process tells its story, and the Nth call to its disk fails or is its last. Which N are tried is drawn by
// the seed; KELVIN_SECRETS_CALLS says how many (10), and a number that is large enough means each of them.

const seed = Number(process.env['KELVIN_SECRETS_SEED'] ?? 20_261_124);
const callsTried = Number(process.env['KELVIN_SECRETS_CALLS'] ?? 10);
const atOnce = 2;

/** What the person is told of a refused step or start: the disk is full or cannot be written, or must be mended. */
const told: readonly string[] = [
  'disk-full', 'not-writable', 'profile-not-writable',
  'in-use', 'damaged', 'not-a-database', 'unreadable', 'profile-not-readable',
  'choose-passphrase', // a key file that could not be read back protects nothing yet
];

interface Telling {
  readonly folder: string;
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly stderr: string;
  readonly notes: readonly Extract<Operation, { kind: 'note' }>[];
}

type Fault = { readonly kind: DiskFault; readonly at: number; readonly stays: boolean };

const scratch = shimMissing === null ? realpathSync(scratchFolder('failing-disk')) : '';

async function tellStory(fault: Fault | null): Promise<Telling> {
  const place = join(scratch, fault === null ? 'sound' : `${fault.kind}-${fault.at}-${fault.stays}`);
  rmSync(place, { recursive: true, force: true });
  const [folder, log, marks, until] = [join(place, 'profile'), join(place, 'record'), join(place, 'notes'), join(place, 'until')];
  mkdirSync(folder, { recursive: true });
  const shim = fault === null ? {} : { fault: { kind: fault.kind, at: fault.at, ...(fault.stays ? { until } : {}) } };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'story-program.ts'), folder, marks, fault?.stays === true ? until : ''], {
    env: shimEnvironment({ folder, log, marks, ...shim }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('close', (...how) => resolve(how)),
  );
  const notes = readRecord(log).filter((operation) => operation.kind === 'note');
  rmSync(log);
  return { folder, signal, code, stderr, notes };
}

function statesOf({ notes }: Telling): ProfileState[] {
  return notes.map(({ text }) => JSON.parse(text) as Note).flatMap((note) => (note.kind === 'done' ? [note.state] : []));
}

/** What the next start of the app finds. */
async function nextStart(folder: string): Promise<{ readonly state: ProfileState; readonly incidents: number }> {
  const opened = await openProfileFolder(folder, () => 'new');
  if (opened.kind === 'trouble') throw new Error(`The app does not start: ${opened.trouble}`);
  try {
    expect(opened.db.pragma('quick_check', { simple: true })).toBe('ok');
    expect(missingEntries(opened.db, withRemoved(opened.db, opened.receipts.all()), new Set())).toBeNull();
    return { state: stateOf(opened.db), incidents: createIncidents(opened.db).unread().length };
  } finally {
    opened.close();
  }
}

const title = shimMissing === null ? `a disk that fails (seed ${seed})` : `a disk that fails: ${shimMissing}`;
describe.skipIf(shimMissing !== null)(title, { timeout: 300_000 + callsTried * 10_000 }, () => {
  let sound: readonly ProfileState[];
  let last: Telling['notes'][number];
  beforeAll(async () => {
    const telling = await tellStory(null);
    expect(telling.stderr).toBe('');
    sound = statesOf(telling);
    const note = telling.notes.at(-1);
    if (note === undefined) throw new Error('The story was not told.');
    last = note;
  });

  /** Runs the story with the fault at each of the calls that are tried, some at once. */
  async function atEachCall(fault: Omit<Fault, 'at'>, look: (telling: Telling, at: number) => Promise<void>): Promise<void> {
    const calls = fault.kind === 'read' ? last.reads : last.changes;
    const random = seededRandom(seed + fault.kind.length * 1000 + Number(fault.stays));
    const chosen = callsTried >= calls
      ? Array.from({ length: calls }, (_, index) => index + 1)
      : Array.from({ length: callsTried }, () => 1 + Math.floor(random() * calls));
    const next = chosen.values();
    const work = async (): Promise<void> => {
      for (const at of next) {
        const telling = await tellStory({ ...fault, at });
        await look(telling, at);
        rmSync(join(telling.folder, '..'), { recursive: true, force: true });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  test.each<Omit<Fault, 'at'>>([
    { kind: 'eio', stays: false },
    { kind: 'eio', stays: true },
    { kind: 'enospc', stays: false },
    { kind: 'enospc', stays: true },
    { kind: 'short', stays: false },
    { kind: 'read', stays: false },
    { kind: 'read', stays: true },
  ])('$kind (stays: $stays) is answered, and when it ends the app goes on as if it had not been', async (fault) => {
    await atEachCall(fault, async (telling, at) => {
      const where = `call ${at}`;
      expect(telling.stderr, where).toBe('');
      const notes = telling.notes.map(({ text }) => JSON.parse(text) as Note);
      for (const note of notes) if (note.kind === 'refused') expect(told, `${where}: ${note.step}`).toContain(note.trouble);
      expect(differenceOf(statesOf(telling).at(-1) ?? [], sound.at(-1) ?? []), where).toBe('');
      const { state, incidents } = await nextStart(telling.folder);
      expect(differenceOf(state, sound.at(-1) ?? []), where).toBe('');
      // A disk that cannot be written is no damage. One that cannot be read may be taken for it, and loses nothing.
      if (fault.kind !== 'read') expect(incidents, where).toBe(0);
    });
  });

  test.each<Omit<Fault, 'at'>>([
    { kind: 'kill', stays: false },
    { kind: 'kill-short', stays: false },
  ])('$kind: a process that dies there leaves everything that was acknowledged', async (fault) => {
    await atEachCall(fault, async (telling, at) => {
      expect(telling.signal, `call ${at}`).toBe('SIGKILL');
      const acknowledged = statesOf(telling).length;
      const { state, incidents } = await nextStart(telling.folder);
      const allowed = [sound[acknowledged - 1] ?? [], ...(sound[acknowledged] === undefined ? [] : [sound[acknowledged]])];
      const differences = allowed.map((one) => differenceOf(state, one));
      expect(differences, `call ${at}`).toContain('');
      expect(incidents, `call ${at}`).toBe(0);
    });
  });
});
