import { bareDrain, createRate, inFlight } from './bare-drain.ts';
import { drainedSecrets } from './drained-secrets.ts';
import { electronProgram } from './electron-program.ts';
import { watchEventLoop, watchResolutionMs } from './event-loop.ts';
import { atLeast, atMost, median, type Figure } from './figure.ts';
import { addAll, sendNow, untilEmpty } from './outbox-page.ts';
import { openSignedInApp } from './signed-in-app.ts';

const entries = 1000;
const rounds = 3;

interface Drain {
  readonly rate: number;
  /** p99 of the event loop's delay meanwhile, ms. */
  readonly delay: number;
}

/** A thousand entries that waited, delivered when the platform is back, against the bare requests. */
export async function drainFigures(tell: (words: string) => void): Promise<Figure[]> {
  const program = await electronProgram('bare-loop');
  try {
    const [ours, bare]: [Drain[], Drain[]] = [[], []];
    for (let round = 1; round <= rounds; round += 1) {
      tell(`draining ${entries} entries, round ${round} of ${rounds}`);
      bare.push(await bareDrain(program, entries));
      ours.push(await drain());
    }
    return figuresOf(ours, bare);
  } finally {
    program.remove();
  }
}

function figuresOf(ours: readonly Drain[], bare: readonly Drain[]): Figure[] {
  const [rates, bareRates] = [ours.map(({ rate }) => rate), bare.map(({ rate }) => rate)];
  const [delays, bareDelays] = [ours.map(({ delay }) => delay), bare.map(({ delay }) => delay)];
  return [
    {
      what: `${entries} entries drained`,
      ours: { label: 'this app', unit: 'entries/s', values: rates },
      beside: { label: 'bare loop', unit: 'entries/s', values: bareRates },
      aim: atLeast(median(rates) / median(bareRates), 0.7, '0.7'),
      note: `same requests, same network port, ${inFlight} in flight; timed by the platform’s journal, first request to last.`,
    },
    {
      what: 'Event loop of the main process meanwhile, p99',
      ours: { label: 'this app', unit: 'ms', values: delays },
      beside: { label: 'bare loop', unit: 'ms', values: bareDelays },
      aim: atMost(median(delays), 20, '20 ms'),
      note: `from one turn of a timer that wants to run each ${watchResolutionMs} ms to the next.`,
    },
  ];
}

async function drain(): Promise<Drain> {
  const signedIn = await openSignedInApp();
  try {
    const { page, app } = signedIn.running;
    const { client } = signedIn.sandbox;
    await client.fault({ kind: 'refuse' });
    await addAll(page, drainedSecrets(entries));
    await client.clearFaults();
    const delayOf = await watchEventLoop(app);
    await sendNow(page);
    await untilEmpty(page);
    return { delay: await delayOf(), rate: await createRate(client, entries) };
  } finally {
    await signedIn.close();
  }
}
