import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { addFigures } from './add.ts';
import { bundleFigures } from './bundle.ts';
import { drainFigures } from './drain.ts';
import type { Figure } from './figure.ts';
import { startFigures } from './first-start.ts';
import { table } from './table.ts';
import { windowFigures } from './window.ts';

const usage = `npm run bench -- [options]
  --json        print the figures as JSON, with every number they come from
  --runs N      starts of each app (7)
  --only PART   one part: window, add, drain or bundle; may be given more than once
  --start       measure npm start on fresh clones instead; takes minutes

Figures stand beside a yardstick that was measured in the same run. Nothing is asserted: a busy machine misses an aim
without anything being wrong.`;

type Part = 'window' | 'add' | 'drain' | 'bundle';

const parts: Readonly<Record<Part, (runs: number) => Promise<Figure[]> | Figure[]>> = {
  window: (runs) => windowFigures(runs, tell),
  add: () => addFigures(tell),
  drain: () => drainFigures(tell),
  bundle: () => bundleFigures(),
};

/** What goes on, on stderr: stdout has the figures alone. */
function tell(words: string): void {
  process.stderr.write(`bench: ${words}\n`);
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '7' },
    only: { type: 'string', multiple: true, default: [] },
    start: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function machineWords({ cores, loadBefore, loadAfter }: { cores: number; loadBefore: number; loadAfter: number }): string {
  const load = `${cores} cores, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after.`;
  return loadBefore > cores / 2 ? `${load} Something else was running: these figures say little.` : load;
}

async function measure(): Promise<Figure[]> {
  if (values.start) return startFigures(tell);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number.');
  const chosen = values.only.length === 0 ? Object.keys(parts) : values.only;
  const figures: Figure[] = [];
  for (const name of chosen) {
    if (!(name in parts)) throw new Error(`There is no part ${name}: ${Object.keys(parts).join(', ')}.`);
    figures.push(...(await parts[name as Part](runs)));
  }
  return figures;
}

if (values.help) {
  process.stdout.write(`${usage}\n`);
} else {
  const machine = { cores: availableParallelism(), loadBefore: loadavg()[0] ?? 0, loadAfter: 0 };
  const figures = await measure();
  machine.loadAfter = loadavg()[0] ?? 0;
  process.stdout.write(values.json ? `${JSON.stringify({ machine, figures }, null, 2)}\n` : `${table(figures)}\n${machineWords(machine)}\n`);
}
