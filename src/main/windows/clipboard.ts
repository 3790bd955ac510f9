import { clipboard } from 'electron';
import type { ClipboardPort } from '../ipc/clipboard-port.ts';

/** Through Electron. */
export function createClipboard(): ClipboardPort {
  return { write: (text) => clipboard.writeText(text) };
}
