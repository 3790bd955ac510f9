import { app, BrowserWindow, nativeImage } from 'electron';
import { badgeWords } from '../../shared/words/desktop.ts';

/**
 * Shows on the app's icon how much needs a person: a number on macOS and on the Linux desktops that have one, a mark
 * on the Windows task bar. 0 takes it away.
 *
 * @param mark the picture of the Windows mark
 */
export function showBadge(count: number, mark: string): void {
  if (process.platform !== 'win32') {
    app.setBadgeCount(count);
    return;
  }
  const image = count > 0 ? nativeImage.createFromPath(mark) : null;
  for (const window of BrowserWindow.getAllWindows()) window.setOverlayIcon(image, count > 0 ? badgeWords(count) : '');
}
