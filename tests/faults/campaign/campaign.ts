import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runLane } from './lane.ts';
import type { RoundResult } from './round.ts';
import { drawPlan, describeStep } from './plan.ts';

const usage = `npm run faults -- [options]
  --rounds N    how many rounds (25)
  --seed S      the same seed plans the same rounds; a new one is drawn where none is given
  --lanes N     apps that play at the same time, each with a platform and a profile of its own (4)
  --figures     what the rounds met, and how long the app took to come back after the faults ended
  --report FILE how many rounds held, as JSON
  --plan N      print what round N of this seed would do, and do nothing

The real app against the sandbox platform, with a bad network, a bad platform and a bad machine between and around
them. What the platform received is its own record; what was promised, the harness remembers.`;

interface Tally {
  rounds: number;
  entries: number;
  readonly untellable: Map<number, number>;
  readonly recoveries: number[];
  readonly met: Map<string, number>;
  readonly broken: { readonly round: number; readonly result: RoundResult | null; readonly story: string }[];
}

function wholeNumber(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${option} takes a whole number.`);
  return number;
}

async function run(rounds: number, seed: string, lanes: number): Promise<Tally> {
  const tally: Tally = { rounds: 0, entries: 0, untellable: new Map(), recoveries: [], met: new Map(), broken: [] };
  let next = 0;
  const lane = runLane.bind(null, {
    seed,
    next: () => (next < rounds && tally.broken.length === 0 ? (next += 1) : null),
    met: (what) => void tally.met.set(what, (tally.met.get(what) ?? 0) + 1),
    done(round, { entries, untellable, recoveryMs }) {
      tally.rounds += 1;
      tally.entries += entries;
      for (const { number } of untellable) tally.untellable.set(number, (tally.untellable.get(number) ?? 0) + 1);
      if (recoveryMs !== null) tally.recoveries.push(recoveryMs);
      tell(`round ${String(round)}: ${String(entries)} entries`);
    },
    failed: (round, result, story) => void tally.broken.push({ round, result, story }),
  });
  const ended = await Promise.all(Array.from({ length: Math.min(lanes, rounds) }, () => lane()));
  if (ended.some(({ hadDisk }) => !hadDisk)) tell('without a full and a read-only disk: this user cannot mount a small one.');
  return tally;
}

function untellableLine({ untellable }: Tally): string {
  const total = [...untellable.values()].reduce((sum, count) => sum + count, 0);
  const cases = [...untellable].sort().map(([number, count]) => `${String(count)} of case ${String(number)}`);
  return `untellable by design: ${String(total)}${total === 0 ? '' : ` (${cases.join(', ')})`}`;
}

function recoveryLine({ recoveries }: Tally): string {
  const sorted = [...recoveries].sort((one, other) => one - other);
  const at = (part: number): string => `${((sorted[Math.ceil(part * sorted.length) - 1] ?? 0) / 1000).toFixed(1)} s`;
  return `from the end of the faults until nothing was under way, by itself: p50 ${at(0.5)}, p99 ${at(0.99)} (${String(sorted.length)} rounds)`;
}

function metLines({ met }: Tally): string {
  return [...met].sort(([one], [other]) => one.localeCompare(other)).map(([what, count]) => `  ${String(count).padStart(5)} ${what}`).join('\n');
}

function failure(seed: string, { broken }: Tally): string {
  const [first] = broken;
  return `faults: seed ${seed}, round ${String(first?.round ?? 0)}\n${first?.story ?? ''}`;
}

/** What goes on, on stderr: stdout has the result alone. */
function tell(words: string): void {
  process.stderr.write(`faults: ${words}\n`);
}

async function campaign(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '25' },
      seed: { type: 'string' },
      lanes: { type: 'string', default: '4' },
      figures: { type: 'boolean', default: false },
      report: { type: 'string' },
      plan: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const say = (words: string): void => void process.stdout.write(`${words}\n`);
  if (values.help) return say(usage);
  const seed = values.seed ?? String(randomInt(1_000_000_000));
  if (values.plan !== undefined) {
    return say(drawPlan(seed, wholeNumber(values.plan, '--plan'), true).steps.map(describeStep).join('\n'));
  }
  tell(`seed ${seed}`);
  const tally = await run(wholeNumber(values.rounds, '--rounds'), seed, wholeNumber(values.lanes, '--lanes'));
  if (values.report !== undefined) writeFileSync(values.report, JSON.stringify({ passed: tally.rounds, failed: tally.broken.length }));
  if (tally.broken.length > 0) {
    say(failure(seed, tally));
    process.exitCode = 1;
    return;
  }
  if (values.figures) say(`${metLines(tally)}\n${recoveryLine(tally)}`);
  say(untellableLine(tally));
  say(`faults: ${String(tally.rounds)} rounds, ${String(tally.entries)} entries, 0 lost, 0 duplicated, 0 stuck`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
try {
  await campaign();
} catch (error) {
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
