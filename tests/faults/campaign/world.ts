import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlClient } from '../../../sandbox/control-client.ts';
import { launchSandbox } from '../../../sandbox/launch.ts';
import type { AppPhase } from '../../../src/shared/app-state.ts';
import type { EnvironmentId } from '../../../src/shared/environment.ts';
import type { Channel, Input, Output } from '../../../src/shared/ipc/requests.ts';
import type { Reply } from '../../../src/shared/reply.ts';
import { launchApp, newProfile, removeProfile, type LaunchedApp } from '../../support/app.ts';
import { demo, passphrase } from '../../support/person.ts';
import { openTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import type { OwnDeed } from './evidence.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';
import { openTrap, type Trap } from './trap.ts';

/** How long anything may take that no fault stands in the way of, ms. Only a failure lasts so long. */
export const patienceMs = 60_000;
/** How long a request to the app may take while faults are on: a stopped process answers late or never. */
const answerMs = 20_000;

/** One app with its profile, its platform, and the bad way between them. */
export interface World {
  readonly client: ControlClient;
  readonly proxy: TcpProxy;
  readonly trap: Trap;
  readonly disk: SmallDisk | null;
  readonly profile: string;
  readonly deeds: OwnDeed[];
  readonly spells: { readonly clockSet: number[]; readonly listHid: { readonly from: number; to: number }[] };
  environmentId(): EnvironmentId;
  /** Null while none runs. */
  readonly running: LaunchedApp | null;
  /** Whether Playwright can still press buttons: a page that died once stays dead to it. */
  readonly buttonsWork: boolean;
  pageDies(): void;
  /** Asks as the page does. Null: no answer came, so nothing was promised. */
  request<C extends Channel>(channel: C, input: Input<C>): Promise<Reply<Output<C>> | null>;
  /** What stands on the screen in the status group; null while there is no page. */
  header(): Promise<string | null>;
  /** Starts the app and answers what it shows first. */
  start(): Promise<AppPhase>;
  /** What it shows now, once it shows something. */
  phase(): Promise<AppPhase>;
  /** Starts it where it does not run, unlocks it and signs in where that is needed. */
  startReady(): Promise<void>;
  /** Resolves when the process is gone. */
  end(how: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Tells once that the process ended and nobody had asked it to. */
  takeOwnEnd(): string | null;
  /** It was started on a full disk and says so; it goes on by itself when there is room again. */
  readonly meetsFullDisk: boolean;
  output(): string;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const proxy = await openTcpProxy(0);
  const trap = await openTrap();
  // A short life of the access token: it has to be renewed in the middle of everything.
  const sandbox = await launchSandbox({ args: ['--public-url', proxy.origin, '--access-token-seconds', '20'] });
  proxy.setTarget(Number(new URL(sandbox.origin).port));
  const deeds = await plantSecrets(sandbox.client);
  const disk = mountSmallDisk();
  const profile = disk === null ? newProfile() : join(disk.folder, 'profile');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  let running: LaunchedApp | null = null;
  let buttonsWork = false;
  let environmentId: EnvironmentId | null = null;
  const runs: LaunchedApp[] = [];
  let endedItself: string | null = null;
  let metFullDisk: LaunchedApp | null = null;
  const asked = new WeakSet<LaunchedApp>();

  const start = async (): Promise<AppPhase> => {
    if (running !== null) throw new Error('It runs already.');
    // Of one that was killed a moment ago, the last must be gone.
    await runs.at(-1)?.gone;
    const launched = await launchApp({ profile, sandbox: proxy.origin });
    runs.push(launched);
    running = launched;
    buttonsWork = true;
    void launched.gone.then((code) => {
      if (!asked.has(launched)) endedItself = `the app ended by itself (${code === null ? 'by a signal' : `exit code ${String(code)}`})`;
      if (running === launched) running = null;
    });
    return phaseNow();
  };

  const phaseNow = (): Promise<AppPhase> =>
    within('the first screen', async () => {
      if (running === null) throw new Ended();
      const phase = await world.request('app.phase', {});
      return phase?.ok === true && phase.value.kind !== 'starting' ? phase.value : null;
    });

  /** Nobody presses anything: it sees by itself that there is room again. */
  const phaseWithRoom = (): Promise<AppPhase> =>
    within('the start after the full disk', async () => {
      const phase = await phaseNow();
      return isDiskFull(phase) ? null : phase;
    });

  const unlock = async (phase: AppPhase): Promise<void> => {
    if (phase.kind === 'ready') return;
    const channel = phase.kind === 'choose-passphrase' ? 'vault.choose-passphrase' : 'vault.unlock';
    if (phase.kind === 'trouble' || phase.kind === 'starting') {
      throw new Error(`It started into ${phase.kind === 'trouble' ? phase.trouble : phase.kind}.`);
    }
    await within('the open profile', async () => {
      if (running === null) throw new Ended();
      const reply = await world.request(channel, { passphrase });
      return reply?.ok === true ? true : null;
    });
  };

  // However this process ends, nothing of it stays.
  const leave = (): void => {
    running?.app.process().kill('SIGKILL');
    if (disk === null) removeProfile(profile);
    else disk.remove();
  };
  process.once('exit', leave);
  const world: World = {
    client: sandbox.client,
    proxy,
    trap,
    disk,
    profile,
    deeds,
    spells: { clockSet: [], listHid: [] },
    environmentId() {
      if (environmentId === null) throw new Error('The app was never ready.');
      return environmentId;
    },
    get running() {
      return running;
    },
    get buttonsWork() {
      return buttonsWork && running !== null;
    },
    pageDies: () => void (buttonsWork = false),
    request: (channel, input) =>
      answered(running, `window.kelvin.request[${JSON.stringify(channel)}](${JSON.stringify(input)})`),
    header: () => answered(running, `document.querySelector('[role=group][aria-label=Status]')?.innerText ?? null`),
    start,
    phase: phaseNow,
    async startReady() {
      let phase = running === null ? await start() : await phaseNow();
      if (isDiskFull(phase) && disk?.isFull() === false) phase = await phaseWithRoom();
      metFullDisk = isDiskFull(phase) ? running : null;
      await unlock(phase);
      const listed = await world.request('environments.list', {});
      if (listed?.ok === true) environmentId ??= listed.value.environments[0]?.id ?? null;
    },
    async end(how) {
      const ending = running;
      if (ending === null) return void (await runs.at(-1)?.gone);
      asked.add(ending);
      // From now on nothing is asked of it any more.
      if (how === 'SIGKILL') running = null;
      await (how === 'SIGKILL' ? ending.kill() : ending.end());
    },
    takeOwnEnd() {
      const told = endedItself;
      endedItself = null;
      return told;
    },
    get meetsFullDisk() {
      return running !== null && metFullDisk === running;
    },
    output: () => runs.map((run) => run.output()).join(''),
    async close() {
      await world.end('SIGKILL');
      await sandbox.stop();
      await proxy.close();
      await trap.close();
      process.off('exit', leave);
      leave();
    },
  };
  return world;
}

function isDiskFull(phase: AppPhase): boolean {
  return phase.kind === 'trouble' && phase.trouble === 'disk-full';
}

/** What was there before the app came: something to replace and to delete from the first round on. */
async function plantSecrets(client: ControlClient): Promise<OwnDeed[]> {
  const planted: OwnDeed[] = [];
  for (let number = 1; number <= 12; number += 1) {
    const name = `planted-${String(number)}`;
    await client.createSecret(name, name);
    planted.push({ at: Date.now(), by: 'colleague', does: 'create', name, valueHmac: await client.hmac(name) });
  }
  return planted;
}

/** Signs the owner in where the session ended. */
export async function signInWhereNeeded(world: World): Promise<boolean> {
  const environmentId = world.environmentId();
  const view = await world.request('session.view', { environmentId });
  if (view?.ok !== true || view.value.kind === 'signed-in') return false;
  await within('the sign-in', async () => {
    if (world.running === null) throw new Ended();
    const reply = await world.request('session.sign-in', { environmentId, ...demo, oneTimeCode: null });
    return reply?.ok === true && reply.value.signedIn ? true : null;
  });
  return true;
}

/**
 * Evaluates in the app's page, whichever process it has by now: to Playwright a page that died stays dead.
 * Null when the process ends, the page dies or no answer comes.
 */
async function answered<T>(running: LaunchedApp | null, expression: string): Promise<T | null> {
  if (running === null) return null;
  const answer = running.app
    .evaluate(async ({ BrowserWindow }, asked) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined || contents.isCrashed() || contents.isLoading()) return null;
      return (await contents.executeJavaScript(asked)) as unknown;
    }, expression)
    .catch(() => null);
  return (await Promise.race([answer, running.gone.then(() => null), after(answerMs)])) as T | null;
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms).unref());
}

/** Asks again and again until there is something. Rejects when that takes longer than anything may. */
export async function within<T>(what: string, ask: () => Promise<T | null>, ms = patienceMs): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await ask();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Overdue(what);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

/** The app is gone: it was killed while it was waited for. */
export class Ended extends Error {
  override name = 'Ended';
}

/** Something did not come although nothing stood in its way. */
export class Overdue extends Error {
  override name = 'Overdue';

  constructor(what: string) {
    super(`${what} did not come.`);
  }
}
