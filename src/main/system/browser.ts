import { shell } from 'electron';

/**
 * Opens the system's browser at an address that this app made itself: `https:`, or `http:` to this computer in a
 * development run. False where the system opens nothing.
 */
export async function openInBrowser(address: string): Promise<boolean> {
  const url = URL.parse(address);
  const isLocal = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url === null || (url.protocol !== 'https:' && !isLocal)) return false;
  try {
    await shell.openExternal(url.href);
    return true;
  } catch {
    return false;
  }
}
