import type { Announcements } from '../../shared/ipc/announcements.ts';
import { ask } from '../client.svelte.ts';
import type { Overlay } from '../overlay.svelte.ts';

/**
 * The person asked to quit: the question comes up where an entry stays here or a typed value would be lost; else the
 * page lets the app go by itself. Main waits for one of the two only a moment, so it is told at once.
 */
export function hearQuit(overlay: Overlay, asked: Announcements['quit-asked']): void {
  if (asked.openEntries === 0 && !overlay.holdsDraft) {
    void ask('app.quit', { quit: true });
    return;
  }
  overlay.quitAsked = asked;
  void ask('app.quit-question', {});
}
