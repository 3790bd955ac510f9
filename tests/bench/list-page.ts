import type { Page } from '@playwright/test';

// What a person does with the list, measured in the page itself, so that no debugger is measured. "Painted" ends in the
// task after the frame that shows it.

const painted = `() => new Promise((resolve) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = resolve;
  port2.postMessage(null);
}))`;

/** Types each word letter by letter, each letter when the page has come to rest; ms from letter to painted. */
export function searchLetters(page: Page, words: readonly string[]): Promise<number[]> {
  return page.evaluate(`(async () => {
    const painted = ${painted};
    const field = document.querySelector('input[type=search]');
    const type = async (text) => {
      await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
      const begun = performance.now();
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await painted();
      return performance.now() - begun;
    };
    const took = [];
    for (const word of ${JSON.stringify(words)}) {
      for (let letters = 1; letters <= word.length; letters += 1) took.push(await type(word.slice(0, letters)));
      took.push(await type(''));
    }
    return took;
  })()`);
}

/** Scrolls a screen each frame, then jumps over all of it; the longest task meanwhile, ms, 0 where none was over 50. */
export function longestTaskWhileScrolling(page: Page): Promise<number> {
  return page.evaluate(`(async () => {
    const box = document.querySelector('.scroll');
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: 'longtask' });
    const to = (top) => { box.scrollTop = top; return new Promise(requestAnimationFrame); };
    for (let frame = 0; frame < 300; frame += 1) await to(box.scrollTop + box.clientHeight);
    for (let jump = 0; jump < 60; jump += 1) await to((box.scrollHeight * ((jump * 37) % 60)) / 60);
    await to(0);
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
    observer.takeRecords().forEach(({ duration }) => tasks.push(duration));
    observer.disconnect();
    return Math.max(0, ...tasks);
  })()`);
}

/** From Secrets to Outbox and back, each painted before the next. */
export function switchViews(page: Page, times: number): Promise<void> {
  return page.evaluate(`(async () => {
    const painted = ${painted};
    const button = (words) => [...document.querySelectorAll('nav .nav-row')].find((one) => one.textContent.trim().startsWith(words));
    for (let nth = 0; nth < ${String(times)}; nth += 1) {
      button(nth % 2 === 0 ? 'Outbox' : 'Secrets').click();
      await painted();
    }
  })()`);
}

/** The page's JavaScript heap when what is not used any more has been collected, MiB. */
export async function heapAfterCollection(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.enable');
    for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize / 2 ** 20;
  } finally {
    await session.detach();
  }
}

/** Unlocks, and waits for the first rows, or for the empty list where there are none; ms. */
export async function unlockToRows(page: Page, passphrase: string, hasRows: boolean): Promise<number> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  return page.evaluate(`(async () => {
    const painted = ${painted};
    const there = () => ${hasRows ? `document.querySelectorAll('table.list tbody [role=row]').length > 5` : `document.querySelector('main .empty') !== null`};
    const begun = performance.now();
    [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Unlock').click();
    while (!there()) await new Promise(requestAnimationFrame);
    await painted();
    return performance.now() - begun;
  })()`);
}
