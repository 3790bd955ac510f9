import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const ours = /^(\d\d-[a-z-]+-(light|dark)|failure)\.png$/;

/** Takes pictures of the window, each in both themes, numbered in the order in which a person sees them. */
export class Camera {
  readonly folder: string;
  #taken = 0;

  /** Pictures of an earlier tour are removed, so that the folder shows one tour. */
  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(folder)) if (ours.test(file)) rmSync(join(folder, file));
  }

  /** @param shoot how the picture is taken, where it is not of what the page itself draws */
  async take(page: Page, what: string, shoot: (path: string) => Promise<unknown> = drawnBy(page)): Promise<void> {
    const number = String(++this.#taken).padStart(2, '0');
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await shoot(join(this.folder, `${number}-${what}-${colorScheme}.png`));
    }
  }

  /** What the screen showed when a step failed; null where there was no window any more. */
  async takeFailure(page: Page): Promise<string | null> {
    const path = join(this.folder, 'failure.png');
    return page.screenshot({ path, timeout: 5000 }).then(() => path, () => null);
  }
}

function drawnBy(page: Page): (path: string) => Promise<unknown> {
  return (path) => page.screenshot({ path, animations: 'disabled' });
}
