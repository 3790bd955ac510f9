import { sep } from 'node:path';
import { expect, test } from 'vitest';
import { findAsset } from './app-assets.ts';

const root = `${sep}app${sep}out${sep}renderer`;

test.each([
  ['app://kelvin-secrets/index.html', 'index.html', 'text/html; charset=utf-8'],
  ['app://kelvin-secrets/assets/index-1a2b.js', 'assets/index-1a2b.js', 'text/javascript; charset=utf-8'],
  ['app://kelvin-secrets/assets/a.css?v=1#top', 'assets/a.css', 'text/css; charset=utf-8'],
  ['app://kelvin-secrets/assets/icon.svg', 'assets/icon.svg', 'image/svg+xml'],
  ['app://kelvin-secrets/a/../index.html', 'index.html', 'text/html; charset=utf-8'],
])('%s is a file of the page', (address, file, type) => {
  expect(findAsset(address, root)).toEqual({ path: `${root}${sep}${file.replaceAll('/', sep)}`, type });
});

test.each([
  'app://kelvin-secrets/..%2f..%2fmain/index.js',
  'app://kelvin-secrets/%2e%2e/%2e%2e/main/index.js',
  'app://kelvin-secrets/..%2f..%2f..%2f..%2fetc/a.css',
])('%s stays inside the page’s folder', (address) => {
  expect(findAsset(address, root)?.path.startsWith(root + sep)).toBe(true);
});

test.each([
  'app://kelvin-secrets/',
  'app://kelvin-secrets/secrets.db',
  'app://kelvin-secrets/preload/index.cjs',
  'app://kelvin-secrets/index.html%00.css/',
  'app://kelvin-secrets/a%00.css',
  'app://kelvin-secrets/..%5c..%5cwindows.css',
  'app://kelvin-secrets/c:%2fa.css',
  'app://kelvin-secrets/%zz.css',
  'app://elsewhere/index.html',
  'app://ana@kelvin-secrets/index.html',
  'https://kelvin-secrets/index.html',
  'file:///etc/a.css',
  'no address',
])('%s is none', (address) => {
  expect(findAsset(address, root)).toBeNull();
});
