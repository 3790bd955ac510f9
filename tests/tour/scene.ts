import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../support/app.ts';
import type { Camera } from './camera.ts';
import { patience } from './expect.ts';
import { mainJobSecrets } from './secrets.ts';

const grace = 10_000;

/** Everything the tour started, and with what; it ends all of it, whatever happened. */
export class Scene {
  readonly camera: Camera;
  /** What is added in the main job. */
  readonly secrets = mainJobSecrets();
  readonly #profile = newProfile();
  #sandbox: LaunchedSandbox | null = null;
  #app: LaunchedApp | null = null;

  constructor(camera: Camera) {
    this.camera = camera;
  }

  get sandbox(): LaunchedSandbox {
    if (this.#sandbox === null) throw new Error('The sandbox platform does not run.');
    return this.#sandbox;
  }

  get app(): LaunchedApp {
    if (this.#app === null) throw new Error('The app does not run.');
    return this.#app;
  }

  get page(): Page {
    return this.app.page;
  }

  async startSandbox(): Promise<void> {
    this.#sandbox = await launchSandbox({ dataFile: join(this.#profile, 'sandbox-platform.json') });
  }

  async startApp(): Promise<void> {
    this.#app = await launchApp({ profile: join(this.#profile, 'app'), sandbox: this.sandbox.origin });
    this.page.setDefaultTimeout(patience);
  }

  /** kill -9: nothing of the app gets a chance to save anything. */
  async killApp(): Promise<void> {
    await this.app.kill();
    this.#app = null;
  }

  /** Resolves with the exit code when the app has ended by itself. */
  async appEnded(): Promise<number | null> {
    const child = this.app.app.process();
    if (child.exitCode === null && child.signalCode === null) {
      await new Promise<void>((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error('The app did not end.')), patience);
        child.once('exit', () => {
          clearTimeout(limit);
          resolve();
        });
      });
    }
    this.#app = null;
    return child.exitCode;
  }

  picture(what: string): Promise<void> {
    return this.camera.take(this.page, what);
  }

  /** Where the screen stands after a failure; null where there is no window. */
  async pictureOfFailure(): Promise<string | null> {
    return this.#app === null ? null : this.camera.takeFailure(this.#app.page);
  }

  /** What the app wrote, for whoever looks into a failure. */
  get output(): string {
    return this.#app?.output() ?? '';
  }

  async end(): Promise<void> {
    const app = this.#app;
    this.#app = null;
    if (app !== null) {
      const ended = await Promise.race([app.end().then(() => true), wait(grace, false, { ref: false })]);
      if (!ended) await app.kill();
    }
    await this.#sandbox?.stop();
    removeProfile(this.#profile);
  }
}
