import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import { amount } from '../../shared/words/counts.ts';
import { shownMenu } from '../system/shown-menu.ts';
import { markedPicture, type TrayMark } from './tray-mark.ts';

/** What the tray tells: by its icon, beside the pointer, and in its menu. */
export interface TrayWords {
  readonly mark: TrayMark | null;
  readonly tip: string;
  readonly items: readonly MenuItemConstructorOptions[];
}

export interface AppTray {
  /** Tells what is so now. */
  show(words: TrayWords): void;
  close(): void;
}

/**
 * The icon in the tray, the notification area or the menu bar. It holds nothing but what it was last told.
 *
 * @param folder where its pictures lie
 */
export function openTray(folder: string, onOpen: () => void): AppTray {
  const isMac = process.platform === 'darwin';
  // Each system its own size; the one of double density lies beside it and is found by its name.
  const size = process.platform === 'win32' ? 16 : 22;
  let shown = markedPicture(size, null);
  const tray = new Tray(isMac ? menuBarPicture(folder) : nativeImage.createFromPath(join(folder, shown)));
  // On macOS a click opens the menu; elsewhere the menu has a button of its own.
  if (!isMac) tray.on('click', onOpen);
  const menu = shownMenu((items) => tray.setContextMenu(Menu.buildFromTemplate(items)));

  function showMark(mark: TrayMark | null): void {
    // The menu bar has room for a number beside the icon.
    if (isMac) return tray.setTitle(mark === null ? '' : amount(mark.count));
    const picture = markedPicture(size, mark);
    if (picture === shown) return;
    shown = picture;
    tray.setImage(nativeImage.createFromPath(join(folder, picture)));
  }

  return {
    show({ mark, tip, items }) {
      showMark(mark);
      tray.setToolTip(tip);
      menu.show(items);
    },
    close: () => tray.destroy(),
  };
}

/** macOS draws it in the menu bar's own colour. */
function menuBarPicture(folder: string): NativeImage {
  const image = nativeImage.createFromPath(join(folder, 'tray-16.png'));
  image.setTemplateImage(true);
  return image;
}
