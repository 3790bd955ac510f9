import { describe, expect, it, vi } from 'vitest';
import { Refresher } from './refresher.ts';

/** A run that ends when it is told to. */
function controlled() {
  const ends: (() => void)[] = [];
  const refresher = new Refresher(() => new Promise<void>((resolve) => ends.push(resolve)), 0);
  return { refresher, ends, endOne: () => ends.shift()?.() };
}

describe('a refresh', () => {
  it('never runs twice at once, and runs once more for any number of calls meanwhile', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const refresher = new Refresher(async () => {
      runs += 1;
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    }, 0);
    await Promise.all(Array.from({ length: 1000 }, () => refresher.ask()));
    expect({ most, runs }).toEqual({ most: 1, runs: 2 });
  });

  it('ends for its caller only when a run that began after the call has ended', async () => {
    const { refresher, ends, endOne } = controlled();
    void refresher.ask();
    let done = false;
    const second = refresher.ask().then(() => { done = true; });
    endOne();
    while (ends.length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    expect(done).toBe(false);
    endOne();
    await second;
    expect(done).toBe(true);
  });

  it('that takes long rests longer before the next one', async () => {
    vi.useFakeTimers();
    try {
      const begun: number[] = [];
      const refresher = new Refresher(async () => {
        begun.push(performance.now());
        await new Promise((resolve) => setTimeout(resolve, 100));
      });
      void refresher.ask();
      const second = refresher.ask();
      await vi.advanceTimersByTimeAsync(590);
      expect(begun).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(200);
      await second;
      expect(begun).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('can be asked for again after one that was thrown back', async () => {
    let runs = 0;
    const refresher = new Refresher(() => {
      runs += 1;
      return runs === 1 ? Promise.reject(new Error('no')) : Promise.resolve();
    }, 0);
    await expect(refresher.ask()).rejects.toThrow('no');
    await refresher.ask();
    expect(runs).toBe(2);
  });
});
