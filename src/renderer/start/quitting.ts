import type { AppPhase } from '../../shared/app-state.ts';
import type { Announcements } from '../../shared/ipc/announcements.ts';
import { ask } from '../client.svelte.ts';
import type { Overlay } from '../overlay.svelte.ts';

/**
 * The person asked to quit: the question comes up where an entry stays here or a typed value would be lost; else the
 * page lets the app go by itself. Main waits for one of the two only a moment, so it is told at once. A window that
 * is not open claims no count of what waits behind it.
 */
export function hearQuit(overlay: Overlay, asked: Announcements['quit-asked'], phase: AppPhase['kind']): void {
  const shown = phase === 'ready' ? asked : { openEntries: 0, needAttention: 0, sending: 0 };
  if (shown.openEntries === 0 && !overlay.holdsDraft) {
    void ask('app.quit', { quit: true });
    return;
  }
  overlay.quitAsked = shown;
  void ask('app.quit-question', {});
}
