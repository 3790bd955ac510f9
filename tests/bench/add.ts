import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Bridge } from '../../src/shared/ipc/bridge.ts';
import { drainedSecrets } from './drained-secrets.ts';
import { electronProgram } from './electron-program.ts';
import { atMost, percentile, type Figure } from './figure.ts';
import { timeToAdd } from './outbox-page.ts';
import type { BareCommitsQuestion } from './programs/bare-commits.ts';
import { openSignedInApp } from './signed-in-app.ts';

declare const window: { readonly kelvin: Bridge };

const entries = 500;
const valueBytes = 200;
/** About what an entry's row has beside its value: ids, name, origin, times and states. */
const restOfRowBytes = 300;

/** How long a person waits after pressing Add until the entry is on the disk and the dialog is gone. */
export async function addFigures(tell: (words: string) => void): Promise<Figure[]> {
  const signedIn = await openSignedInApp();
  const folder = mkdtempSync(join(tmpdir(), 'kelvin-bench-'));
  const program = await electronProgram('bare-commits', { asNode: true });
  const bare = (file: string) =>
    program.ask<number[]>({ file: join(folder, file), count: entries / 2, rowBytes: valueBytes + restOfRowBytes } satisfies BareCommitsQuestion);
  try {
    await signedIn.sandbox.client.fault({ kind: 'refuse' });
    const { page } = signedIn.running;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const before = await bare('before.db');
    tell(`pressing Add ${entries} times`);
    const pressed = await page.evaluate(pressAdd, { entries, value: 'v'.repeat(valueBytes) });
    tell(`asking for ${entries} more without the dialog`);
    const asked = await timeToAdd(page, drainedSecrets(entries, 'asked'));
    const after = await bare('after.db');
    return figuresOf(pressed, asked, [...before, ...after], await countIn(page));
  } finally {
    program.remove();
    await signedIn.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(pressed: number[], asked: number[], bare: number[], kept: number): Figure[] {
  const at = (what: string, values: number[], share: number, limit: number | null, note: string | null = null): Figure => {
    const value = percentile(values, share);
    return {
      what: `${what}, p${share}`,
      ours: { label: 'this app', unit: 'ms', values: [value] },
      beside: { label: 'bare commit', unit: 'ms', values: [percentile(bare, share)] },
      aim: limit === null ? null : atMost(value, limit, `${limit} ms`),
      note,
    };
  };
  const note = `${entries} entries of ${valueBytes} bytes; the platform is cut off; ${kept} entries lay in the outbox at the end.`;
  return [
    at('Add pressed → durable, dialog gone', pressed, 50, null, note),
    at('Add pressed → durable, dialog gone', pressed, 99, 20),
    at('Add asked of main → durable', asked, 50, null, 'from the page’s request to its answer: no dialog, so what main and the disk take.'),
    at('Add asked of main → durable', asked, 99, null),
  ];
}

/**
 * In the page: fills the dialog and presses its button, as often as asked; answers ms from press to dialog gone. As a
 * person does, it presses when the window has come to rest and goes on when the list shows the new entry.
 */
async function pressAdd({ entries, value }: { entries: number; value: string }): Promise<number[]> {
  const until = <Found>(look: () => Found | null | undefined | false): Promise<Found> =>
    new Promise((resolve) => {
      const found = look();
      if (found) return resolve(found);
      const watcher = new MutationObserver(() => {
        const now = look();
        if (!now) return;
        watcher.disconnect();
        resolve(now);
      });
      watcher.observe(document.body, { childList: true, subtree: true, attributes: true });
    });
  const atRest = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
  const button = (words: string) =>
    [...document.querySelectorAll('button')].find((each) => each.textContent?.trim().startsWith(words));
  const dialog = () => document.querySelector<HTMLElement>('[role=dialog]');
  const milliseconds: number[] = [];
  for (let at = 0; at < entries; at += 1) {
    button('Add Secret')?.click();
    const opened = await until(dialog);
    const name = await until(() => opened.querySelector('input'));
    name.value = `pressed-${at}`;
    name.dispatchEvent(new InputEvent('input', { bubbles: true }));
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', value);
    opened.querySelector('textarea')?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }));
    const add = opened.querySelector<HTMLButtonElement>('button[type=submit]');
    await atRest();
    const begun = performance.now();
    add?.click();
    await until(() => dialog() === null);
    milliseconds.push(performance.now() - begun);
    await until(() => document.querySelector('footer')?.textContent?.includes(`${(at + 1).toLocaleString('en')} in the outbox`));
  }
  return milliseconds;
}

function countIn(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const listed = await window.kelvin.request['outbox.list']({});
    return listed.ok ? listed.value.entries.length : 0;
  });
}
