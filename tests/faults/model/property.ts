import fc from 'fast-check';
import type { Database } from '../../../src/main/storage/database.ts';
import { anyCommand, tell, type Command } from './command.ts';
import { Shelf } from './disk.ts';
import { nothingUntellable, type Untellable } from './ledger.ts';
import { environment } from './life.ts';
import { World } from './world.ts';

/** One run: who is signed in when it begins, the numbers it draws, and what happens. */
export interface Run {
  readonly seed: number;
  readonly begin: 'signed-in' | 'never-signed-in';
  readonly commands: readonly Command[];
}

export interface Tally {
  runs: number;
  commands: number;
  entries: number;
  readonly untellable: Untellable;
}

export interface Campaign {
  readonly seed: number;
  readonly runs: number;
  readonly mostCommands: number;
  /** Of an earlier counterexample, to see it again. */
  readonly path?: string;
  readonly progress?: (tally: Tally) => void;
}

export interface CampaignResult {
  readonly tally: Tally;
  /** Null when nothing was found, else lines that a person can read and repeat. */
  readonly counterexample: readonly string[] | null;
}

/** Does any number of runs from a seed; the first one that breaks a promise is made as small as it goes. */
export async function campaign({ seed, runs, mostCommands, path, progress }: Campaign): Promise<CampaignResult> {
  const shelf = openShelf();
  const tally: Tally = { runs: 0, commands: 0, entries: 0, untellable: nothingUntellable() };
  const anyRun: fc.Arbitrary<Run> = fc.record({
    seed: fc.nat(),
    begin: fc.constantFrom('signed-in', 'signed-in', 'signed-in', 'never-signed-in'),
    commands: fc.array(anyCommand, { maxLength: mostCommands, size: 'max' }),
  });
  try {
    const property = fc.asyncProperty(anyRun, async (run) => {
      await doRun(shelf, run, tally);
      progress?.(tally);
    });
    const details = await fc.check(property, { seed, numRuns: runs, ...(path === undefined ? {} : { path }), endOnFailure: false });
    if (!details.failed) return { tally, counterexample: null };
    const [run] = details.counterexample ?? [];
    return { tally, counterexample: tellFailure(details.errorInstance, details.seed, details.counterexamplePath, run) };
  } finally {
    shelf.close();
  }
}

export function openShelf(): Shelf {
  return new Shelf((db: Database) => {
    const { id, origin, label, kind, colour } = environment;
    db.prepare('INSERT INTO environments (id, origin, label, kind, colour, added_at) VALUES (?, ?, ?, ?, ?, 0)')
      .run(id, origin, label, kind, colour);
  });
}

export async function doRun(shelf: Shelf, run: Run, tally: Tally): Promise<void> {
  const world = new World(shelf, run.seed);
  try {
    if (run.begin === 'signed-in') await world.run({ do: 'sign-in', as: 'ana' });
    for (const command of run.commands) await world.run(command);
    await world.comeToRest();
  } finally {
    tally.runs += 1;
    tally.commands += world.commands;
    tally.entries += world.ledger.known.size;
    for (const key of Object.keys(tally.untellable) as (keyof Untellable)[]) tally.untellable[key] += world.ledger.untellable[key];
    await world.end();
  }
}

function tellFailure(error: unknown, seed: number, path: string | null, run: Run | undefined): readonly string[] {
  const words = error instanceof Error ? (error.name === 'Violation' ? error.message : (error.stack ?? error.message)) : String(error);
  return [
    words,
    `  begins ${run?.begin ?? ''}, numbers from ${run?.seed ?? ''}`,
    ...(run?.commands.map((command, index) => `  ${String(index + 1).padStart(2)}. ${tell(command)}`) ?? []),
    `again: npm run model -- --seed ${seed} --path ${path ?? ''}`,
  ];
}
