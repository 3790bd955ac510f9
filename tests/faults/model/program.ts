import { parseArgs } from 'node:util';
import { campaign, type Tally } from './property.ts';

/** How often progress is told, ms. */
const progressMs = 10_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    commands: { type: 'string', default: '60' },
    path: { type: 'string' },
  },
});
const started = Date.now();
let toldAt = started;

const { tally, counterexample } = await campaign({
  seed: Number(values.seed),
  runs: Number(values.runs),
  mostCommands: Number(values.commands),
  ...(values.path === undefined ? {} : { path: values.path }),
  progress(sofar) {
    if (Date.now() - toldAt < progressMs) return;
    toldAt = Date.now();
    say(`${sofar.runs} runs, ${sofar.commands} commands, ${seconds()}`);
  },
});

if (counterexample === null) {
  say(`seed ${values.seed}, ${seconds()}; cases that cannot be told apart: ${tellUntellable(tally)}`);
  say(`model: ${tally.runs} runs, ${tally.commands} commands, ${tally.entries} entries, 0 counterexamples`);
} else {
  say(`\nA counterexample after ${seconds()}, as small as it goes:`);
  counterexample.forEach(say);
  process.exitCode = 1;
}

function tellUntellable({ untellable }: Tally): string {
  const { claimedElsewhere, clock, recreated, raced, late } = untellable;
  return (
    `${claimedElsewhere} claimed that the own account made elsewhere, ${clock} by a clock that was set, ` +
    `${recreated} created again after a deletion, ${raced} changed between look and write, ${late} landed late`
  );
}

function seconds(): string {
  return `${Math.round((Date.now() - started) / 1000)} s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
