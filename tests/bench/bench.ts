import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { addFigures } from './add.ts';
import { bundleFigures } from './bundle.ts';
import { drainFigures } from './drain.ts';
import { enqueueFigures } from './enqueue.ts';
import type { Figure } from './figure.ts';
import { importFigures } from './import.ts';
import { listFigures } from './list.ts';
import { recoveryFigures } from './recovery.ts';
import { startFigures } from './first-start.ts';
import { switchingFigures } from './switching.ts';
import { table } from './table.ts';
import { windowFigures } from './window.ts';

const usage = `npm run bench -- [options]
  --json        print the figures as JSON, with every number they come from
  --runs N      starts of each app (7)
  --only PART   one part: window, add, import, enqueue, drain, recovery, switch, list or bundle; may be given more than once
  --start       measure npm start on fresh clones instead; takes minutes

Figures stand beside a yardstick that was measured in the same run. Nothing is asserted: a busy machine misses an aim
without anything being wrong.`;

type Part = 'window' | 'add' | 'import' | 'enqueue' | 'drain' | 'recovery' | 'switch' | 'list' | 'bundle';

const parts: Readonly<Record<Part, (runs: number) => Promise<Figure[]> | Figure[]>> = {
  window: (runs) => windowFigures(runs, tell),
  add: () => addFigures(tell),
  import: () => importFigures(tell),
  enqueue: () => enqueueFigures(tell),
  drain: () => drainFigures(tell),
  recovery: () => recoveryFigures(tell),
  switch: () => switchingFigures(tell),
  list: () => listFigures(tell),
  bundle: () => bundleFigures(),
};

/** What goes on, on stderr: stdout has the figures alone. */
function tell(words: string): void {
  process.stderr.write(`bench: ${words}\n`);
}

function machineWords({ cores, loadBefore, loadAfter }: { cores: number; loadBefore: number; loadAfter: number }): string {
  const load = `${cores} cores, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after.`;
  return loadBefore > cores / 2 ? `${load} Something else was running: these figures say little.` : load;
}

async function measure({ start, runs: given, only }: { start: boolean; runs: string; only: readonly string[] }): Promise<Figure[]> {
  if (start) return startFigures(tell);
  const runs = Number(given);
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number.');
  const chosen = only.length === 0 ? Object.keys(parts) : only;
  const unknown = chosen.find((name) => !(name in parts));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}: ${Object.keys(parts).join(', ')}.`);
  const figures: Figure[] = [];
  for (const name of chosen) figures.push(...(await parts[name as Part](runs)));
  return figures;
}

async function bench(): Promise<string> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      runs: { type: 'string', default: '7' },
      only: { type: 'string', multiple: true, default: [] },
      start: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return usage;
  const machine = { cores: availableParallelism(), loadBefore: loadavg()[0] ?? 0, loadAfter: 0 };
  const figures = await measure(values);
  machine.loadAfter = loadavg()[0] ?? 0;
  return values.json ? JSON.stringify({ machine, figures }, null, 2) : `${table(figures)}\n${machineWords(machine)}`;
}

try {
  process.stdout.write(`${await bench()}\n`);
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
