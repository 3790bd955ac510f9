import { Agent, createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTcpProxy, type Matches, type TcpProxy } from './tcp-proxy.ts';

const answerText = 'the whole answer';
let platform: Server;
let proxy: TcpProxy;
let arrived: string[];

beforeEach(async () => {
  arrived = [];
  platform = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      arrived.push(`${incoming.method ?? ''} ${incoming.url ?? ''} ${body}`.trim());
      response.setHeader('content-length', answerText.length);
      response.end(answerText);
    });
  });
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  proxy = await openTcpProxy((platform.address() as AddressInfo).port);
});
afterEach(async () => {
  await proxy.close();
  platform.closeAllConnections();
  await new Promise((resolve) => platform.close(resolve));
});

const posts: Matches = ({ method }) => method === 'POST';
const any: Matches = () => true;

/** The answer's text, or the code of the error that came instead. */
function exchange(method: 'GET' | 'POST', agent?: Agent): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = ask(`${proxy.origin}/secrets`, { method, ...(agent === undefined ? {} : { agent }) }, (incoming) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => resolve(text));
      incoming.on('error', () => resolve(`broken off after "${text}"`));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.end(method === 'POST' ? 'a body' : undefined);
  });
}

/** Resolves when a request is held at that point, with how to reach it afterwards. */
function held(point: Parameters<TcpProxy['atNext']>[0]): Promise<void> {
  return new Promise((resolve) => {
    proxy.atNext(point, posts, () => {
      resolve();
      return 'hold';
    });
  });
}

test('passes requests on and counts connections and requests', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await exchange('GET', agent)).toBe(answerText);
  expect(await exchange('POST', agent)).toBe(answerText);
  expect(await exchange('POST')).toBe(answerText);
  expect(arrived).toEqual(['GET /secrets', 'POST /secrets a body', 'POST /secrets a body']);
  expect(proxy.counts).toEqual({ connections: 2, requests: 3 });
  agent.destroy();
});

test('refuses, and accepts on the same port again', async () => {
  await proxy.setWeather({ kind: 'refuse' });
  expect(await exchange('GET')).toBe('ECONNREFUSED');
  await proxy.setWeather({ kind: 'fair' });
  expect(await exchange('GET')).toBe(answerText);
});

test('accepts and hangs, and passes on what hung when the weather is fair again', async () => {
  await proxy.setWeather({ kind: 'hang' });
  const hanging = exchange('POST');
  await expect.poll(() => proxy.counts.connections).toBe(1);
  expect(arrived).toEqual([]);
  await proxy.setWeather({ kind: 'fair' });
  expect(await hanging).toBe(answerText);
});

test('trickles, and hurries on when the weather is fair again', async () => {
  await proxy.setWeather({ kind: 'trickle', bytesPerSecond: 20 });
  const slow = exchange('POST');
  await expect.poll(() => proxy.counts.requests).toBe(1);
  expect(arrived).toEqual([]);
  await proxy.setWeather({ kind: 'fair' });
  expect(await slow).toBe(answerText);
});

test('resets in the middle of the request: nothing whole arrives', async () => {
  proxy.breakNext({ kind: 'reset-in-request', afterBytes: 20 }, posts);
  expect(await exchange('POST')).toBe('ECONNRESET');
  expect(arrived).toEqual([]);
  expect(await exchange('POST')).toBe(answerText);
});

test.each(['reset-in-answer', 'cut-in-answer'] as const)('%s: it was carried out, and its answer is not whole', async (kind) => {
  proxy.breakNext({ kind, afterBytes: 10 }, posts);
  expect(await exchange('POST')).not.toBe(answerText);
  expect(arrived).toEqual(['POST /secrets a body']);
});

test('a kept-alive connection dies under its next request, and a fresh one does not', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  proxy.breakNext({ kind: 'die-on-reuse' }, any);
  expect(await exchange('POST')).toBe(answerText);
  expect(await exchange('GET', agent)).toBe(answerText);
  expect(await exchange('GET', agent)).toBe('ECONNRESET');
  expect(arrived).toHaveLength(2);
  agent.destroy();
});

test('calls back before anything is passed on, and holds it there', async () => {
  const begun = held('request-begun');
  const asking = exchange('POST');
  await begun;
  expect(arrived).toEqual([]);
  proxy.letGo('reset');
  expect(await asking).toBe('ECONNRESET');
  expect(arrived).toEqual([]);
});

test('calls back when the request is out and no answer came back, and lets it go on', async () => {
  const sent = held('request-sent');
  const asking = exchange('POST');
  await sent;
  await expect.poll(() => arrived).toHaveLength(1);
  proxy.letGo('release');
  expect(await asking).toBe(answerText);
});

test('calls back when the answer begins and when it was passed on', async () => {
  const points: string[] = [];
  for (const point of ['answer-forwarded', 'answer-begun'] as const) {
    proxy.atNext(point, posts, () => {
      points.push(point);
      return 'go';
    });
  }
  expect(await exchange('POST')).toBe(answerText);
  expect(points).toEqual(['answer-begun', 'answer-forwarded']);
});

test('flaps until it is told to stop, and is fair then', async () => {
  const stop = proxy.flap(1, 1);
  expect(await exchange('GET')).toMatch(/ECONN|answer|socket/);
  await stop();
  expect(await exchange('GET')).toBe(answerText);
});

test('goes calm: nothing planned is left over', async () => {
  proxy.breakNext({ kind: 'reset-in-request', afterBytes: 0 }, posts);
  proxy.atNext('request-begun', posts, () => 'hold');
  await proxy.setWeather({ kind: 'refuse' });
  await proxy.calm('reset');
  expect(await exchange('POST')).toBe(answerText);
});
