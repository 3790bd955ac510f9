import type { Page } from '@playwright/test';
import type { EnvironmentId } from '../../src/shared/environment.ts';
import type { Bridge } from '../../src/shared/ipc/bridge.ts';
import type { SyncStatus } from '../../src/shared/sync-status.ts';

declare const window: { readonly kelvin: Bridge };

export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** The environment that the page shows. */
export function chosenEnvironment(page: Page): Promise<EnvironmentId> {
  return page.evaluate(async () => {
    const listed = await window.kelvin.request['environments.list']({});
    const chosen = listed.ok ? listed.value.chosen : null;
    if (chosen === null) throw new Error('No environment is chosen.');
    return chosen;
  });
}

/** Asks for each as the dialog would, one after another as fast as they are answered. */
export async function addAll(page: Page, secrets: readonly Secret[]): Promise<void> {
  await page.evaluate(
    async ({ environmentId, secrets }) => {
      for (const secret of secrets) {
        const reply = await window.kelvin.request['outbox.add']({ environmentId, ...secret });
        if (!reply.ok) throw new Error(reply.code);
      }
    },
    { environmentId: await chosenEnvironment(page), secrets },
  );
}

/**
 * Asks for each as the dialog would, each when the page has come to rest; ms from request to answer: no dialog, so
 * what main and the disk take.
 */
export async function timeToAdd(page: Page, secrets: readonly Secret[]): Promise<number[]> {
  return page.evaluate(
    async ({ environmentId, secrets }) => {
      const milliseconds: number[] = [];
      for (const secret of secrets) {
        const begun = performance.now();
        const reply = await window.kelvin.request['outbox.add']({ environmentId, ...secret });
        milliseconds.push(performance.now() - begun);
        if (!reply.ok) throw new Error(reply.code);
        await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
      }
      return milliseconds;
    },
    { environmentId: await chosenEnvironment(page), secrets },
  );
}

/** As the button does: no pause of a probe is waited for. */
export async function sendNow(page: Page): Promise<void> {
  const environmentId = await chosenEnvironment(page);
  await page.evaluate((id) => window.kelvin.request['outbox.send-now']({ environmentId: id }), environmentId);
}

/** Resolves when the app says that nothing is in the outbox any more, with the wall clock time of that answer. */
export function untilEmpty(page: Page): Promise<number> {
  return untilStatus(page, 'empty');
}

/** Resolves when the app says that the platform cannot be reached. */
export function untilOffline(page: Page): Promise<number> {
  return untilStatus(page, 'offline');
}

function untilStatus(page: Page, awaited: 'empty' | 'offline'): Promise<number> {
  return page.evaluate((what) => {
    const holds = (status: SyncStatus | undefined): boolean => {
      if (status === undefined) return false;
      return what === 'offline' ? status.gate.kind === 'offline' : Object.values(status.counts).every((count) => count === 0);
    };
    return new Promise<number>((resolve) => {
      let isAsking = false;
      let isNews = true;
      const look = async (): Promise<void> => {
        isNews = true;
        if (isAsking) return;
        isAsking = true;
        while (isNews) {
          isNews = false;
          const status = await window.kelvin.request['sync.status']({});
          if (!status.ok || !holds(status.value[0])) continue;
          stop();
          resolve(Date.now());
        }
        isAsking = false;
      };
      const stop = window.kelvin.on('outbox-changed', () => void look());
      void look();
    });
  }, awaited);
}
