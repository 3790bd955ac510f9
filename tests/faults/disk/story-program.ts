import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { diskTrouble } from '../../../src/main/storage/disk-trouble.ts';
import { codeOf, systemFiles, type Files } from '../../../src/main/system/files.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { openProfileFolder, type OpenedProfile } from './opened-profile.ts';
import { stateOf, type ProfileState } from './profile-state.ts';
import { afternoon, morning, type Step } from './story.ts';

// A process that tells the story on a disk that is watched. What it was acknowledged, and what it was refused, it
// notes in a file of its own: `node story-program.ts FOLDER NOTES [UNTIL] [careless-commits|careless-key]`.

/** What the process saw: a step that was done, with everything that stands now; or the disk's refusal of one. */
export type Note =
  | { readonly kind: 'done'; readonly step: string; readonly state: ProfileState }
  | { readonly kind: 'refused'; readonly step: string; readonly trouble: string }
  | { readonly kind: 'told' };

const [folder = '', notes = '', until = '', careless = ''] = process.argv.slice(2);
const triesBeforeTheFaultEnds = 3;
const triesAtMost = 10;

const note = (what: Note): void => appendFileSync(notes, `${JSON.stringify(what)}\n`);

// Ids are the same however often a step was refused before.
let step = 0;
let taken = 0;
const newId = (): string => `id-${step}-${++taken}`;
const clock = new VirtualClock();

/** Does one thing until the disk takes it; a fault that stays is ended after some tries, as a person would. */
async function untilDone(name: string, run: () => Promise<string | null> | string | null): Promise<void> {
  step += 1;
  clock.pass(1000);
  for (let tries = 1; tries <= triesAtMost; tries++) {
    taken = 0;
    const trouble = await run();
    if (trouble === null) return;
    note({ kind: 'refused', step: name, trouble });
    if (tries === triesBeforeTheFaultEnds && until !== '' && !existsSync(until)) writeFileSync(until, '');
  }
  throw new Error(`The disk never took: ${name}`);
}

let profile: OpenedProfile | null = null;

/** Opens the profile if it is not open. Answers what stands in the way. */
async function open(): Promise<string | null> {
  if (profile !== null) return null;
  const files = careless === 'careless-key' ? carelessFiles : systemFiles;
  const opened = await openProfileFolder(folder, newId, { clock, files, suspect: wasDamaged });
  if (opened.kind === 'trouble') return opened.trouble;
  profile = opened;
  wasDamaged = false;
  if (careless === 'careless-commits') profile.db.pragma('synchronous = NORMAL');
  return null;
}

let wasDamaged = false;

/** Does something with the open profile. As the app does, a database that seems damaged is closed and mended. */
async function withProfile(run: (open: OpenedProfile) => void): Promise<string | null> {
  const trouble = await open();
  if (trouble !== null || profile === null) return trouble;
  const found = troubleOf(() => run(profile as OpenedProfile));
  if (found !== 'damaged' && found !== 'not-a-database') return found;
  wasDamaged = true;
  return close() ?? found;
}

function close(): string | null {
  const closing = profile;
  profile = null;
  return closing === null ? null : troubleOf(() => closing.close());
}

function troubleOf(run: () => void): string | null {
  try {
    run();
    return null;
  } catch (error) {
    const trouble = diskTrouble(error) ?? codeOf(error);
    if (trouble === null) throw error;
    return trouble;
  }
}

async function tell(story: readonly Step[]): Promise<void> {
  for (const { name, run } of story) {
    await untilDone(name, () => withProfile(run));
    let state: ProfileState = [];
    await untilDone(`read after ${name}`, () => withProfile(({ db }) => void (state = stateOf(db))));
    note({ kind: 'done', step: name, state });
  }
}

/** As an app without care would write a key file: in place, and without waiting for the disk. */
const carelessFiles: Files = {
  ...systemFiles,
  writeAside(path, content) {
    const descriptor = openSync(path, 'w', 0o600);
    writeSync(descriptor, content);
    closeSync(descriptor);
    return path;
  },
  putInPlace: () => undefined,
  dropAside: () => undefined,
  confirm: () => undefined,
};

const opening: Step = { name: 'open', run: () => undefined };

mkdirSync(folder, { recursive: true });
await tell([opening, ...morning]);
await untilDone('quit', close);
await tell([opening, ...afternoon]);
note({ kind: 'told' });
process.exit(0);
