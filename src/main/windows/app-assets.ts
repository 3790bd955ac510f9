import { extname, join, normalize, sep } from 'node:path';
import { appHost, appScheme } from '../system/trusted-sender.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface Asset {
  readonly path: string;
  readonly type: string;
}

/**
 * The file that an address of the page means, inside `root` and nowhere else; null for another host, another
 * kind of file, or anything that leads outside.
 */
export function findAsset(address: string, root: string): Asset | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${appScheme}:` || url.host !== appHost || url.username !== '' || url.password !== '') return null;
  const path = decode(url.pathname);
  if (path === null || path.includes('\0') || path.includes('\\') || path.includes(':')) return null;
  const file = join(root, normalize(`/${path}`));
  const type = types[extname(file)];
  return type !== undefined && file.startsWith(root + sep) ? { path: file, type } : null;
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
