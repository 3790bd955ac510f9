import type { Page } from '@playwright/test';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import type { EnvironmentId } from '../../src/shared/environment.ts';
import type { Bridge } from '../../src/shared/ipc/bridge.ts';
import { launchApp, type LaunchedApp } from '../support/app.ts';
import { demo, passphrase } from '../support/person.ts';
import { atMost, percentile, type Figure } from './figure.ts';
import { chosenEnvironment } from './outbox-page.ts';
import { openSignedInApp } from './signed-in-app.ts';

declare const window: { readonly kelvin: Bridge };

/** As the issue asks: how many secrets each list has. */
const listed = 1_000;
const switches = 60;
const unlocks = 5;
/** A person notices nothing below this, ms. */
const atOnceMs = 100;

/** From a click on another environment to its list painted, and from a press on Unlock to a list that can be used. */
export async function switchingFigures(tell: (words: string) => void): Promise<Figure[]> {
  const [signedIn, other] = await Promise.all([openSignedInApp(), launchSandbox()]);
  let again: LaunchedApp | null = null;
  try {
    const { page } = signedIn.running;
    tell(`two environments with ${listed} secrets each`);
    await Promise.all([fill(signedIn.sandbox), fill(other)]);
    const [first, second] = [await chosenEnvironment(page), await addSignedIn(page, other.origin)];
    for (const environmentId of [first, second]) {
      await page.evaluate((id) => window.kelvin.request['secrets.refresh']({ environmentId: id }), environmentId);
    }
    tell(`${switches} switches`);
    const painted: number[] = [];
    for (let nth = 0; nth < switches; nth += 1) painted.push(await switchOver(page));
    await signedIn.running.end();
    const usable: number[] = [];
    for (let nth = 0; nth < unlocks; nth += 1) {
      tell(`unlock ${nth + 1} of ${unlocks}`);
      again = await launchApp({ profile: signedIn.profile, sandbox: signedIn.sandbox.origin });
      usable.push(await unlock(again.page));
      await again.end();
    }
    return [
      {
        what: 'Switch environment',
        ours: { label: 'click to painted', unit: 'ms', values: painted },
        beside: null,
        aim: atMost(percentile(painted, 95), atOnceMs, `${atOnceMs} ms (p95)`),
        note: `from the list kept here, ${listed} secrets in each; p95 ${percentile(painted, 95).toFixed(1)} ms.`,
      },
      {
        what: 'Unlock',
        ours: { label: 'press to list', unit: 'ms', values: usable },
        beside: null,
        aim: null,
        note: `a fresh start: the passphrase (most of it, on purpose), the database, ${listed} secrets painted.`,
      },
    ];
  } finally {
    await again?.kill();
    await signedIn.close();
    await other.stop();
  }
}

async function fill({ client }: LaunchedSandbox): Promise<void> {
  for (let nth = 0; nth < listed; nth += 1) await client.createSecret(`listed-${String(nth).padStart(4, '0')}`, 'value');
}

function addSignedIn(page: Page, address: string): Promise<EnvironmentId> {
  return page.evaluate(
    async ({ address, account }) => {
      const { request } = window.kelvin;
      const look = { label: 'Plant A', kind: 'production', colour: 'plum', confirmedIssuer: null } as const;
      const added = await request['environments.add']({ address, ...look });
      if (!added.ok) throw new Error(added.code);
      const environmentId = added.value.id;
      const signedIn = await request['session.sign-in']({ environmentId, ...account, oneTimeCode: null });
      if (!signedIn.ok) throw new Error(signedIn.code);
      return environmentId;
    },
    { address, account: demo },
  );
}

/** Ends after the frame that shows the other list, at its first name; both in the page, so no debugger is measured. */
async function switchOver(page: Page): Promise<number> {
  await page.locator('nav .nav-row[title]:not([role=switch])').first().waitFor();
  return page.evaluate(`(async () => {
    const shown = () => document.querySelector('table.list')?.getAttribute('aria-label');
    const before = shown();
    const begun = performance.now();
    document.querySelector('nav .nav-row[title]:not([role=switch])').click();
    for (;;) {
      await new Promise(requestAnimationFrame);
      const rows = document.querySelectorAll('table.list tbody [role=row]').length;
      if (shown() !== undefined && shown() !== before && rows > 5) break;
    }
    await new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(null); });
    const took = performance.now() - begun;
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
    return took;
  })()`);
}

async function unlock(page: Page): Promise<number> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  return page.evaluate(`(async () => {
    const begun = performance.now();
    [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Unlock').click();
    while (document.querySelectorAll('table.list tbody [role=row]').length <= 5) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(null); });
    return performance.now() - begun;
  })()`);
}
