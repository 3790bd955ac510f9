/** The app's own page, served by windows/app-protocol.ts. */
export const appScheme = 'app';
export const appHost = 'kelvin-secrets';
export const appUrl = `${appScheme}://${appHost}/index.html`;

/**
 * The development server that serves the page instead, or null. Believed only when unpackaged, and only on
 * this computer itself.
 */
export function devServerOf(packaged: boolean, env: Readonly<Record<string, string | undefined>>): URL | null {
  const url = packaged ? null : parseUrl(env['ELECTRON_RENDERER_URL'] ?? '');
  return url !== null && url.protocol === 'http:' && isLoopback(url.hostname) ? url : null;
}

/** Whether an address is the app's own page; only what comes from there is a request of this app. */
export function isOwnPage(address: string, devServer: URL | null): boolean {
  const url = parseUrl(address);
  if (url === null) return false;
  // `origin` is the string 'null' for a scheme of our own, in Node.
  if (url.protocol === `${appScheme}:`) return url.host === appHost && url.pathname === '/index.html';
  return devServer !== null && url.origin === devServer.origin;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}
