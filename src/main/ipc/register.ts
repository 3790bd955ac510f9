import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import { requestTransport } from '../../shared/ipc/transport.ts';
import { isOwnPage } from '../system/trusted-sender.ts';
import type { OwnWindows } from '../windows/own-windows.ts';
import type { Dispatch } from './dispatch.ts';

export interface RequestsOptions {
  readonly dispatch: Dispatch;
  readonly windows: OwnWindows;
  readonly devServer: URL | null;
}

/**
 * Opens the one door for requests, and shuts the one that electron-store opens for renderers: it answers any
 * frame with the profile's folder. `ipcMain` is used here and nowhere else.
 */
export function registerRequests({ dispatch, windows, devServer }: RequestsOptions): void {
  const isTrusted = ({ sender, senderFrame }: IpcMainInvokeEvent) =>
    // A frame that is gone (null) was the main frame of nothing.
    senderFrame !== null &&
    windows.has(sender) &&
    senderFrame === sender.mainFrame &&
    isOwnPage(senderFrame.url, devServer);

  ipcMain.removeAllListeners('electron-store-get-data');
  ipcMain.handle(requestTransport, (event, channel: unknown, input: unknown, ...more: unknown[]) =>
    dispatch(isTrusted(event) && more.length === 0, channel, input),
  );
}
