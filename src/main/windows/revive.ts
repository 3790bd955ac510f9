import { dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import { revivedQuery } from '../../shared/app-state.ts';
import type { Log } from '../logging/log.ts';

/** A page that dies more often than this in a minute would die again. */
const mostRevivals = 3;
const withinMs = 60_000;

/**
 * Loads the page again when its process died. Nothing of the outbox is lost by it: the page holds only what is being
 * typed, and the new page says that this is gone.
 *
 * @param address the page's own; it gets `revivedQuery`
 */
export function reviveRenderer(window: BrowserWindow, address: string, log: Log): void {
  const deaths: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log({ event: 'process-gone', process: 'renderer', reason, exitCode });
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const now = performance.now();
    deaths.push(now);
    if (deaths.filter((at) => now - at < withinMs).length <= mostRevivals) {
      void window.loadURL(`${address}?${revivedQuery}`).catch(() => undefined);
      return;
    }
    void dialog.showMessageBox(window, {
      type: 'error',
      message: 'This window stopped several times.',
      detail: 'What waits in the outbox stays encrypted on this computer. Quit and open the app again.',
      buttons: ['OK'],
    });
  });
}
