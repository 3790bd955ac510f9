import { bareDrain } from './bare-drain.ts';
import { drainedSecrets } from './drained-secrets.ts';
import { electronProgram } from './electron-program.ts';
import { percentile, type Figure } from './figure.ts';
import { addAll, untilEmpty, untilOffline } from './outbox-page.ts';
import { openSignedInApp, type SignedInApp } from './signed-in-app.ts';

/** How many wait, and how often it is measured: a p99 of fewer than 100 is the longest of them. */
const sizes = [
  { waiting: 1, times: 100 },
  { waiting: 100, times: 30 },
  { waiting: 1000, times: 5 },
] as const;

/**
 * From the end of a fault (the platform accepts connections again) to the moment in which the app says that all are
 * delivered, by itself: nobody presses anything, so the pause of the probe that was due is in it.
 */
export async function recoveryFigures(tell: (words: string) => void): Promise<Figure[]> {
  const program = await electronProgram('bare-loop');
  try {
    const figures: Figure[] = [];
    for (const { waiting, times } of sizes) {
      tell(`recovering with ${waiting} waiting, ${times} times`);
      const bare = (await bareDrain(program, waiting)).elapsedMs;
      figures.push(...figuresOf(waiting, await recover(waiting, times), bare));
    }
    return figures;
  } finally {
    program.remove();
  }
}

function figuresOf(waiting: number, milliseconds: readonly number[], bare: number): Figure[] {
  const words = waiting === 1 ? '1 waiting entry' : `${waiting} waiting entries`;
  return [50, 99].map((share) => ({
    what: `Fault ended → all delivered, ${words}, p${share}`,
    ours: { label: 'this app', unit: 'ms', values: [percentile(milliseconds, share)] },
    beside: { label: 'bare loop', unit: 'ms', values: [bare] },
    aim: null,
    note:
      share === 50
        ? `n=${milliseconds.length}, ${Math.min(...milliseconds).toFixed(0)}–${Math.max(...milliseconds).toFixed(0)} ms; the fault ends once the app knows of it, so what is waited for is the next probe.`
        : null,
  }));
}

async function recover(waiting: number, times: number): Promise<number[]> {
  const milliseconds: number[] = [];
  let signedIn: SignedInApp | null = null;
  try {
    for (let time = 0; time < times; time += 1) {
      signedIn ??= await openSignedInApp();
      const { page } = signedIn.running;
      const back = await signedIn.sandbox.client.refuse();
      await addAll(page, drainedSecrets(waiting, `recovered-${time}`));
      await untilOffline(page);
      const empty = untilEmpty(page);
      const ended = Date.now();
      await back();
      milliseconds.push((await empty) - ended);
      // A list and a history that grow with each round are not what is measured.
      if (waiting * (time + 1) % 1000 === 0) {
        await signedIn.close();
        signedIn = null;
      }
    }
    return milliseconds;
  } finally {
    await signedIn?.close();
  }
}
