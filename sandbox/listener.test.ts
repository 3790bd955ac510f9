import { networkInterfaces } from 'node:os';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Listener } from './listener.ts';
import { call, failureOf, startRig } from './testing/harness.ts';

const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);

it('answers on 127.0.0.1 and, where there is one, on ::1, with one port', async () => {
  const { port } = new URL((await startRig()).origin);
  expect((await call(`http://127.0.0.1:${port}/metadata`)).status).toBe(200);
  if (addresses.some(({ address }) => address === '::1'))
    expect((await call(`http://[::1]:${port}/metadata`)).status).toBe(200);
});

it('does not answer on the addresses that others can reach', async () => {
  const { port } = new URL((await startRig()).origin);
  for (const { address, internal, family } of addresses) {
    if (!internal && family === 'IPv4')
      expect(await failureOf(call(`http://${address}:${port}/metadata`))).toBe('ECONNREFUSED');
  }
});

it('chooses ports below those that systems give to outgoing connections', async () => {
  const { port } = new URL((await startRig()).origin);
  expect(Number(port)).toBeGreaterThanOrEqual(20_000);
  expect(Number(port)).toBeLessThan(32_768);
});

it('does not open when only one of the two addresses is free', async () => {
  if (!addresses.some(({ address }) => address === '::1')) return;
  const other = createServer().listen(0, '::1');
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const listener = new Listener(() => undefined);
  expect(await failureOf(listener.open(port))).toBe('EADDRINUSE');
  expect(await failureOf(call(`http://127.0.0.1:${port}/`))).toBe('ECONNREFUSED');
});

it('ends as asked when refusing and accepting follow each other quickly', async () => {
  const listener = new Listener((socket) => void socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
  onTestFinished(() => listener.close());
  await listener.open(0);
  void listener.refuse();
  void listener.accept();
  await listener.refuse();
  expect(await failureOf(call(`http://127.0.0.1:${listener.port}/`))).toBe('ECONNREFUSED');
  void listener.accept();
  void listener.refuse();
  await listener.accept();
  await listener.accept();
  expect((await call(`http://127.0.0.1:${listener.port}/`)).status).toBe(204);
});
