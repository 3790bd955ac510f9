import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { BrowserWindow, dialog } from 'electron';
import type { FileDialogPort } from '../ipc/file-dialog-port.ts';

const filters = [{ name: 'JSON', extensions: ['json'] }];
const textFilters = [{ name: 'Text', extensions: ['txt'] }];

/** Through Electron, over the window that asks. */
export function createFileDialogs(): FileDialogPort {
  return {
    async save(name, text) {
      const window = BrowserWindow.getFocusedWindow();
      const options = { defaultPath: name, filters: name.endsWith('.txt') ? textFilters : filters };
      const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
      if (canceled || filePath === '') return 'cancelled';
      try {
        writeFileSync(filePath, text);
        return 'saved';
      } catch {
        return 'not-written';
      }
    },
    async open(maxBytes) {
      const window = BrowserWindow.getFocusedWindow();
      const options = { properties: ['openFile' as const], filters };
      const { canceled, filePaths } = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
      const [path] = filePaths;
      if (canceled || path === undefined) return { kind: 'cancelled' };
      try {
        if (statSync(path).size > maxBytes) return { kind: 'too-large' };
        return { kind: 'text', text: readFileSync(path, 'utf8') };
      } catch {
        return { kind: 'not-read' };
      }
    },
  };
}
