import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { listenOnLoopback, type Loopback } from './loopback.ts';

let loopback: Loopback | null = null;
afterEach(() => loopback?.close());

/** A port that was free a moment ago, on both addresses. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function visit(port: number, path: string, { host = `localhost:${port}`, method = 'GET', at = '127.0.0.1' } = {}) {
  return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
    request({ host: at, port, path, method, headers: { host } }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    }).on('error', reject).end();
  });
}

test('takes the visit and answers it with the page, under a policy that lets nothing run', async () => {
  const port = await freePort();
  const urls: string[] = [];
  loopback = await listenOnLoopback(port, ({ url, answer }) => {
    urls.push(url.search);
    answer(200, '<p>done</p>');
  });
  const answer = await visit(port, '/?code=c&state=s');
  expect(answer).toMatchObject({ status: 200, body: '<p>done</p>' });
  expect(answer.headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'") as string,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  expect(urls).toEqual(['?code=c&state=s']);
});

test.each([
  ['another path', '/favicon.ico', {}],
  ['another method', '/?code=c', { method: 'POST' }],
  ['another name for this computer', '/?code=c', { host: 'evil.example' }],
])('%s is no visit, and nothing of it comes back', async (_, path, how) => {
  const port = await freePort();
  let visits = 0;
  loopback = await listenOnLoopback(port, () => (visits += 1));
  expect(await visit(port, path, how)).toMatchObject({ status: 404, body: '' });
  expect(visits).toBe(0);
});

test('a port that another program has is told, and nothing is left listening', async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  expect(await listenOnLoopback(port, () => undefined)).toBeNull();
  await new Promise((resolve) => other.close(resolve));
  loopback = await listenOnLoopback(port, ({ answer }) => answer(200, ''));
  expect(loopback).not.toBeNull();
});

test('nothing answers any more once it is closed', async () => {
  const port = await freePort();
  (await listenOnLoopback(port, () => undefined))?.close();
  await expect(visit(port, '/')).rejects.toThrow(/ECONNREFUSED/);
});
