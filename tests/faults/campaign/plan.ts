import type { ListLag } from '../../../sandbox/control-client.ts';
import type { ProxyPoint } from '../../support/tcp-proxy.ts';
import { describeFault, drawFault, drawFaultOn, type Fault, type Operation } from './faults.ts';
import { createRandom, type Random } from './random.ts';

/** How a file is harmed. The log is the one beside the database that its last commits are in. */
export const damages = ['flip', 'garbage', 'cut', 'flip-log', 'cut-log', 'lose-log'] as const;

export type ValueKind = 'short' | 'lines' | 'big';

/** One thing that happens in a round. `pick` (0 ≤ pick < 1) chooses among what is there when its turn comes. */
export type Step =
  | { readonly do: 'add'; readonly how: 'dialog' | 'request'; readonly value: ValueKind }
  | { readonly do: 'replace' | 'delete'; readonly pick: number | 'newest' }
  | { readonly do: 'change-value' | 'rename' | 'hold' | 'release' | 'discard'; readonly pick: number }
  | { readonly do: 'send-now' }
  /** `newest`: of what was asked for last; else of anything that ever was. */
  | { readonly do: 'somebody'; readonly who: 'colleague' | 'self-elsewhere'; readonly does: 'create' | 'update' | 'delete'; readonly whose: 'newest' | number }
  | { readonly do: 'fault'; readonly fault: Fault }
  /** Whether it looks online while the platform refuses. */
  | { readonly do: 'read-header' }
  | { readonly do: 'all-well' }
  | { readonly do: 'kill'; readonly at: 'now' | ProxyPoint }
  | { readonly do: 'terminate' | 'page-dies' | 'helpers-die' | 'second-instance' | 'start-read-only' | 'start-without-key' | 'start-torn-key' | 'start-newer-version' }
  /** Harms the database's file, or its log, between two starts. `where` (0 ≤ where < 1) points into it. */
  | { readonly do: 'damage'; readonly how: (typeof damages)[number]; readonly where: number }
  | { readonly do: 'freeze' | 'sleep' | 'pause'; readonly ms: number }
  | { readonly do: 'backup' | 'restore-backup' };

export interface Plan {
  readonly steps: readonly Step[];
  /** What becomes of what hangs when the faults end. */
  readonly held: 'release' | 'reset';
  /** The person presses Send now when the faults end; else the app comes back by itself. */
  readonly sendNow: boolean;
}

export function describeStep(step: Step): string {
  if (step.do === 'fault') return `fault: ${describeFault(step.fault)}`;
  const { do: what, ...rest } = step;
  return Object.keys(rest).length === 0 ? what : `${what} ${JSON.stringify(rest)}`;
}

/** The whole of a round, out of nothing but the seed and its number. */
export function drawPlan(seed: string, round: number, withDisk: boolean): Plan {
  const random = createRandom(`${seed}/${String(round)}`);
  const scenes = Array.from({ length: random.between(2, 4) }, () => drawScene(random, withDisk));
  const steps = interleave(random, scenes).flatMap((step): Step[] =>
    random.chance(0.35) ? [step, { do: 'pause', ms: random.between(5, 500) }] : [step],
  );
  return { steps, held: random.pick(['release', 'reset']), sendNow: random.chance(0.35) };
}

/** Each scene keeps its order; how they fall between one another is chance, and mostly they follow one another. */
function interleave(random: Random, scenes: readonly (readonly Step[])[]): Step[] {
  const left = scenes.map((scene) => [...scene]).filter((scene) => scene.length > 0);
  const steps: Step[] = [];
  let turn = 0;
  while (left.length > 0) {
    if (random.chance(0.25)) turn = random.between(0, left.length - 1);
    turn %= left.length;
    const next = left[turn]?.shift();
    if (next !== undefined) steps.push(next);
    if (left[turn]?.length === 0) left.splice(turn, 1);
  }
  return steps;
}

/** A few steps that belong together: what is asked for meets what goes wrong. */
function drawScene(random: Random, withDisk: boolean): Step[] {
  const scene = random.weighted<() => Step[]>([
    [8, () => faultyWrite(random, withDisk)],
    [5, () => killedWrite(random)],
    [4, () => lostAnswer(random)],
    [3, () => meanwhile(random)],
    [2, () => changeOfMind(random)],
    [1, () => unlisted(random)],
    [2, () => [{ do: 'fault', fault: drawFault(random, withDisk) }, add(random), ...more(random, () => drawAction(random))]],
    [2, () => more(random, () => drawEvent(random, withDisk))],
    [1, () => harmedProfile(random)],
    [1, () => [add(random), { do: 'backup' }, add(random), ...more(random, () => drawAction(random)), { do: 'restore-backup' }]],
  ]);
  return scene();
}

const operations: readonly Operation[] = ['create', 'create', 'update', 'delete'];

function write(random: Random, operation: Operation): Step {
  if (operation === 'create') return add(random);
  return { do: operation === 'update' ? 'replace' : 'delete', pick: random.next() };
}

function add(random: Random): Step {
  return { do: 'add', how: random.chance(0.3) ? 'dialog' : 'request', value: random.weighted([[6, 'short'], [3, 'lines'], [1, 'big']]) };
}

function more(random: Random, draw: () => Step): Step[] {
  return Array.from({ length: random.between(0, 2) }, draw);
}

/** One fault that its write is sure to meet. */
function faultyWrite(random: Random, withDisk: boolean): Step[] {
  const operation = random.pick(operations);
  const fault = random.chance(0.7) ? drawFaultOn(random, operation) : drawFault(random, withDisk);
  return [{ do: 'fault', fault }, write(random, operation), ...more(random, () => drawAction(random))];
}

/** kill -9 at a named point of a write, or at any time after it was asked for. */
function killedWrite(random: Random): Step[] {
  const at = random.pick<ProxyPoint>(['request-begun', 'request-sent', 'answer-begun', 'answer-forwarded']);
  const asked = write(random, random.pick(operations));
  if (random.chance(0.25)) return [asked, { do: 'pause', ms: random.between(0, 60) }, { do: 'kill', at: 'now' }];
  return [{ do: 'kill', at }, asked, ...(random.chance(0.3) ? [drawSomebody(random, 'newest')] : [])];
}

/** The platform did it and nobody heard; then it is kept from being looked for, and somebody else steps in. */
function lostAnswer(random: Random): Step[] {
  const operation = random.pick(operations);
  const kind = random.pick(['reset-after-commit', 'reset-in-body', 'hang-after-commit', 'empty-body'] as const);
  const steps: Step[] = [
    { do: 'fault', fault: { kind: 'platform', rule: { kind, target: 'api', operation, count: 1 } } },
    { do: 'fault', fault: { kind: 'platform', rule: { kind: 'status', status: random.pick([500, 503]), target: 'api', operation: 'list', count: random.between(1, 3) } } },
    write(random, operation),
    { do: 'pause', ms: random.between(20, 200) },
  ];
  if (random.chance(0.4)) steps.push(drawSomebody(random, 'newest'));
  if (random.chance(0.3)) steps.push({ do: random.pick(['change-value', 'rename', 'discard', 'hold']), pick: 0.999 });
  return steps;
}

/** It waits, and somebody else was quicker. */
function meanwhile(random: Random): Step[] {
  const steps: Step[] = [
    { do: 'fault', fault: { kind: 'weather', weather: { kind: random.pick(['refuse', 'hang']) } } },
    write(random, random.pick(operations)),
    ...(random.chance(0.5) ? [{ do: 'read-header' } as const] : []),
    drawSomebody(random, 'newest'),
  ];
  if (random.chance(0.4)) steps.push(drawSomebody(random, 'newest'));
  if (random.chance(0.3)) steps.push({ do: 'all-well' });
  return steps;
}

/** It is there and the list does not show it yet, and the person goes on with it. */
function unlisted(random: Random): Step[] {
  return [
    { do: 'fault', fault: { kind: 'list-lag', lag: random.pick<ListLag>([1_000, 3_000, 8_000]) } },
    add(random),
    { do: 'pause', ms: random.between(100, 300) },
    { do: random.pick(['replace', 'delete']), pick: 'newest' },
    { do: 'pause', ms: random.between(0, 6_500) },
  ];
}

/** What waits meets a disk that gave back something else than it was given. */
function harmedProfile(random: Random): Step[] {
  return [
    { do: 'fault', fault: random.chance(0.5) ? { kind: 'weather', weather: { kind: 'refuse' } } : drawFaultOn(random, 'create') },
    add(random),
    ...more(random, () => drawAction(random)),
    { do: 'damage', how: random.pick(damages), where: random.next() },
  ];
}

/** It waits, and the person thinks again. */
function changeOfMind(random: Random): Step[] {
  return [
    { do: 'fault', fault: drawFaultOn(random, 'create') },
    add(random),
    { do: 'pause', ms: random.between(0, 150) },
    ...Array.from({ length: random.between(1, 3) }, (): Step => ({
      do: random.pick(['change-value', 'change-value', 'rename', 'hold', 'release', 'discard']), pick: random.next(),
    })),
  ];
}

function drawSomebody(random: Random, whose: 'newest' | number): Step {
  const who = random.chance(0.93) ? 'colleague' : 'self-elsewhere';
  return { do: 'somebody', who, does: random.pick(who === 'colleague' ? ['create', 'create', 'update', 'delete'] : ['create', 'update']), whose };
}

function drawAction(random: Random): Step {
  const pick = random.next();
  return random.weighted<Step>([
    [7, add(random)],
    [4, { do: 'replace', pick }],
    [3, { do: 'delete', pick }],
    [3, { do: 'change-value', pick }],
    [1, { do: 'rename', pick }],
    [1, { do: 'hold', pick }],
    [1, { do: 'release', pick }],
    [1, { do: 'discard', pick }],
    [1, { do: 'send-now' }],
  ]);
}

function drawEvent(random: Random, withDisk: boolean): Step {
  return random.weighted<Step>([
    [2, { do: 'kill', at: 'now' }],
    [1, { do: 'terminate' }],
    [1, { do: 'page-dies' }],
    [1, { do: 'helpers-die' }],
    [1, { do: 'second-instance' }],
    [1, { do: 'freeze', ms: random.between(100, 1_200) }],
    [0.7, { do: 'sleep', ms: random.between(50, 500) }],
    [3, drawSomebody(random, random.next())],
    [1, { do: 'all-well' }],
    [withDisk ? 0.4 : 0, { do: 'start-read-only' }],
    [0.5, { do: 'start-without-key' }],
    [0.4, { do: 'start-torn-key' }],
    [0.4, { do: 'start-newer-version' }],
    [0.5, { do: 'backup' }],
    [0.5, { do: 'restore-backup' }],
  ]);
}
