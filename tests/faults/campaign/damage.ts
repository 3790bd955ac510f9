import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertNever } from '../../../src/shared/assert-never.ts';
import type { Incident } from '../../../src/shared/incident.ts';
import { passphrase } from '../../support/person.ts';
import { dataKeyOf, openGenuine } from '../../support/profile-scan.ts';
import { fingerprintOf, putBack, takeBackup } from './backup.ts';
import type { Known } from './ledger.ts';
import { isOpen, readOutbox, type Play } from './play.ts';
import type { Step } from './plan.ts';
import { within } from './world.ts';

type Damage = Extract<Step, { do: 'damage' }>;

/** Starts on a database of a newer version: it is refused, and nothing of it is changed. */
export async function startNewerVersion(play: Play): Promise<void> {
  if (play.diskIsFull) return;
  const { world } = play;
  await world.end('SIGKILL');
  const kept = takeBackup(world.profile);
  const db = openGenuine(join(world.profile, 'secrets.db'), await dataKeyOf(world.profile, passphrase));
  db.pragma('user_version = 4711');
  db.close();
  await expectTrouble(play, 'database-from-newer-version', true);
  putBack(kept, world.profile);
}

/** Starts with half a key file: it is told, and nothing is overwritten. */
export async function startTornKey(play: Play): Promise<void> {
  if (play.diskIsFull) return;
  const { world } = play;
  const keyFile = join(world.profile, 'data-key.json');
  await world.end('SIGKILL');
  const whole = readFileSync(keyFile);
  truncateSync(keyFile, Math.floor(whole.length / 2));
  await expectTrouble(play, 'key-file-unreadable', false);
  writeFileSync(keyFile, whole);
}

async function expectTrouble(play: Play, expected: string, unlocks: boolean): Promise<void> {
  const { world, timeline, findings } = play;
  const before = fingerprintOf(world.profile);
  let phase = await world.start();
  if (unlocks && phase.kind === 'locked') {
    await world.request('vault.unlock', { passphrase });
    phase = await world.phase();
  }
  const shown = phase.kind === 'trouble' ? phase.trouble : phase.kind;
  timeline.note(`it shows ${shown}`);
  play.met(`shows ${shown}`);
  await world.end('SIGKILL');
  if (shown !== expected) findings.push({ kind: 'untrue', known: null, words: `with ${expected} it shows ${shown}` });
  if (fingerprintOf(world.profile) !== before) findings.push({ kind: 'lost', known: null, words: `with ${expected} it changed the profile` });
}

/**
 * Harms the files between two starts. What cannot be read is set aside or left; what can be goes on; and what was
 * promised, is not done and is not there any more, is told.
 */
export async function damage(play: Play, step: Damage): Promise<void> {
  const { world, timeline } = play;
  if (play.diskIsFull || world.running === null) return;
  const openBefore = (await readOutbox(play))?.entries.filter(isOpen);
  if (openBefore === undefined) return;
  await world.end('SIGKILL');
  const kept = takeBackup(world.profile);
  const harmed = harm(world.profile, step);
  if (harmed === null) return;
  timeline.note(`${harmed} is harmed: ${step.how}`);
  const before = fingerprintOf(world.profile);
  const phase = await started(play);
  play.met(`damage: ${phase}`);
  timeline.note(`it shows ${phase}`);
  const environments = phase === 'ready' ? await world.request('environments.list', {}) : null;
  const isThere = environments?.ok === true && environments.value.environments.some(({ id }) => id === world.environmentId());
  if (!isThere) return undo(play, kept, phase, before);

  await judgeSalvage(play, kept.at, openBefore.map(({ id }) => play.ledger.byId(id)).filter((known) => known !== undefined));
}

/** Nothing of it could be read, or not where it belongs: the person gets out their copy. */
async function undo({ world, findings }: Play, kept: ReturnType<typeof takeBackup>, phase: string, before: string): Promise<void> {
  await world.end('SIGKILL');
  if (phase === 'database-unreadable' && fingerprintOf(world.profile) !== before) {
    findings.push({ kind: 'lost', known: null, words: 'a database that it cannot read was changed' });
  }
  putBack(kept, world.profile);
}

async function started({ world }: Play): Promise<string> {
  let phase = await world.start();
  if (phase.kind === 'locked') {
    await world.request('vault.unlock', { passphrase });
    phase = await world.phase();
  }
  return phase.kind === 'trouble' ? phase.trouble : phase.kind;
}

async function judgeSalvage(play: Play, at: number, openBefore: readonly Known[]): Promise<void> {
  const { world, ledger, findings, timeline } = play;
  const incidents = await within('what is told of it', async () => {
    const reply = await world.request('incidents.unread', {});
    return reply?.ok === true ? reply.value : null;
  });
  for (const { kind } of incidents) timeline.note(`it tells: ${kind}`);
  for (const { kind } of incidents) play.met(`incident: ${kind}`);
  const outbox = await within('the outbox', () => readOutbox(play));
  const views = new Map([...outbox.entries, ...outbox.history].map((view) => [view.id, view]));
  const missing = openBefore.filter(({ id, acknowledged }) => acknowledged && id !== null && !views.has(id));
  judgeTold(play, missing, incidents);
  for (const known of ledger.known) {
    const view = known.id === null ? undefined : views.get(known.id);
    if (view === undefined) {
      known.forgotten = true;
      play.active.delete(known);
      continue;
    }
    if (!isOpen(view) && !openBefore.includes(known)) continue;
    setBack(known, at, incidents.length > 0);
    play.active.add(known);
  }
  const salvaged = incidents.some(({ kind }) => kind === 'salvaged');
  const aside = readdirSync(world.profile).filter((name) => name.startsWith('secrets.db.quarantine-'));
  if (salvaged && aside.length === 0) findings.push({ kind: 'lost', known: null, words: 'what was damaged is not kept' });
  for (const name of aside) rmSync(join(world.profile, name));
  for (const { id } of incidents) await world.request('incidents.mark-read', { id });
  // Where the damage took what says that the person works online, nothing is sent until they say so.
  await world.request('network.set-work-offline', { offline: false });
}

function judgeTold({ findings }: Play, missing: readonly Known[], incidents: readonly Incident[]): void {
  const named = new Set(incidents.flatMap((incident) => (incident.kind === 'salvaged' ? incident.lost.map(({ id }) => id) : [])));
  const counted = incidents.reduce((sum, incident) => sum + (incident.kind === 'missing' ? incident.count : 0), 0);
  const unnamed = missing.filter(({ id }) => !named.has(id ?? ''));
  if (unnamed.length > counted) {
    for (const known of unnamed) findings.push({ kind: 'lost', known, words: `it is gone after the damage; ${String(unnamed.length)} are, and ${String(counted)} were told` });
  }
}

/** It may have fallen back to an older state of its own; to an older value only where that was told. */
function setBack(known: Known, at: number, isTold: boolean): void {
  known.salvaged = true;
  known.restored = true;
  known.endedAt = null;
  if (known.discardedAt !== null && known.discardedAt <= at) known.discardedAt = null;
  if (isTold) for (const value of known.values) value.acknowledged = false;
}

/** Answers which file was harmed; null where there is nothing to harm. */
function harm(profile: string, { how, where }: Damage): string | null {
  const inLog = how === 'flip-log' || how === 'lose-log' || how === 'cut-log';
  const name = inLog ? 'secrets.db-wal' : 'secrets.db';
  const file = join(profile, name);
  if (!existsSync(file) || statSync(file).size < 4096) return null;
  const { size } = statSync(file);
  const at = Math.min(size - 1, Math.floor(where * size));
  switch (how) {
    case 'flip':
    case 'flip-log':
      overwrite(file, at, (bytes) => void bytes.writeUInt8(bytes.readUInt8(0) ^ (1 << (at % 8)), 0), 1);
      return name;
    case 'garbage':
      overwrite(file, at - (at % 4096), (bytes) => void bytes.fill(0xa5), 4096);
      return name;
    case 'cut':
    case 'cut-log':
      truncateSync(file, at);
      return name;
    case 'lose-log':
      rmSync(file);
      return name;
    default:
      return assertNever(how);
  }
}

function overwrite(file: string, at: number, change: (bytes: Buffer) => void, length: number): void {
  const bytes = readFileSync(file);
  change(bytes.subarray(at, Math.min(bytes.length, at + length)));
  writeFileSync(file, bytes);
}
