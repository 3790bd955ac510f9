import type { ProxyPoint } from '../../support/tcp-proxy.ts';
import { describeFault, drawFault, type Fault } from './faults.ts';
import { createRandom, type Random } from './random.ts';

export type ValueKind = 'short' | 'lines' | 'big';

/** One thing that happens in a round. `pick` (0 ≤ pick < 1) chooses among what is there when its turn comes. */
export type Step =
  | { readonly do: 'add'; readonly how: 'dialog' | 'request'; readonly value: ValueKind }
  | { readonly do: 'replace' | 'delete' | 'change-value' | 'rename' | 'hold' | 'release' | 'discard'; readonly pick: number }
  | { readonly do: 'send-now' }
  | { readonly do: 'somebody'; readonly who: 'colleague' | 'self-elsewhere'; readonly does: 'create' | 'update' | 'delete'; readonly pick: number }
  | { readonly do: 'fault'; readonly fault: Fault }
  | { readonly do: 'all-well' }
  | { readonly do: 'kill'; readonly at: 'now' | ProxyPoint }
  | { readonly do: 'terminate' | 'page-dies' | 'helpers-die' | 'second-instance' | 'start-read-only' | 'start-without-key' }
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
  const steps: Step[] = [];
  const faults = random.weighted([[1, 0], [5, 1], [5, 2], [3, 3]] as const);
  const actions = random.between(2, 5);
  const events = random.weighted([[4, 0], [6, 1], [2, 2]] as const);
  // The first fault begins before the first secret is added, most of the time.
  if (faults > 0 && random.chance(0.7)) steps.push({ do: 'fault', fault: drawFault(random, withDisk) });
  const rest: Step[] = [
    ...Array.from({ length: Math.max(faults - 1, 0) }, (): Step => ({ do: 'fault', fault: drawFault(random, withDisk) })),
    ...Array.from({ length: actions }, () => drawAction(random)),
    ...Array.from({ length: events }, () => drawEvent(random, withDisk)),
  ];
  steps.push({ do: 'add', how: random.chance(0.35) ? 'dialog' : 'request', value: 'short' });
  while (rest.length > 0) {
    const [step] = rest.splice(random.between(0, rest.length - 1), 1);
    if (step !== undefined) steps.push(step);
    if (random.chance(0.5)) steps.push({ do: 'pause', ms: random.between(10, 700) });
  }
  return { steps, held: random.pick(['release', 'reset']), sendNow: random.chance(0.4) };
}

function drawAction(random: Random): Step {
  const pick = random.next();
  return random.weighted<Step>([
    [8, { do: 'add', how: random.chance(0.3) ? 'dialog' : 'request', value: random.weighted([[5, 'short'], [3, 'lines'], [1, 'big']]) }],
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
    [3, { do: 'kill', at: 'now' }],
    [6, { do: 'kill', at: random.pick<ProxyPoint>(['request-begun', 'request-sent', 'answer-begun', 'answer-forwarded']) }],
    [1, { do: 'terminate' }],
    [1, { do: 'page-dies' }],
    [1, { do: 'helpers-die' }],
    [1, { do: 'second-instance' }],
    [1, { do: 'freeze', ms: random.between(100, 1_500) }],
    [1, { do: 'sleep', ms: random.between(50, 500) }],
    [5, { do: 'somebody', who: 'colleague', does: random.pick(['create', 'update', 'delete']), pick: random.next() }],
    [0.5, { do: 'somebody', who: 'self-elsewhere', does: random.pick(['create', 'update']), pick: random.next() }],
    [1, { do: 'all-well' }],
    [withDisk ? 0.5 : 0, { do: 'start-read-only' }],
    [0.7, { do: 'start-without-key' }],
    [1, { do: 'backup' }],
    [0.7, { do: 'restore-backup' }],
  ]);
}
