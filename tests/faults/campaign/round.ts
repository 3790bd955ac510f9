import { setTimeout as wait } from 'node:timers/promises';
import type { EntryView } from '../../../src/shared/entry.ts';
import { assertNever } from '../../../src/shared/assert-never.ts';
import { act } from './actions.ts';
import { damage, startNewerVersion, startTornKey } from './damage.ts';
import { decide } from './decide.ts';
import { gatherEvidence } from './evidence.ts';
import { backUp, childrenDie, freeze, killAt, restore, secondInstance, sleep, somebody, startReadOnly, startWithoutKey } from './events.ts';
import { beginFault, endFaults } from './faults.ts';
import type { Known } from './ledger.ts';
import { openBench, type Verdict } from './finding.ts';
import { judgeEntries, type Outbox } from './judge-entries.ts';
import { judgeFinalValues } from './judge-final.ts';
import { judgeReason } from './judge-reasons.ts';
import { judgeWrites } from './judge-writes.ts';
import { isOpen, type Play } from './play.ts';
import { describeStep, type Plan, type Step } from './plan.ts';
import { headerAdmitsRefusal, headerHidesNothing, headerTellsTheTruth, settle } from './settle.ts';
import { signInWhereNeeded, within } from './world.ts';

/** How often a person may be asked again and again about the same entries before that counts as stuck. */
const decisionsAtMost = 8;

export interface RoundResult extends Verdict {
  readonly entries: number;
  /** From the end of the faults until nothing was under way; null where the person pressed a button meanwhile. */
  readonly recoveryMs: number | null;
}

/** How many of the round's intents the app took upon itself. */
function promised(known: readonly Known[]): number {
  return known.filter(({ acknowledged, id }) => acknowledged || id !== null).length;
}

/** One round: everything goes wrong as planned, everything is well again, and then the platform's own record is read. */
export async function playRound(play: Play, plan: Plan): Promise<RoundResult> {
  const { world, timeline, active } = play;
  const beganAt = Date.now();
  await world.startReady();
  await signInWhereNeeded(world);
  for (const step of plan.steps) {
    timeline.note(describeStep(step));
    play.met(step.do === 'fault' ? `fault: ${step.fault.kind}` : step.do);
    await perform(play, step);
    await headerHidesNothing(play);
  }
  await allIsWell(play, plan);
  const wellAt = Date.now();
  if (plan.sendNow) await world.request('outbox.send-now', { environmentId: world.environmentId() });
  let outbox = await settle(play);
  const recoveryMs = plan.sendNow ? null : Date.now() - wellAt;
  timeline.note('nothing is under way any more');

  const bench = openBench();
  for (let asked = 0; ; asked += 1) {
    await headerTellsTheTruth(play, outbox);
    const evidence = await readEvidence(play);
    for (const view of outbox.entries) {
      if (view.state.kind === 'needs-attention') play.met(`asked about: ${view.state.reason.kind}`);
      judgeReason(view, play.ledger, evidence, bench);
    }
    if (!outbox.entries.some(isOpen)) break;
    if (asked === decisionsAtMost) throw new Error('The person is asked over and over.');
    await decide(play, outbox);
    outbox = await settle(play);
  }
  await within('the last late write', async () => ((await world.client.state()).waiting.commits === 0 ? true : null));
  for (const { fault, time } of await world.client.journal()) if (fault !== null && Date.parse(time) >= beganAt) play.met(`platform: ${fault}`);
  return judge(play, outbox, beganAt, bench, { entries: promised([...active]), recoveryMs });
}

async function judge(
  play: Play,
  outbox: Outbox,
  beganAt: number,
  bench: ReturnType<typeof openBench>,
  figures: Pick<RoundResult, 'entries' | 'recoveryMs'>,
): Promise<RoundResult> {
  const { world, ledger, active, findings } = play;
  const evidence = await readEvidence(play);
  const known = [...active];
  for (const { id, state } of outbox.history) {
    const ended = ledger.byId(id);
    if (ended !== undefined) ended.endedAt ??= Date.now();
    if (ended !== undefined && active.has(ended)) play.met(endOf(state));
  }
  judgeWrites(ledger, evidence, beganAt, bench);
  const platform = await world.client.secrets();
  judgeEntries(known, ledger, outbox, evidence, platform, bench);
  judgeFinalValues(known, ledger, outbox, evidence, platform, bench);
  if (world.trap.knocks > 0) bench.find('unasked', null, 'another host was asked');
  for (const entry of known) {
    entry.endedAt ??= Date.now();
    active.delete(entry);
  }
  const verdict = bench.verdict();
  return { ...figures, untellable: verdict.untellable, findings: [...findings.splice(0), ...verdict.findings] };
}

function endOf(state: EntryView['state']): string {
  return state.kind === 'delivered' ? `delivered by ${state.proof}` : state.kind;
}

export async function readEvidence({ world }: Play): Promise<ReturnType<typeof gatherEvidence>> {
  return gatherEvidence(await world.client.journal(), world.deeds, world.spells);
}

async function allIsWell(play: Play, plan: Pick<Plan, 'held'>): Promise<void> {
  await endFaults(play.world, plan.held);
  play.diskIsFull = false;
  play.isRefused = false;
  play.timeline.note('the faults are over');
}

function perform(play: Play, step: Step): Promise<void> {
  switch (step.do) {
    case 'add':
    case 'replace':
    case 'delete':
    case 'change-value':
    case 'rename':
    case 'hold':
    case 'release':
    case 'discard':
    case 'send-now':
      return act(play, step);
    case 'somebody':
      return somebody(play, step);
    case 'fault':
      if (step.fault.kind === 'disk-full') play.diskIsFull = true;
      if (step.fault.kind === 'weather') play.isRefused = step.fault.weather.kind === 'refuse';
      if (step.fault.kind === 'flap') play.isRefused = false;
      return beginFault(step.fault, play.world);
    case 'read-header':
      return headerAdmitsRefusal(play);
    case 'all-well':
      return allIsWell(play, { held: 'reset' });
    case 'kill':
      return killAt(play, step);
    case 'terminate':
      return play.world.end('SIGTERM');
    case 'page-dies':
      return childrenDie(play, 'page');
    case 'helpers-die':
      return childrenDie(play, 'helpers');
    case 'second-instance':
      return secondInstance(play);
    case 'start-read-only':
      return startReadOnly(play);
    case 'start-without-key':
      return startWithoutKey(play);
    case 'start-torn-key':
      return startTornKey(play);
    case 'start-newer-version':
      return startNewerVersion(play);
    case 'damage':
      return damage(play, step);
    case 'freeze':
      return freeze(play, step.ms);
    case 'sleep':
      return sleep(play, step.ms);
    case 'pause':
      return wait(step.ms);
    case 'backup':
      return backUp(play);
    case 'restore-backup':
      return restore(play);
    default:
      return assertNever(step);
  }
}
