import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import type { Session } from 'electron';
import { appScheme } from '../system/trusted-sender.ts';
import { findAsset } from './app-assets.ts';
import { securityHeaders } from './content-security.ts';

/** Makes app:// a real origin with its own storage and a CSP, unlike file://. Before `ready` only. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the page's files out of `root` (inside the archive when packaged), and nothing else. */
export function serveApp(session: Session, root: string): void {
  session.protocol.handle(appScheme, async ({ url, method }) => {
    const asset = method === 'GET' ? findAsset(url, root) : null;
    if (asset === null) return notFound();
    try {
      const content = await readFile(asset.path);
      return new Response(new Uint8Array(content), { headers: { ...securityHeaders, 'content-type': asset.type } });
    } catch {
      return notFound();
    }
  });
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { ...securityHeaders, 'content-type': 'text/plain' } });
}
