import type { Announcements } from '../../shared/ipc/announcements.ts';
import type { Clock, Timer } from '../system/clock.ts';

/** The most time that ending may take, ms: longer than any commit, shorter than a system's patience. */
const drainMs = 2000;

/** How long a page may take to say that something typed would be lost, ms. One that hangs does not keep the app. */
const pageMs = 1000;

/** What the quit needs of Electron's `app`. */
export interface QuittingApp {
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  quit(): void;
}

export interface QuitOptions {
  readonly app: QuittingApp;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  /** What would stay on this computer; null while nobody can be asked (no page). */
  readonly whatStays: () => Announcements['quit-asked'] | null;
  /** Tells the page, which alone knows what is typed; the answer comes through `questionShown` and `answer`. */
  readonly ask: (what: Announcements['quit-asked']) => void;
  /** Brings the window with the question to the front. */
  readonly show: () => void;
  /**
   * Ends the work: no new requests, log emptied, database closed, key forgotten. All that must happen happens
   * before its first `await`, for a system that shuts down does not wait.
   */
  readonly beforeExit: () => Promise<void>;
}

export interface Quit {
  /** The page asks the person now, who may take their time. */
  questionShown(): void;
  /** The answer to `quit-asked`. */
  answer(quit: boolean): void;
  /** Whether a window may close now; on Linux and Windows closing the last one asks to quit. */
  mayClose(): boolean;
  /** The last window was closed. */
  windowClosed(): void;
  /** The system shuts down or logs off: nothing is asked and nothing is delayed. */
  systemEnds(): void;
  isEnding(): boolean;
  /** Nobody asked to quit, or the person said no. */
  isRunning(): boolean;
}

type State = 'running' | 'asking' | 'draining' | 'ended';

/**
 * Asks once, then ends the work, then lets go. The page is asked even if no entry stays here, for only it knows of
 * a form with something typed. A page that hangs must not keep the app open: asking to quit a second time while
 * the question stands is an answer too, and where no entry stays, silence is one.
 */
export function createQuit({ app, clock, platform, whatStays, ask, show, beforeExit }: QuitOptions): Quit {
  let state: State = 'running';
  let patience: Timer | null = null;

  app.on('before-quit', (event) => {
    if (state === 'ended') return;
    event.preventDefault();
    if (state === 'draining') return;
    const what = state === 'running' ? whatStays() : null;
    if (what === null) return drain();
    state = 'asking';
    // Where nobody may have to be asked, a hidden window is not brought up only to go.
    if (what.openEntries > 0) show();
    else patience = clock.setTimer(pageMs, drain);
    ask(what);
  });

  function stopWaiting(): void {
    patience?.cancel();
    patience = null;
  }

  function drain(): void {
    stopWaiting();
    state = 'draining';
    let timer = { cancel: () => undefined as void };
    const end = () => {
      timer.cancel();
      if (state === 'ended') return;
      state = 'ended';
      app.quit();
    };
    timer = clock.setTimer(drainMs, end);
    // Whatever it throws, the person wanted to leave, and what was committed stays committed.
    beforeExit().then(end, end);
  }

  return {
    questionShown() {
      if (state !== 'asking') return;
      stopWaiting();
      show();
    },
    answer(quit) {
      if (state !== 'asking') return;
      stopWaiting();
      if (quit) drain();
      else state = 'running';
    },
    mayClose() {
      if (state === 'ended' || state === 'draining' || platform === 'darwin') return true;
      app.quit();
      return false;
    },
    windowClosed() {
      if (state === 'asking') drain();
    },
    systemEnds() {
      if (state === 'ended') return;
      stopWaiting();
      const wasDraining = state === 'draining';
      state = 'ended';
      if (!wasDraining) void beforeExit().catch(() => undefined);
      app.quit();
    },
    isEnding: () => state === 'draining' || state === 'ended',
    isRunning: () => state === 'running',
  };
}
