import type { CDPSession, Page } from '@playwright/test';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import { launchApp, newProfile, removeProfile, type LaunchedApp, type LaunchOptions } from '../support/app.ts';
import { screenProblems } from './screen-problems.ts';
import { Camera } from '../tour/camera.ts';

/** CSS pixels of the window's content, and how many of the screen's each takes. */
const wide = { width: 1280, height: 800, scale: 1 };
const views = {
  narrow: { width: 400, height: 800, scale: 1 },
  zoomed: { width: 640, height: 400, scale: 2 },
} as const;

/** How a screen is seen besides in the usual window: 400 px wide, or at 200 %. */
export type View = keyof typeof views;

/**
 * Everything that a group of screens started, and how they are looked at: by axe, by whether all of it can be reached,
 * and by a camera where there is one. It ends all of it, whatever happened.
 */
export class Studio {
  /** What was found on the screens that were shown, in words. */
  readonly problems: string[] = [];
  readonly #camera: Camera | null;
  readonly #closing: (() => unknown)[] = [];
  #app: LaunchedApp | null = null;
  /** Where the page is drawn; it ends with the app. */
  #screen: CDPSession | null = null;

  /** @param folder where the pictures go; null: none are taken */
  constructor(folder: string | null) {
    this.#camera = folder === null ? null : new Camera(folder);
  }

  /** The app that was started last. */
  get app(): LaunchedApp {
    if (this.#app === null) throw new Error('The app does not run.');
    return this.#app;
  }

  get page(): Page {
    return this.app.page;
  }

  /** The profile's folder; it is removed at the end. */
  profile(): string {
    const profile = newProfile();
    this.after(() => removeProfile(profile));
    return profile;
  }

  async sandbox(): Promise<LaunchedSandbox> {
    const sandbox = await launchSandbox();
    this.after(() => sandbox.stop());
    return sandbox;
  }

  /** Starts the app in the usual window. The one that ran before has to be ended by then. */
  async start(options: LaunchOptions = {}): Promise<LaunchedApp> {
    const app = await launchApp({ profile: this.profile(), ...options });
    this.after(() => app.kill());
    this.#app = app;
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    this.#screen = await app.page.context().newCDPSession(app.page);
    await this.#see(wide);
    return app;
  }

  /** What was opened last is closed first. */
  after(close: () => unknown): void {
    this.#closing.push(close);
  }

  /** Looks at the screen in both themes, and in other views of the window too where its layout changes. */
  async show(what: string, also: readonly View[] = []): Promise<void> {
    await this.page.mouse.move(640, 1); // nothing is pointed at
    await this.#look(what);
    for (const view of also) {
      await this.#see(views[view]);
      await this.#look(`${what}-${view}`);
      await this.#see(wide);
    }
  }

  /** A picture of what another program shows. */
  async showPage(page: Page, what: string): Promise<void> {
    await this.#camera?.take(page, what);
  }

  /** What the screen showed when a group failed; null where there was no window any more. */
  async showFailure(): Promise<string | null> {
    return this.#app === null ? null : (this.#camera?.takeFailure(this.#app.page) ?? null);
  }

  async end(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close();
  }

  async #look(what: string): Promise<void> {
    await this.#camera?.take(this.page, what);
    this.problems.push(...(await screenProblems(this.page, what)));
  }

  /**
   * The debugger lays the page out, and draws it, for a window of that size and scale. The window itself, and its own
   * zoom, are tests/e2e/zoom.spec.ts's: what the debugger sees of a page that the window zooms is cut off.
   */
  async #see({ width, height, scale }: (typeof views)[View] | typeof wide): Promise<void> {
    await this.#screen?.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: scale, mobile: false });
    await this.page.waitForFunction((wanted) => innerWidth === wanted, width);
    // What follows the window's size, as a menu beside its button, is told with the next frame.
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }
}
