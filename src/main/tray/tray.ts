import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { shownMenu } from '../system/shown-menu.ts';

export interface AppTray {
  /** Tells what is so now. */
  show(tip: string, items: readonly MenuItemConstructorOptions[]): void;
  close(): void;
}

/**
 * The icon in the tray, the notification area or the menu bar. It holds nothing but what it was last told.
 *
 * @param folder where its pictures lie
 */
export function openTray(folder: string, onOpen: () => void): AppTray {
  const tray = new Tray(picture(folder));
  // On macOS a click opens the menu; elsewhere the menu has a button of its own.
  if (process.platform !== 'darwin') tray.on('click', onOpen);
  const menu = shownMenu((items) => tray.setContextMenu(Menu.buildFromTemplate(items)));
  return {
    show(tip, items) {
      tray.setToolTip(tip);
      menu.show(items);
    },
    close: () => tray.destroy(),
  };
}

/** Each system its own size; the one of double density lies beside it and is found by its name. */
function picture(folder: string): Electron.NativeImage {
  if (process.platform !== 'darwin') {
    return nativeImage.createFromPath(join(folder, process.platform === 'win32' ? 'panel-16.png' : 'panel-22.png'));
  }
  const image = nativeImage.createFromPath(join(folder, 'tray-16.png'));
  image.setTemplateImage(true); // macOS draws it in the menu bar's own colour
  return image;
}
