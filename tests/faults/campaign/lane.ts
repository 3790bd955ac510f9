import { filesIn, formsIn } from '../../support/profile-scan.ts';
import { createLedger } from './ledger.ts';
import { drawPlan, type Plan } from './plan.ts';
import type { Play } from './play.ts';
import { createRandom } from './random.ts';
import { tellStory } from './story.ts';
import { playRound, type RoundResult } from './round.ts';
import { createTimeline } from './timeline.ts';
import { valueMark } from './value.ts';
import { openWorld, Overdue } from './world.ts';

export interface LanePorts {
  readonly seed: string;
  /** The next round's number; null when there is none any more. */
  readonly next: () => number | null;
  readonly met: (what: string) => void;
  readonly done: (round: number, result: RoundResult) => void;
  /** A round that must never be, in words; the lane ends. */
  readonly failed: (round: number, result: RoundResult | null, story: string) => void;
}

/** Plays rounds one after the other with one app, one profile and one platform. */
export async function runLane({ seed, next, met, done, failed }: LanePorts): Promise<{ readonly hadDisk: boolean }> {
  const world = await openWorld();
  const lane = { world, ledger: createLedger(), timeline: createTimeline(), active: new Set<never>(), findings: [], backup: { kept: null }, met };
  try {
    for (let round = next(); round !== null; round = next()) {
      const plan = drawPlan(seed, round, world.disk !== null);
      const random = createRandom(`${seed}/${String(round)}/names`);
      const play: Play = { ...lane, round, random, diskIsFull: false, isRefused: false, isPatient: random.chance(1 / 30) };
      const startedAt = Date.now();
      lane.timeline.note(`round ${String(round)} begins`);
      const result = await playRound(play, plan).catch((error: unknown) => stuck(play, error));
      const ended = world.takeOwnEnd();
      // A start that meets a full disk may end, and say so.
      const own = [...leaks(play), ...crashes(play, startedAt), ...(ended === null || fillsDisk(plan) ? [] : [ended])];
      if (result.findings.length > 0 || own.length > 0) {
        const findings = [...result.findings, ...own.map((words) => ({ kind: 'unasked' as const, known: null, words }))];
        failed(round, { ...result, findings }, await tellStory(play, findings, startedAt));
        return { hadDisk: world.disk !== null };
      }
      done(round, result);
    }
    return { hadDisk: world.disk !== null };
  } finally {
    await world.close();
  }
}

function fillsDisk({ steps }: Plan): boolean {
  return steps.some((step) => step.do === 'fault' && step.fault.kind === 'disk-full');
}

/** It did not come to an end, or something broke that no fault explains. */
function stuck(play: Play, error: unknown): RoundResult {
  const words = error instanceof Overdue ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  const open = [...play.active].filter(({ endedAt }) => endedAt === null);
  const findings = [...play.findings.splice(0), ...(open.length === 0 ? [null] : open).map((known) => ({ kind: 'stuck' as const, known, words }))];
  return { entries: play.active.size, recoveryMs: null, untellable: [], findings };
}

/** Where a value lies in the clear: in what the app printed, or in any file of its profile. */
function leaks({ world }: Play): string[] {
  const printed = world.output().includes(valueMark) ? ['a value was printed'] : [];
  const lying = filesIn(world.profile)
    .filter(({ bytes }) => formsIn(bytes, valueMark).length > 0)
    .map(({ path }) => `a value lies in the clear in ${path}`);
  return [...printed, ...lying];
}

/** What the app itself calls a fault of its own. A full disk is none. */
function crashes({ world }: Play, since: number): string[] {
  return world
    .output()
    .split('\n')
    .filter((line) => /"event":"(work-crashed|request-crashed|crash|preload-error)"/.test(line))
    .filter((line) => !/SQLITE_(FULL|IOERR|READONLY|CANTOPEN)|ENOSPC|EROFS/.test(line))
    .filter((line) => Date.parse((JSON.parse(line) as { at: string }).at) >= since)
    .map((line) => `it says itself that it crashed: ${line}`);
}
