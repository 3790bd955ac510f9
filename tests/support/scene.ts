import { test } from '@playwright/test';
import { launchSandbox, type LaunchedSandbox } from '../../sandbox/launch.ts';
import { launchApp, newProfile, removeProfile, type LaunchedApp, type LaunchOptions } from './app.ts';
import { choosePassphrase, demo, passphrase as ownPassphrase, signIn, unlock, type Account } from './person.ts';

/** A platform, a profile, and the app that runs on both: what most of the tests begin with. */
export interface Scene {
  readonly sandbox: LaunchedSandbox;
  readonly profile: string;
  /** The app that runs now. */
  readonly running: LaunchedApp;
  /** What all of the profile's runs so far wrote to stdout and stderr. */
  output(): string;
  /** Starts the app again in its profile, after it ended. The screen is the one it starts with. */
  start(options?: LaunchOptions): Promise<LaunchedApp>;
  /** The same, and unlocked. */
  startUnlocked(options?: LaunchOptions): Promise<LaunchedApp>;
  close(): Promise<void>;
}

export interface SceneOptions {
  /** Who signs in; null: nobody does, and the sign-in screen stands there. */
  readonly account?: Account | null;
  /** What protects the data key; null: a keychain does, or the test goes on at the screen that asks. */
  readonly passphrase?: string | null;
  readonly launch?: LaunchOptions;
}

/** The app in a new profile, protected by a passphrase, beside a sandbox of its own. */
export async function openScene({ account = demo, passphrase = ownPassphrase, launch = {} }: SceneOptions = {}): Promise<Scene> {
  const sandbox = await launchSandbox();
  const profile = newProfile();
  const runs: LaunchedApp[] = [];
  const start = async (options: LaunchOptions = {}): Promise<LaunchedApp> => {
    const run = await launchApp({ profile, sandbox: sandbox.origin, ...launch, ...options });
    runs.push(run);
    return run;
  };
  const scene: Scene = {
    sandbox,
    profile,
    get running() {
      const run = runs.at(-1);
      if (run === undefined) throw new Error('The app was never started.');
      return run;
    },
    output: () => runs.map((run) => run.output()).join(''),
    start,
    async startUnlocked(options) {
      const run = await start(options);
      await unlock(run.page);
      return run;
    },
    async close() {
      for (const run of runs) await run.kill();
      await sandbox.stop();
      removeProfile(profile);
    },
  };
  try {
    const { page } = await start();
    if (passphrase !== null) await choosePassphrase(page, passphrase);
    if (account !== null) await signIn(page, account);
  } catch (error) {
    await scene.close();
    throw error;
  }
  return scene;
}

/** One scene for all tests of a file. Call it at the top of the file; what it answers is called in the tests. */
export function sceneOfFile(options: SceneOptions = {}): () => Scene {
  let scene: Scene | null = null;
  test.beforeAll(async () => {
    scene = await openScene(options);
  });
  test.afterAll(() => scene?.close());
  return () => {
    if (scene === null) throw new Error('The scene opens before the tests, not while the file is read.');
    return scene;
  };
}
