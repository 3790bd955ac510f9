import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startBare } from '../../support/app.ts';
import { restoreBackup, takeBackup, fingerprintOf } from './backup.ts';
import { isWrite } from './faults.ts';
import { isReady, picked, type Play } from './play.ts';
import type { Step } from './plan.ts';
import { drawValue } from './value.ts';
import { within } from './world.ts';

type Somebody = Extract<Step, { do: 'somebody' }>;

/** Kills the main process when it is there; nothing more is passed on. */
export function killAt(play: Play, step: Extract<Step, { do: 'kill' }>): Promise<void> {
  const { world, timeline } = play;
  if (step.at === 'now') return world.end('SIGKILL');
  const { at } = step;
  world.proxy.atNext(at, isWrite, ({ path }) => {
    timeline.note(`kill -9 at ${at} of ${path}`);
    play.met(`killed at ${at}`);
    void world.end('SIGKILL');
    return 'hold';
  });
  return Promise.resolve();
}

/** What a colleague does to a secret of ours, or we ourselves from elsewhere. */
export async function somebody({ world, ledger, timeline, active, random }: Play, { who, does, whose }: Somebody): Promise<void> {
  const names = whose === 'newest' ? [...active].slice(-1) : ledger.known;
  const name = picked(names.flatMap((known) => known.names.slice(-1)), whose === 'newest' ? 0 : whose);
  if (name === undefined) return;
  const value = drawValue('short', random);
  const as = who === 'colleague' ? 'colleague' : 'demo';
  try {
    if (does === 'create') await world.client.createSecret(name, value, as);
    else if (does === 'update') await world.client.updateSecret(name, value, as);
    else await world.client.deleteSecret(name);
  } catch {
    timeline.note(`${who} finds nothing to ${does} at ${name}`);
    return;
  }
  const valueHmac = does === 'delete' ? null : await world.client.hmac(value);
  world.deeds.push({ at: Date.now(), by: who, does, name, valueHmac });
  timeline.note(`${who}: ${does} ${name}`);
}

export async function freeze({ world }: Play, ms: number): Promise<void> {
  const pid = world.running?.app.process().pid;
  if (pid === undefined) return;
  process.kill(pid, 'SIGSTOP');
  await wait(ms);
  if (world.running?.app.process().pid === pid) process.kill(pid, 'SIGCONT');
}

export async function sleep({ world }: Play, ms: number): Promise<void> {
  const power = (change: 'suspend' | 'resume'): Promise<unknown> =>
    world.running?.app.evaluate(({ powerMonitor }, event) => void powerMonitor.emit(event), change).catch(() => null) ?? Promise.resolve();
  await power('suspend');
  await wait(ms);
  await power('resume');
}

/** kill -9 of the page's process, or of all the others but the main one. */
export async function childrenDie({ world }: Play, which: 'page' | 'helpers'): Promise<void> {
  if (which === 'page') world.pageDies();
  await world.running?.app
    .evaluate(({ app, BrowserWindow }, page) => {
      const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
      const helpers = app.getAppMetrics().filter(({ type }) => type === 'GPU' || type === 'Utility').map((one) => one.pid);
      for (const victim of page ? [pid] : helpers) if (victim !== undefined && victim > 0) process.kill(victim, 'SIGKILL');
    }, which === 'page')
    .catch(() => null);
}

export async function secondInstance({ world, findings }: Play): Promise<void> {
  if (world.running === null) return;
  const second = startBare({ profile: world.profile, sandbox: world.proxy.origin });
  const deadline = wait(30_000, 'stays' as const, { ref: false });
  const ended = await Promise.race([second.ended, deadline]);
  if (ended !== 'stays') return;
  second.kill();
  findings.push({ kind: 'untrue', known: null, words: 'a second instance stays on the same profile' });
}

/** Starts in a profile that lets nothing be written: whatever it shows, it changes nothing. */
export async function startReadOnly(play: Play): Promise<void> {
  const { world, timeline, findings } = play;
  if (world.disk === null) return;
  const { disk } = world;
  await world.end('SIGKILL');
  // The last processes of the app may still hold files open for a moment.
  await within('a disk that nobody writes to', () => Promise.resolve(tried(() => disk.setReadOnly(true))));
  const before = fingerprintOf(world.profile);
  try {
    const phase = await world.start();
    timeline.note(`in a read-only profile it shows ${phase.kind === 'trouble' ? phase.trouble : phase.kind}`);
  } catch {
    timeline.note('in a read-only profile no window came');
  }
  await world.end('SIGKILL');
  const ended = world.takeOwnEnd();
  if (ended !== null) timeline.note(ended);
  if (fingerprintOf(world.profile) !== before) findings.push({ kind: 'lost', known: null, words: 'a read-only profile was changed' });
  disk.setReadOnly(false);
}

/** Starts without its key file: it says so and changes nothing, and everything is there when the file is back. */
export async function startWithoutKey(play: Play): Promise<void> {
  const { world, timeline, findings } = play;
  const keyFile = join(world.profile, 'data-key.json');
  await world.end('SIGKILL');
  renameSync(keyFile, `${keyFile}.away`);
  const before = fingerprintOf(world.profile);
  try {
    const phase = await world.start();
    const shown = phase.kind === 'trouble' ? phase.trouble : phase.kind;
    timeline.note(`without its key file it shows ${shown}`);
    const isTold = shown === 'key-file-missing' || (play.diskIsFull && phase.kind === 'trouble');
    if (!isTold) findings.push({ kind: 'untrue', known: null, words: `without its key file it shows ${shown}` });
  } catch (error) {
    if (!play.diskIsFull) throw error;
  }
  await world.end('SIGKILL');
  if (existsSync(keyFile) || fingerprintOf(world.profile) !== before) {
    findings.push({ kind: 'lost', known: null, words: 'without its key file it changed the profile' });
  }
  renameSync(`${keyFile}.away`, keyFile);
}

export async function backUp(play: Play): Promise<void> {
  if (play.diskIsFull) return;
  await play.world.end('SIGKILL');
  play.backup.kept = takeBackup(play.world.profile);
}

export async function restore(play: Play): Promise<void> {
  const { world, ledger, timeline, active } = play;
  const { kept } = play.backup;
  if (kept === null || play.diskIsFull) return;
  await world.end('SIGKILL');
  restoreBackup(kept, world.profile, ledger);
  timeline.note(`an old backup is laid over the profile, of ${new Date(kept.at).toISOString()}`);
  for (const known of ledger.known) {
    if (known.forgotten) active.delete(known);
    // What was open then is open again.
    else if (known.endedAt !== null && known.endedAt > kept.at) {
      known.endedAt = null;
      active.add(known);
    }
  }
  await isReady(play);
}

function tried(run: () => void): true | null {
  try {
    run();
    return true;
  } catch {
    return null;
  }
}
