import { expect, test } from 'vitest';
import { appUrl, devServerOf, isOwnPage } from './trusted-sender.ts';

const devServer = new URL('http://localhost:5173/');

test('the app’s own page is its own, with a query or a fragment too', () => {
  for (const end of ['', '?theme=dark', '#outbox']) expect(isOwnPage(appUrl + end, null)).toBe(true);
});

test.each([
  'app://kelvin-secrets/other.html',
  'app://kelvin-secrets/',
  'app://kelvin-secrets.example/index.html',
  'app://user@kelvin-secrets:80/index.html',
  'app://evil/index.html',
  'apps://kelvin-secrets/index.html',
  'https://kelvin-secrets/index.html',
  'http://localhost:5173/',
  'file:///index.html',
  'data:text/html,app://kelvin-secrets/index.html',
  'about:blank',
  'blob:app://kelvin-secrets/6a3c',
  'javascript:0',
  '',
  'no address',
])('%s is not', (address) => {
  expect(isOwnPage(address, null)).toBe(false);
});

test('the development server’s page is the app’s own while it serves it, and no other port is', () => {
  expect(isOwnPage('http://localhost:5173/index.html', devServer)).toBe(true);
  expect(isOwnPage('http://localhost:5174/index.html', devServer)).toBe(false);
  expect(isOwnPage('http://localhost.example:5173/', devServer)).toBe(false);
});

test('a development server is believed only unpackaged, and only on this computer', () => {
  const env = (address: string) => ({ ELECTRON_RENDERER_URL: address });
  expect(devServerOf(false, env('http://localhost:5173'))?.href).toBe(devServer.href);
  expect(devServerOf(false, env('http://[::1]:5173'))?.port).toBe('5173');
  expect(devServerOf(true, env('http://localhost:5173'))).toBeNull();
  expect(devServerOf(false, env('http://plant-a.example:5173'))).toBeNull();
  expect(devServerOf(false, env('http://localhost.example'))).toBeNull();
  expect(devServerOf(false, {})).toBeNull();
});
