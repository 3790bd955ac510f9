import type { EntryView } from '../../../src/shared/entry.ts';
import { isOpen, readOutbox, type Play } from './play.ts';
import type { Outbox } from './judge-entries.ts';
import { Ended, signInWhereNeeded, within } from './world.ts';

/**
 * How long the app may take to come to rest once the faults are over, ms. Only a failure lasts so long: what goes to a
 * name waits two minutes and a time-out for an older write of ours that may still land there, and one after another.
 */
const settleWithinMs = 360_000;

/** How long the screen may take to say what is so, ms. */
const screenWithinMs = 30_000;

/** The faults are over: waits until everything is delivered, discarded, or waits for the person. */
export async function settle(play: Play): Promise<Outbox> {
  return within('rest', async () => {
    if (!(await isThere(play))) return null;
    const outbox = await readOutbox(play);
    if (outbox === null) return null;
    await releaseHeld(play, outbox.entries);
    const isAtRest = outbox.entries.every(({ state, heldAt }) => state.kind === 'needs-attention' && heldAt === null);
    return isAtRest && (await isReached(play)) ? outbox : null;
  }, settleWithinMs);
}

async function isReached({ world }: Play): Promise<boolean> {
  const statuses = await world.request('sync.status', {});
  return statuses?.ok === true && statuses.value.every(({ gate }) => gate.kind === 'open');
}

/** Where a damaged database lost whose the entries are, the person is asked: "Send 3 secrets as X?". */
async function claimWhereAsked(world: Play['world']): Promise<boolean> {
  const environmentId = world.environmentId();
  const statuses = await world.request('sync.status', {});
  const view = await world.request('session.view', { environmentId });
  if (statuses?.ok !== true || view?.ok !== true || view.value.kind !== 'signed-in') return false;
  if (!statuses.value.some((status) => status.environmentId === environmentId && status.unclaimed > 0)) return false;
  const reply = await world.request('session.claim-entries', { environmentId, accountId: view.value.accountId });
  return reply?.ok === true;
}

/** A process that was killed a moment ago may still seem to run: then it is started at the next look. */
async function isThere({ world, timeline }: Play): Promise<boolean> {
  try {
    await world.startReady();
    if (await signInWhereNeeded(world)) timeline.note('the owner signs in again');
    if (await claimWhereAsked(world)) timeline.note('the owner says that what is nobody’s is theirs');
    return true;
  } catch (error) {
    if (error instanceof Ended) return false;
    throw error;
  }
}

async function releaseHeld({ world }: Play, entries: readonly EntryView[]): Promise<void> {
  for (const { id, heldAt } of entries) if (heldAt !== null) await world.request('outbox.hold', { entryId: id, held: false });
}

/** Waits until the header says what is so: nothing left, or how much waits for the person. */
export async function headerTellsTheTruth(play: Play, outbox: Outbox): Promise<void> {
  const open = outbox.entries.filter(isOpen).length;
  const truth = open === 0 ? 'Up to date' : open === 1 ? '1 needs you' : `${String(open)} need you`;
  let last: string | null = null;
  try {
    await within('a true header', async () => {
      last = await play.world.header();
      // An old backup brings an old session back; that it ended may show only now.
      if (await signInWhereNeeded(play.world)) play.timeline.note('the owner signs in again');
      return last?.includes(truth) === true ? true : null;
    }, screenWithinMs);
  } catch {
    play.findings.push({ kind: 'untrue', known: null, words: `the header says "${last ?? 'nothing'}", and the truth is "${truth}"` });
  }
}

/** While something is under way the header may say anything but that nothing is. */
export async function headerHidesNothing(play: Play): Promise<void> {
  const { world, findings } = play;
  const deadline = Date.now() + screenWithinMs;
  while (Date.now() < deadline) {
    const header = await world.header();
    const outbox = await readOutbox(play);
    if (header === null || outbox === null || !header.includes('Up to date') || !outbox.entries.some(isOpen)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  findings.push({ kind: 'untrue', known: null, words: 'the header went on saying "Up to date", with entries open' });
}

/** What the header's fact may be while the platform refuses: anything that does not look online. */
const closed = /^(Offline|No answer|Platform has trouble|Network wants|Session ended|Not signed in|Waits until|Certificate|No Kelvin|Disk|Trouble)/;

/** The platform refuses and the person presses Send now: soon the header must not look online any more. */
export async function headerAdmitsRefusal(play: Play): Promise<void> {
  const { world, findings, met } = play;
  const outbox = await readOutbox(play);
  const isDue = outbox?.entries.some(({ state, heldAt }) => state.kind === 'uncertain' || (state.kind === 'waiting' && heldAt === null));
  if (!play.isRefused || isDue !== true) return;
  await world.request('outbox.send-now', { environmentId: world.environmentId() });
  let last: string | null = null;
  try {
    await within('a header that admits it', async () => {
      last = await world.header();
      return last === null || closed.test(last.trim()) ? true : null;
    }, screenWithinMs);
    met(`the header admits: ${((last as string | null) ?? 'nothing').split(/[·\n]/)[0]?.replace(/\d.*/, '').trim() ?? ''}`);
  } catch {
    findings.push({ kind: 'untrue', known: null, words: `the platform refuses, and the header says "${last ?? 'nothing'}"` });
  }
}
