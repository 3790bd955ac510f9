import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import { launchApp, newProfile, removeProfile, type LaunchedApp, type LaunchOptions } from '../support/app.ts';
import { Camera } from '../tour/camera.ts';

/** Device-independent pixels of the window's content. */
const wide = { width: 1280, height: 800, zoom: 1 };
const views = {
  narrow: { width: 400, height: 800, zoom: 1 },
  zoomed: { ...wide, zoom: 2 },
} as const;

/** How a screen is seen besides in the usual window: 400 px wide, or at 200 %. */
export type View = keyof typeof views;

/** Everything that a group of pictures started, and with what they are taken; it ends all of it, whatever happened. */
export class Studio {
  readonly #camera: Camera;
  readonly #closing: (() => unknown)[] = [];
  #app: LaunchedApp | null = null;

  constructor(folder: string) {
    this.#camera = new Camera(folder);
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
    await this.#see(wide);
    return app;
  }

  /** What was opened last is closed first. */
  after(close: () => unknown): void {
    this.#closing.push(close);
  }

  /** A picture in both themes, and in other views of the window too where its layout changes. */
  async show(what: string, also: readonly View[] = []): Promise<void> {
    await this.page.mouse.move(640, 1); // nothing is pointed at
    await this.#camera.take(this.page, what);
    for (const view of also) {
      await this.#see(views[view]);
      await this.#camera.take(this.page, `${what}-${view}`, view === 'zoomed' ? (path) => this.#shootWindow(path) : undefined);
      await this.#see(wide);
    }
  }

  /** A picture of what another program shows. */
  showPage(page: Page, what: string): Promise<void> {
    return this.#camera.take(page, what);
  }

  /** What the screen showed when a group failed; null where there was no window any more. */
  async showFailure(): Promise<string | null> {
    return this.#app === null ? null : this.#camera.takeFailure(this.#app.page);
  }

  async end(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close();
  }

  /** The debugger cuts a page that is zoomed: the window itself is asked for what it shows. */
  async #shootWindow(path: string): Promise<void> {
    const picture = await this.app.app.evaluate(async ({ BrowserWindow }) =>
      (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64') ?? '');
    writeFileSync(path, picture, 'base64');
  }

  async #see(view: typeof wide): Promise<void> {
    await this.app.app.evaluate(({ BrowserWindow }, { width, height, zoom }) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setContentSize(width, height);
      window?.webContents.setZoomFactor(zoom);
    }, view);
    await this.page.waitForFunction(
      ({ width, zoom }) => Math.abs((globalThis as unknown as { innerWidth: number }).innerWidth - width / zoom) <= 1,
      view,
    );
  }
}
