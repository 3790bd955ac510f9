import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Bridge } from '../../src/shared/ipc/bridge.ts';
import { launchApp, type LaunchedApp } from '../support/app.ts';
import { passphrase } from '../support/person.ts';
import { drainedSecrets } from './drained-secrets.ts';
import { watchEventLoop } from './event-loop.ts';
import { atMost, percentile, type Figure, type Series } from './figure.ts';
import { writeFilledPlatform } from './filled-platform.ts';
import { heapAfterCollection, longestTaskWhileScrolling, searchLetters, switchViews, unlockToRows } from './list-page.ts';
import { addAll, chosenEnvironment, untilOffline } from './outbox-page.ts';
import { openSignedInApp, type SignedInApp } from './signed-in-app.ts';

declare const window: { readonly kelvin: Bridge };

/** As the issue asks. */
const listed = 50_000;
const waiting = 5_000;
const starts = 3;
const switches = 1_000;
/** What is made once (code that is compiled, styles that are kept) has been made by then. */
const warmUp = 100;

/** What the screen does with nothing on it is the yardstick for what it does with a long list. */
interface Measured {
  readonly letters: readonly number[];
  readonly scrolling: number;
  readonly growth: number;
  readonly starts: readonly number[];
}

/** A list of fifty thousand secrets with five thousand entries, beside an empty one. */
export async function listFigures(tell: (words: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-bench-'));
  const dataFile = join(folder, 'platform.json');
  let long: SignedInApp | null = null;
  let empty: SignedInApp | null = null;
  try {
    tell(`a platform with ${listed} secrets, read for the first time`);
    writeFilledPlatform(dataFile, listed);
    long = await openSignedInApp({ dataFile, count: listed });
    empty = await openSignedInApp();
    tell('reading the list anew, both apps');
    const refreshed = { long: await delayWhileRefreshing(long), empty: await delayWhileRefreshing(empty) };
    await Promise.all([cutOff(long), cutOff(empty)]);
    tell(`filling its outbox with ${waiting} entries`);
    await addAll(long.running.page, drainedSecrets(waiting, 'waits'));
    const ofEmpty = await measure(empty, 0, (words) => tell(`empty list: ${words}`));
    const ofLong = await measure(long, listed + waiting, (words) => tell(`long list: ${words}`));
    return figuresOf(ofLong, ofEmpty, refreshed);
  } finally {
    await long?.close();
    await empty?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(long: Measured, empty: Measured, refreshed: { readonly long: number; readonly empty: number }): Figure[] {
  const beside = (label: string, unit: Series['unit'], of: (measured: Measured) => readonly number[]) => ({
    ours: { label, unit, values: of(long) },
    beside: { label: 'empty list', unit, values: of(empty) },
  });
  const p95 = percentile(long.letters, 95);
  return [
    {
      what: 'Unlocked → first rows painted',
      ...beside('long list', 'ms', ({ starts }) => starts),
      aim: null,
      note: `${listed} secrets and ${waiting} entries; a fresh start, and the passphrase is in both.`,
    },
    {
      what: 'Letter in the search → painted',
      ...beside('long list', 'ms', ({ letters }) => letters),
      aim: atMost(p95, 50, '50 ms (p95)'),
      note: `p95 ${p95.toFixed(1)} ms, beside ${percentile(empty.letters, 95).toFixed(1)} ms.`,
    },
    {
      what: 'Scrolling, longest task',
      ours: { label: 'long list', unit: 'ms', values: [long.scrolling] },
      beside: null,
      aim: atMost(long.scrolling, 50, '50 ms'),
      note: 'a screen a frame, and jumps over the whole list; 0: no task was longer than 50 ms.',
    },
    {
      what: `Page memory after ${switches} switches of view`,
      ...beside('long list', 'MiB', ({ growth }) => [growth]),
      aim: atMost(long.growth, 2, '2 MiB: the heap breathes by that much'),
      note: `growth of the heap after a collection, from the ${warmUp}th switch on.`,
    },
    {
      what: 'Main process while the list is read anew, p99',
      ours: { label: 'long list', unit: 'ms', values: [refreshed.long] },
      beside: { label: 'empty list', unit: 'ms', values: [refreshed.empty] },
      aim: atMost(refreshed.long, 20, '20 ms'),
      note: 'from one turn of its event loop to the next.',
    },
  ];
}

async function delayWhileRefreshing({ running: { app, page } }: SignedInApp): Promise<number> {
  const environmentId = await chosenEnvironment(page);
  const delayOf = await watchEventLoop(app);
  const reply = await page.evaluate((id) => window.kelvin.request['secrets.refresh']({ environmentId: id }), environmentId);
  if (!reply.ok || reply.value.end !== 'read') throw new Error('The list was not read anew.');
  return delayOf();
}

/** Nothing is sent and nothing read from here on: what is on the screen is from this computer. */
async function cutOff({ sandbox, running: { page } }: SignedInApp): Promise<void> {
  await sandbox.client.fault({ kind: 'refuse' });
  const environmentId = await chosenEnvironment(page);
  await page.evaluate((id) => window.kelvin.request['outbox.send-now']({ environmentId: id }), environmentId);
  await untilOffline(page);
}

async function measure(signedIn: SignedInApp, rows: number, tell: (words: string) => void): Promise<Measured> {
  const { page } = signedIn.running;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  tell('letters in the search');
  // One letter first: the code of a search is compiled once.
  await searchLetters(page, ['x']);
  const letters = await searchLetters(page, ['line-42', 'sensor-0312', 'plant-6', 'waits-4', '000']);
  tell('scrolling');
  const scrolling = rows === 0 ? 0 : await longestTaskWhileScrolling(page);
  tell(`${switches} switches of view`);
  const growth = await growthOver(page);
  await signedIn.running.end();
  const painted: number[] = [];
  for (let nth = 1; nth <= starts; nth += 1) {
    tell(`start ${nth} of ${starts}`);
    painted.push(await start(signedIn, rows > 0));
  }
  return { letters, scrolling, growth, starts: painted };
}

async function growthOver(page: Page): Promise<number> {
  await switchViews(page, warmUp);
  const before = await heapAfterCollection(page);
  await switchViews(page, switches);
  return Math.max(0, (await heapAfterCollection(page)) - before);
}

async function start({ profile, sandbox }: SignedInApp, hasRows: boolean): Promise<number> {
  let again: LaunchedApp | null = null;
  try {
    again = await launchApp({ profile, sandbox: sandbox.origin });
    return await unlockToRows(again.page, passphrase, hasRows);
  } finally {
    await again?.end();
  }
}
