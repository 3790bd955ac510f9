import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { appEnvironment, commandLine } from '../support/app.ts';
import { passphrase } from '../support/person.ts';
import { openSignedInApp } from './signed-in-app.ts';
import { atMost, median, type Figure } from './figure.ts';
import { treePss } from './process-tree.ts';

/** How long a started app is left alone before its memory is read, ms. */
const settleMs = 5_000;

const here = import.meta.dirname;

interface Start {
  /** From spawn to the moment the window shows, ms. */
  readonly shown: number;
  /** From spawn to the moment its first heading has been painted, ms. */
  readonly readable: number;
  /** PSS of the whole process tree when it has settled, MiB; null where the system does not tell. */
  readonly memory: number | null;
}

/**
 * How fast the window comes and what the idle app costs, beside a minimal Electron app on the same runtime; one of
 * the one, one of the other, so that both meet the same machine. Ours is signed in and has read its list.
 */
export async function windowFigures(runs: number, tell: (words: string) => void): Promise<Figure[]> {
  const signedIn = await openSignedInApp();
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-bench-'));
  try {
    await signedIn.running.end();
    const ours = () => startOurs(signedIn.profile, signedIn.sandbox.origin);
    const minimal = () => startMinimal(folder);
    const [app, yardstick]: [Start[], Start[]] = [[], []];
    for (let run = 0; run <= runs; run += 1) {
      tell(run === 0 ? 'starting both apps once to warm up' : `start ${run} of ${runs}, both apps`);
      const [one, other] = [await minimal(), await ours()];
      if (run === 0) continue;
      yardstick.push(one);
      app.push(other);
    }
    return figuresOf(app, yardstick);
  } finally {
    await signedIn.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(app: readonly Start[], yardstick: readonly Start[]): Figure[] {
  const compare = (what: string, unit: 'ms' | 'MiB', limit: number | null, note: string, of: (start: Start) => number) => {
    const [ours, theirs] = [app.map(of), yardstick.map(of)];
    return {
      what,
      ours: { label: 'this app', unit, values: ours },
      beside: { label: 'minimal app', unit, values: theirs },
      aim: limit === null ? null : atMost(median(ours) / median(theirs), limit, String(limit)),
      note,
    };
  };
  const figures = [
    compare('Window start', 'ms', 1.35, 'spawn to the window showing.', (start) => start.shown),
    compare('First screen', 'ms', null, 'spawn to the first heading painted (ours: Locked).', (start) => start.readable),
  ];
  if (app.every((start) => start.memory !== null)) {
    const note = `PSS of the process tree, ${settleMs / 1000} s after it was ready (ours: unlocked, signed in, list read). Another Electron that runs meanwhile shares pages and lowers both.`;
    figures.push(compare('Idle memory', 'MiB', 1.15, note, (start) => start.memory ?? Number.NaN));
  }
  return figures;
}

function startOurs(profile: string, sandbox: string): Promise<Start> {
  const { executablePath, args } = commandLine(['-r', join(here, 'programs/window-watch.cjs')]);
  return observe(executablePath, args, appEnvironment({ profile, sandbox, env: { BENCH_PASSPHRASE: passphrase } }));
}

/** From a folder outside the project, as any other app. */
function startMinimal(folder: string): Promise<Start> {
  const app = join(folder, 'app');
  cpSync(join(here, 'minimal-app'), app, { recursive: true });
  const { executablePath, args } = commandLine(['-r', join(here, 'programs/window-watch.cjs')]);
  const profile = join(folder, 'profile');
  return observe(executablePath, [...args.slice(0, -1), app], appEnvironment({ profile, env: { BENCH_PROFILE: profile } }));
}

async function observe(executable: string, args: readonly string[], env: Record<string, string>): Promise<Start> {
  const begun = Date.now();
  const child = spawn(executable, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const times = new Map<string, number>();
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, what, at] = /^bench (\w+) (\d+)$/.exec(line) ?? [];
      if (what !== undefined) times.set(what, Number(at) - begun);
      if (what === 'ready') resolve();
    });
  });
  await Promise.race([ready, ended]);
  await wait(settleMs);
  const memory = child.pid === undefined ? null : treePss(child.pid);
  child.kill('SIGTERM');
  await ended;
  const [shown, readable] = [times.get('shown'), times.get('readable')];
  if (shown === undefined || readable === undefined) throw new Error(`${args.at(-1)} showed no window.`);
  return { shown, readable, memory };
}
