import type { Announcements } from '../../shared/ipc/announcements.ts';
import type { Clock } from '../system/clock.ts';

/** The most time that ending may take, ms: longer than any commit, shorter than a system's patience. */
const drainMs = 2000;

/** What the quit needs of Electron's `app`. */
export interface QuittingApp {
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  quit(): void;
}

export interface QuitOptions {
  readonly app: QuittingApp;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  /** What would stay on this computer; null while nobody can know or be asked (starting, locked, no window). */
  readonly whatStays: () => Announcements['quit-asked'] | null;
  /** Asks the person, in a window that is brought to the front; the answer comes through `answer`. */
  readonly ask: (what: Announcements['quit-asked']) => void;
  /**
   * Ends the work: no new requests, log emptied, database closed, key forgotten. All that must happen happens
   * before its first `await`, for a system that shuts down does not wait.
   */
  readonly beforeExit: () => Promise<void>;
}

export interface Quit {
  /** The person's answer to `quit-asked`. */
  answer(quit: boolean): void;
  /** Whether a window may close now; on Linux and Windows closing the last one asks to quit. */
  mayClose(): boolean;
  /** The last window was closed. */
  windowClosed(): void;
  /** The system shuts down or logs off: nothing is asked and nothing is delayed. */
  systemEnds(): void;
  isEnding(): boolean;
}

type State = 'running' | 'asking' | 'draining' | 'ended';

/**
 * Asks once if something stays here, then ends the work, then lets go. Asking to quit a second time while the
 * question stands is an answer too: a page that hangs must not keep the app open.
 */
export function createQuit({ app, clock, platform, whatStays, ask, beforeExit }: QuitOptions): Quit {
  let state: State = 'running';

  app.on('before-quit', (event) => {
    if (state === 'ended') return;
    event.preventDefault();
    if (state === 'draining') return;
    const what = state === 'running' ? whatStays() : null;
    if (what !== null && what.openEntries > 0) {
      state = 'asking';
      ask(what);
    } else drain();
  });

  function drain(): void {
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
    answer(quit) {
      if (state !== 'asking') return;
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
      const wasDraining = state === 'draining';
      state = 'ended';
      if (!wasDraining) void beforeExit().catch(() => undefined);
      app.quit();
    },
    isEnding: () => state === 'draining' || state === 'ended',
  };
}
