import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Figure } from './figure.ts';

const root = join(import.meta.dirname, '../..');
/** The longest that a first start may take before it counts as hung, ms. */
const patience = 15 * 60_000;

/** Seconds from `npm start` to a window that can be used, on fresh clones of what is committed here. */
export async function startFigures(tell: (words: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-bench-start-'));
  try {
    const figure = async (what: string, checkout: string, cache: string | null, note: string): Promise<Figure> => {
      tell(`npm start: ${what}`);
      const seconds = await secondsToWindow(checkout, cache);
      return { what: `npm start, ${what}`, ours: { label: 'this app', unit: 's', values: [seconds] }, beside: null, aim: null, note };
    };
    const emptyCache = join(folder, 'cache');
    const [first, second] = [clone(join(folder, 'first')), clone(join(folder, 'second'))];
    const packages = 'npm’s own package cache and the system’s packages were as this machine has them';
    return [
      await figure('fresh clone, no runtime cached', first, emptyCache, `the runtime and its database module were fetched and built; ${packages}.`),
      await figure('second run', first, emptyCache, 'the same clone again; nothing had changed.'),
      await figure('fresh clone, runtime cached', second, emptyCache, `as on a second clone of one user; ${packages}.`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function clone(into: string): string {
  execFileSync('git', ['clone', '--quiet', root, into]);
  return into;
}

async function secondsToWindow(checkout: string, cache: string | null): Promise<number> {
  const log = join(checkout, '.dev/logs/app.log');
  rmSync(log, { force: true });
  const begun = performance.now();
  const child = spawn('npm', ['start'], { cwd: checkout, env: environment(cache), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let over = false;
  void ended.then(() => (over = true));
  try {
    while (!isUsable(log)) {
      if (over || performance.now() - begun > patience) throw new Error(`npm start showed no window. It said:\n${said.slice(-2000)}`);
      await wait(50);
    }
    return (performance.now() - begun) / 1000;
  } finally {
    // As Ctrl-C does it: to everything in the foreground.
    if (child.pid !== undefined && !over) process.kill(-child.pid, 'SIGINT');
    await ended;
  }
}

/** The app shows its window first, and only then leaves the phase "starting". */
function isUsable(log: string): boolean {
  return existsSync(log) && /"event":"phase","phase":"(choose-passphrase|locked|ready)"/.test(readFileSync(log, 'utf8'));
}

/** Without what set-up gave this bench: a fresh clone has to find it all by itself. */
function environment(cache: string | null): NodeJS.ProcessEnv {
  const given = Object.entries(process.env).filter(([name]) => !/^(ELECTRON_|npm_|KELVIN_SECRETS_(?!CACHE$))/.test(name));
  return { ...Object.fromEntries(given), ...(cache === null ? {} : { KELVIN_SECRETS_CACHE: cache }) };
}
