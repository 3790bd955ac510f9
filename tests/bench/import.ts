import { atMost, median, type Figure } from './figure.ts';
import { openSignedInApp } from './signed-in-app.ts';

const lines = 5000;
const valueBytes = 200;
const runs = 7;

interface Preview {
  /** From the paste to the painted preview, ms. */
  readonly painted: number;
  /** The longest time in which the page answered nobody, ms. */
  readonly longest: number;
  /** The same from the press that ends it to a page without the dialog, ms. */
  readonly longestAtEnd: number;
  readonly ended: number;
}

/** How long a person waits for the preview of a large import, and for its commit; beside an import of one line. */
export async function importFigures(tell: (words: string) => void): Promise<Figure[]> {
  const signedIn = await openSignedInApp();
  try {
    await signedIn.sandbox.client.fault({ kind: 'refuse' });
    const { page } = signedIn.running;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const text = (count: number, run: string): string =>
      Array.from({ length: count }, (_, index) => `bulk-${run}-${index}="${'v'.repeat(valueBytes)}"`).join('\n');
    const large: Preview[] = [];
    const single: Preview[] = [];
    for (let run = 0; run <= runs; run += 1) {
      tell(run === 0 ? 'previewing once to warm up' : `preview ${run} of ${runs}, of ${lines} lines and of one`);
      const one = await page.evaluate(preview, { text: text(1, `one-${run}`), count: 1, adds: false });
      const many = await page.evaluate(preview, { text: text(lines, `many-${run}`), count: lines, adds: false });
      if (run === 0) continue;
      single.push(one);
      large.push(many);
    }
    tell(`adding one, then ${lines}`);
    const addOne = await page.evaluate(preview, { text: text(1, 'last-one'), count: 1, adds: true });
    const addAll = await page.evaluate(preview, { text: text(lines, 'last'), count: lines, adds: true });
    return [
      compare('Import pasted → preview painted', large, single, ({ painted }) => painted),
      {
        ...compare('Import, longest block of the page', large, single, ({ longest }) => longest),
        aim: atMost(median(large.map(({ longest }) => longest)), 50, '50 ms'),
        note: 'an aim for an idle machine of today; the ratio holds on any.',
      },
      {
        what: 'Import confirmed → durable, dialog gone',
        ours: { label: `${lines} lines`, unit: 'ms', values: [addAll.ended] },
        beside: { label: 'one line', unit: 'ms', values: [addOne.ended] },
        aim: null,
        note: `one transaction, ${valueBytes} bytes each.`,
      },
      {
        what: 'Import confirmed, longest block of the page',
        ours: { label: `${lines} lines`, unit: 'ms', values: [addAll.longestAtEnd] },
        beside: { label: 'one line', unit: 'ms', values: [addOne.longestAtEnd] },
        aim: atMost(addAll.longestAtEnd, 50, '50 ms'),
        note: 'until the list and the outbox show them.',
      },
    ];
  } finally {
    await signedIn.close();
  }
}

function compare(what: string, ours: readonly Preview[], beside: readonly Preview[], of: (preview: Preview) => number): Figure {
  return {
    what,
    ours: { label: `${lines} lines`, unit: 'ms', values: ours.map(of) },
    beside: { label: 'one line', unit: 'ms', values: beside.map(of) },
    aim: null,
    note: null,
  };
}

/** In the page: opens the import, pastes, and gives it up again, or adds it. */
async function preview({ text, count, adds }: { text: string; count: number; adds: boolean }): Promise<Preview> {
  const until = <Found>(look: () => Found | null | undefined | false): Promise<Found> =>
    new Promise((resolve) => {
      const tryAgain = (): void => {
        const found = look();
        if (found) resolve(found);
        else requestAnimationFrame(tryAgain);
      };
      tryAgain();
    });
  const atRest = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
  const button = (words: string) =>
    [...document.querySelectorAll('button')].find((each) => each.textContent?.trim().startsWith(words));
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'i', ctrlKey: true, cancelable: true, bubbles: true }));
  await until(() => button('Choose file'));
  await atRest();
  let longest = 0;
  let last = performance.now();
  const ticks = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  });
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const begun = performance.now();
  window.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }));
  // All of them can be added: the names were looked up.
  await until(() => document.querySelector(`[role=grid][aria-rowcount="${count + 1}"]`));
  await painted();
  const shown = performance.now() - begun;
  const commit = () => document.querySelector<HTMLButtonElement>('.dialog-foot .btn.commit:not([aria-busy])');
  await until(() => commit()?.textContent?.includes(` ${count.toLocaleString('en')} `));
  await atRest();
  const longestBefore = longest;
  longest = 0;
  const pressed = performance.now();
  if (adds) commit()?.click();
  else {
    button('Cancel')?.click();
    (await until(() => button('Discard import'))).click();
  }
  await until(() => document.querySelector('[role=dialog]') === null);
  const ended = performance.now() - pressed;
  await atRest();
  clearInterval(ticks);
  return { painted: shown, longest: longestBefore, longestAtEnd: longest, ended };
}
