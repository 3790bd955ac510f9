import { app, shell } from 'electron';
import type { Session, WebContents } from 'electron';
import type { Log } from '../logging/log.ts';
import { isOwnPage } from '../system/trusted-sender.ts';
import { mayOpenOutside } from './links.ts';

export interface GuardOptions {
  readonly devServer: URL | null;
  readonly log: Log;
}

/** Keeps every page, also one that something else opens, from going anywhere or opening anything. */
export function guardAllContents({ devServer, log }: GuardOptions): void {
  // Chromium would show the first certificate that fits. The network's own answer comes beside this one; without it there
  // is none, and the request ends.
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, contents) => guardContents(contents, devServer, log));
}

function guardContents(contents: WebContents, devServer: URL | null, log: Log): void {
  const block = (event: { preventDefault(): void }, what: 'navigation' | 'webview') => {
    event.preventDefault();
    log({ event: 'blocked', what });
  };
  contents.on('will-navigate', (event) => {
    // A reload of the development server's page is a navigation to the same place.
    if (devServer === null || !isOwnPage(event.url, devServer)) block(event, 'navigation');
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) block(event, 'navigation');
  });
  contents.on('will-redirect', (event) => block(event, 'navigation'));
  contents.on('will-attach-webview', (event) => block(event, 'webview'));
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url).catch(() => undefined);
    else log({ event: 'blocked', what: 'window' });
    return { action: 'deny' };
  });
}

/**
 * Chromium fetches a spelling dictionary for each session that is made, whether anything is ever checked with it or
 * not. Called before the app is ready: the first session is made then.
 */
export function fetchNoDictionaries(): void {
  app.on('session-created', (session) => {
    session.setSpellCheckerEnabled(false);
    session.setSpellCheckerLanguages([]);
  });
}

/** A page's session without any permission, download or request that leaves the app. */
export function guardSession(session: Session, { devServer, log }: GuardOptions): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    log({ event: 'blocked', what: 'permission' });
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.on('will-download', (event) => {
    event.preventDefault();
    log({ event: 'blocked', what: 'download' });
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const allowed = isInside(url, devServer);
    if (!allowed) log({ event: 'blocked', what: 'request' });
    answer({ cancel: !allowed });
  });
}

/** The app's own scheme, and in development the server of its pages and the developer tools. */
function isInside(address: string, devServer: URL | null): boolean {
  if (address.startsWith('app:')) return true;
  if (devServer === null) return address.startsWith('devtools:');
  const { protocol, host } = new URL(address);
  return ['devtools:', 'data:', 'blob:'].includes(protocol) || host === devServer.host;
}
