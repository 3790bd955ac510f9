import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingEntries } from '../../../src/main/outbox/missing-entries.ts';
import { withRemoved } from '../../../src/main/outbox/removed-entries.ts';
import { createIncidents } from '../../../src/main/storage/incidents.ts';
import { PowerlessDisk, type Image, type Keeps } from './crash-images.ts';
import { openProfileFolder } from './opened-profile.ts';
import { differenceOf, stateOf, type ProfileState } from './profile-state.ts';
import { readRecord, type Operation } from './recorded-disk.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import type { Note } from './story-program.ts';

// Builds the disks that a loss of power could have left and starts the app on each:
// `node power-loss-program.ts RECORD SCRATCH SEED all|first`. A process of its own, so that it can run with syncs
// that wait for nothing: thousands of starts would wait for a real disk most of their time.

/** What was found: each trouble in words, for a person. */
export interface Findings {
  readonly disks: number;
  readonly troubles: readonly string[];
}

const [recordFile = '', scratch = '', seed = '', which = 'all'] = process.argv.slice(2);

interface Moment {
  /** Number of operations that were done. */
  readonly at: number;
  /** What was acknowledged last, and what comes next, if it was just being done. */
  readonly allowed: readonly ProfileState[];
  readonly step: string;
  readonly image: Image;
}

const nothing: Keeps = () => false;
const everything: Keeps = () => true;

/** The disks that a loss of power could have left: around each sync, at each acknowledgement, and between. */
function* moments(operations: readonly Operation[]): Generator<Moment> {
  const random = seededRandom(Number(seed));
  const some = (share: number): Keeps => () => random() < share;
  const done = operations.map((operation) => (operation.kind === 'note' ? (JSON.parse(operation.text) as Note) : null));
  const nextDone = (from: number): ProfileState[] => {
    const next = done.slice(from).find((note) => note?.kind === 'done');
    return next?.kind === 'done' ? [next.state] : [];
  };
  const disk = new PowerlessDisk();
  let acknowledged: ProfileState[] = [[]];
  let step = 'the beginning';
  for (const [index, operation] of operations.entries()) {
    const moment = (keeps: Keeps): Moment => ({
      at: index, allowed: [...acknowledged, ...nextDone(index)], step, image: disk.afterPowerLoss(keeps),
    });
    if (operation.kind === 'sync') {
      yield moment(nothing);
      yield moment(everything);
      for (const share of [0.2, 0.5, 0.8, 0.95]) yield moment(some(share));
      // The names arrived and the content did not, and the other way round.
      yield moment((what) => what === 'name');
      yield moment((what) => what !== 'name');
      yield moment((what) => what === 'size');
    }
    disk.do(operation);
    if (operation.kind === 'sync') yield moment(nothing);
    else if (random() < 0.3) yield moment(some(random()));
    const note = done[index];
    if (note?.kind !== 'done') continue;
    acknowledged = [note.state];
    step = note.step;
    yield { ...moment(nothing), allowed: [...acknowledged] };
  }
}

/** Starts the app on such a disk. Answers what is wrong with it, or null. */
async function troubleWith({ image, allowed, step, at }: Moment): Promise<string | null> {
  const folder = mkdtempSync(join(scratch, 'profile-'));
  try {
    for (const [name, bytes] of image) writeFileSync(join(folder, name), bytes);
    const opened = await openProfileFolder(folder, () => 'new');
    const where = `after operation ${at} (${step} was acknowledged)`;
    if (opened.kind === 'trouble') return `${where}: the app does not start: ${opened.trouble}`;
    try {
      const state = stateOf(opened.db);
      const told = createIncidents(opened.db).unread();
      if (told.length > 0) return `${where}: taken for damage: ${JSON.stringify(told)}`;
      if (missingEntries(opened.db, withRemoved(opened.db, opened.receipts.all()), new Set()) !== null) return `${where}: told as missing`;
      if (opened.db.pragma('quick_check', { simple: true }) !== 'ok') return `${where}: not sound`;
      if (!allowed.some((one) => differenceOf(state, one) === '')) {
        return `${where}:\n${differenceOf(state, allowed[0] ?? [])}`;
      }
      return null;
    } finally {
      opened.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same disk at two moments with the same promises is looked at once. */
function fingerprint({ image, allowed }: Moment): string {
  const hash = createHash('sha256').update(JSON.stringify(allowed));
  for (const [name, bytes] of image) hash.update(`${name} ${bytes.length}\n`).update(bytes);
  return hash.digest('base64');
}

const troubles: string[] = [];
const looked = new Set<string>();
for (const moment of moments(readRecord(recordFile))) {
  const print = fingerprint(moment);
  if (looked.has(print)) continue;
  looked.add(print);
  const trouble = await troubleWith(moment);
  if (trouble !== null) troubles.push(trouble);
  if (trouble !== null && which === 'first') break;
}
process.stdout.write(JSON.stringify({ disks: looked.size, troubles } satisfies Findings));
