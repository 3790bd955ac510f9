import type { ElectronApplication } from '@playwright/test';

/** How often (ms) the watch wants to run: what it measures is from one run to the next, so never less than this. */
export const watchResolutionMs = 1;

interface Watch {
  enable(): boolean;
  disable(): boolean;
  percentile(share: number): number;
}

/** Watches the main process's event loop from outside the product, until asked: then the p99 of its delay, ms. */
export async function watchEventLoop(app: ElectronApplication): Promise<() => Promise<number>> {
  await app.evaluate((_electron, resolution) => {
    const watch: Watch = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution });
    watch.enable();
    (globalThis as unknown as { watchOfTheBench: Watch }).watchOfTheBench = watch;
  }, watchResolutionMs);
  return () =>
    app.evaluate(() => {
      const watch = (globalThis as unknown as { watchOfTheBench: Watch }).watchOfTheBench;
      watch.disable();
      return watch.percentile(99) / 1e6;
    });
}
