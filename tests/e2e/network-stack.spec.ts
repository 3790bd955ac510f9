import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { closedPort, startGateway, startServer, answerOk } from '../support/misbehaving-server.ts';
import type { Behaviour, TestServer } from '../support/misbehaving-server.ts';
import { launchNetworkProbe } from '../support/network-probe.ts';
import type { NetworkProbe } from '../support/network-probe.ts';
import { makeCertificate, startTlsServer } from '../support/tls-server.ts';
import type { TestCertificate } from '../support/tls-server.ts';

// The product's own network port in real Electron, against servers that misbehave. What is asserted of Chromium
// here is what docs/decisions/0003 relies on: a runtime that behaves otherwise fails these tests first.

let certificate: TestCertificate;
let probe: NetworkProbe;
const closing: { close(): Promise<void> }[] = [];

test.beforeAll(async () => {
  certificate = await makeCertificate();
  probe = await launchNetworkProbe([`--ignore-certificate-errors-spki-list=${certificate.spki}`]);
});
test.afterAll(() => probe.close());
test.afterEach(async () => {
  await Promise.all(closing.splice(0).map((one) => one.close()));
});

async function serve(behave: Behaviour): Promise<TestServer> {
  const server = await startServer(behave);
  closing.push(server);
  await probe.allow(server.origin);
  return server;
}

const brokenOff = { kind: 'no-answer', reason: 'broken-off', nothingWasSent: false };
const post = (server: TestServer, path = '/') => ({ url: server.origin + path });

test.describe('the stack\'s own re-send', () => {
  /** The first request of a connection is answered; under the second the connection dies without a byte. */
  const dieWhenReused: Behaviour = (request, response, socket) => {
    const before = servers.seen.filter(({ connection }) => connection === request.connection).length;
    if (before > 1) socket.resetAndDestroy();
    else answerOk(request, response, socket);
  };
  let servers: TestServer;

  test('happens on a kept-alive session: one POST is asked for, the server sees two', async () => {
    servers = await serve(dieWhenReused);
    await probe.exchange({ ...post(servers), lane: 'read', method: 'GET' });
    const exchange = await probe.exchange({ ...post(servers), lane: 'read', body: Buffer.from('x') });
    expect(servers.seen.filter(({ method }) => method === 'POST')).toHaveLength(2);
    expect(exchange.kind).toBe('answer');
  });

  test('does not happen to writes: each has a connection that nothing used before', async () => {
    servers = await serve(dieWhenReused);
    await probe.exchange({ ...post(servers), lane: 'read', method: 'GET' });
    for (const nth of [1, 2, 3]) {
      expect(await probe.exchange({ ...post(servers, `/${nth}`), body: Buffer.from('x') })).toMatchObject({ kind: 'answer', status: 200 });
    }
    const posts = servers.seen.filter(({ method }) => method === 'POST');
    expect(posts.map(({ url }) => url)).toEqual(['/1', '/2', '/3']);
    expect(new Set(servers.seen.map(({ connection }) => connection)).size).toBe(4);
    expect(posts.every(({ headers }) => headers.connection === 'close')).toBe(true);
  });

  test('does not happen to a write whose connection dies: it was seen once, and that is not called unsent', async () => {
    servers = await serve((_request, _response, socket) => socket.resetAndDestroy());
    expect(await probe.exchange(post(servers))).toEqual(brokenOff);
    expect(servers.seen).toHaveLength(1);
  });

  test('does not happen to writes that travel together', async () => {
    servers = await serve((_request, _response, socket) => socket.destroy());
    const exchanges = await Promise.all([1, 2, 3, 4].map((nth) => probe.exchange(post(servers, `/${nth}`))));
    expect(exchanges).toEqual([brokenOff, brokenOff, brokenOff, brokenOff]);
    expect(servers.seen.map(({ url }) => url).sort()).toEqual(['/1', '/2', '/3', '/4']);
  });

  /** A connection is made for a request that gives up during the handshake; the next request meets its death. */
  async function giveUpDuringHandshake(send: (url: string, signal?: AbortSignal) => Promise<unknown>) {
    const server = await startTlsServer(certificate, (nth, socket) => {
      if (nth === 1) socket.destroy();
      return nth === 1;
    });
    const gateway = await startGateway(server.port);
    closing.push(server, gateway);
    const url = `https://127.0.0.1:${gateway.port}/`;
    await probe.allow(new URL(url).origin);
    const controller = new AbortController();
    const givenUp = send(url, controller.signal);
    await gateway.arrived;
    controller.abort();
    await givenUp;
    const handshake = server.handshake();
    gateway.open();
    await handshake;
    await send(url);
    return { requests: server.versions.length, connections: gateway.connections() };
  }

  test('happens with `connection: close` alone: a connection left over from a request that gave up counts as reused', async () => {
    const seen = await giveUpDuringHandshake((url, signal) => probe.naivePost(url, signal));
    expect(seen).toEqual({ requests: 2, connections: 2 });
  });

  test('does not happen to a write after one that gave up: it starts with an empty pool', async () => {
    const seen = await giveUpDuringHandshake((url, signal) => probe.exchange({ url, ...(signal && { signal }) }));
    expect(seen).toEqual({ requests: 1, connections: 2 });
  });
});

test.describe('HTTP/2', () => {
  test('is not spoken, although the platform offers it', async () => {
    const server = await startTlsServer(certificate);
    closing.push(server);
    await probe.allow(`https://127.0.0.1:${server.port}`);
    for (const lane of ['read', 'write'] as const) {
      await probe.exchange({ url: `https://127.0.0.1:${server.port}/`, lane });
    }
    expect(server.versions).toEqual(['1.1', '1.1']);
  });

  test('would be spoken without the switch, whatever a request says of its connection', async () => {
    const server = await startTlsServer(certificate);
    closing.push(server);
    const plain = await launchNetworkProbe(['--probe-keeps-http2', `--ignore-certificate-errors-spki-list=${certificate.spki}`]);
    closing.push(plain);
    await plain.allow(`https://127.0.0.1:${server.port}`);
    await plain.exchange({ url: `https://127.0.0.1:${server.port}/` });
    expect(server.versions).toEqual(['2.0']);
  });
});

test.describe('a request', () => {
  test('brings every byte of its body, and the headers it was given', async () => {
    const server = await serve(answerOk);
    const body = randomBytes(1024 * 1024);
    await probe.exchange({ ...post(server), body, headers: { 'user-agent': 'kelvin-secrets/1', 'content-type': 'application/json' } });
    expect(server.seen[0]?.body.equals(body)).toBe(true);
    expect(server.seen[0]?.headers).toMatchObject({
      'user-agent': 'kelvin-secrets/1',
      'content-type': 'application/json',
      'content-length': String(body.length),
    });
  });

  test('goes nowhere but to the environment\'s own origins', async () => {
    const server = await serve(answerOk);
    await probe.allow('https://p.example');
    expect(await probe.exchange(post(server))).toEqual({ kind: 'no-answer', reason: 'unknown', nothingWasSent: true });
    expect(server.connections()).toBe(0);
  });

  test('follows no redirect', async () => {
    const elsewhere = await serve(answerOk);
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await serve((_request, response) => response.writeHead(status, { location: elsewhere.origin }).end());
      await probe.allow(server.origin, elsewhere.origin);
      expect(await probe.exchange(post(server))).toEqual({ kind: 'redirect', status });
    }
    expect(elsewhere.connections()).toBe(0);
  });

  test('keeps no cookie and no cached answer', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'set-cookie': 'a=b; Max-Age=3600', 'cache-control': 'max-age=3600', 'content-type': 'text/plain' });
      response.end('x');
    });
    for (const lane of ['read', 'read', 'write', 'write'] as const) {
      expect(await probe.exchange({ ...post(server), lane, method: 'GET' })).toMatchObject({ kind: 'answer', status: 200 });
    }
    expect(server.seen).toHaveLength(4);
    expect(server.seen.every(({ headers }) => headers.cookie === undefined)).toBe(true);
  });

  test('answers a 401 as it is, and asks nobody for a password', async () => {
    const server = await serve((_request, response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end());
    expect(await probe.exchange(post(server))).toMatchObject({ kind: 'answer', status: 401 });
    expect(server.seen).toHaveLength(1);
  });
});

test.describe('a deadline', () => {
  test('ends a request that is not answered', async () => {
    const server = await serve(() => undefined);
    expect(await probe.exchange({ ...post(server), deadlineMs: 1_500 })).toEqual({ kind: 'no-answer', reason: 'timeout', nothingWasSent: false });
    expect(server.seen).toHaveLength(1);
  });

  test('ends a request whose answer stops in the middle of its body', async () => {
    const server = await serve((_request, response) => response.writeHead(200, { 'content-length': '100' }).write('half'));
    expect(await probe.exchange({ ...post(server), deadlineMs: 300 })).toMatchObject({ reason: 'timeout', nothingWasSent: false });
  });
});

test('after a read that ran out of time no kept connection is tried any more: each may be as dead', async () => {
  let silent = false;
  const together: (() => void)[] = [];
  const server = await serve((...request) => {
    if (silent) return;
    if (together.length === 2) return answerOk(...request);
    // The first two are answered when both are there, so that each has a connection.
    if (together.push(() => answerOk(...request)) === 2) for (const answer of together) answer();
  });
  const read = (deadlineMs: number) => probe.exchange({ ...post(server), lane: 'read', method: 'GET', deadlineMs });
  await Promise.all([read(20_000), read(20_000)]);
  expect(server.connections()).toBe(2);
  silent = true;
  expect(await read(1_500)).toMatchObject({ reason: 'timeout' });
  silent = false;
  expect(await read(20_000)).toMatchObject({ kind: 'answer' });
  expect(server.seen.at(-1)?.connection).toBe(3);
});

test.describe('an answer', () => {
  test('longer than the cap is broken off', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await probe.exchange({ ...post(server), maxBodyBytes: 256 * 1024 })).toEqual(brokenOff);
  });

  test('of exactly the cap is whole', async () => {
    const server = await serve((_request, response) => response.end(Buffer.alloc(4_096, 'x')));
    expect(await probe.exchange({ ...post(server), maxBodyBytes: 4_096 })).toMatchObject({ kind: 'answer', status: 200 });
  });

  test('that ends before its length is broken off', async () => {
    const server = await serve((_request, response, socket) => {
      response.writeHead(201, { 'content-length': '100', 'content-type': 'application/json' });
      response.write('{"name":', () => socket.end());
    });
    expect(await probe.exchange(post(server))).toEqual(brokenOff);
  });

  test('whose connection is reset in its body is broken off', async () => {
    const server = await serve((_request, response, socket) => {
      response.writeHead(201, { 'transfer-encoding': 'chunked' });
      response.write('{"name":', () => socket.resetAndDestroy());
    });
    expect(await probe.exchange(post(server))).toEqual(brokenOff);
  });

  test('of 204 has no body', async () => {
    const server = await serve((_request, response) => response.writeHead(204).end());
    const exchange = await probe.exchange(post(server));
    expect(exchange).toMatchObject({ kind: 'answer', status: 204 });
    expect(exchange.kind === 'answer' && exchange.body.length).toBe(0);
  });
});

test.describe('no answer', () => {
  test('when nobody listens: nothing was sent, and only a write can be sure of that', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/`;
    await probe.allow(new URL(url).origin);
    expect(await probe.exchange({ url })).toEqual({ kind: 'no-answer', reason: 'refused', nothingWasSent: true });
    expect(await probe.exchange({ url, lane: 'read' })).toEqual({ kind: 'no-answer', reason: 'refused', nothingWasSent: false });
  });

  test('when the name does not exist: nothing was sent', async () => {
    await probe.allow('https://nobody.invalid');
    const exchange = await probe.exchange({ url: 'https://nobody.invalid/' });
    expect(exchange).toMatchObject({ kind: 'no-answer', nothingWasSent: true });
    expect(exchange.kind === 'no-answer' && ['name-not-found', 'no-link'].includes(exchange.reason)).toBe(true);
  });

  test('when the certificate is nobody\'s: nothing was sent, and the host and who issued it are named', async () => {
    const server = await startTlsServer(await makeCertificate());
    closing.push(server);
    await probe.allow(`https://127.0.0.1:${server.port}`);
    expect(await probe.exchange({ url: `https://127.0.0.1:${server.port}/` })).toEqual({
      kind: 'no-answer',
      reason: 'certificate',
      nothingWasSent: true,
      certificate: { host: '127.0.0.1', problem: 'unknown-authority', issuer: 'localhost' },
    });
    expect(server.versions).toEqual([]);
  });

  test('when the TLS port speaks something else: that proves nothing', async () => {
    const server = await startServer(answerOk);
    closing.push(server);
    const url = server.origin.replace('http:', 'https:');
    await probe.allow(url);
    expect(await probe.exchange({ url })).toEqual(brokenOff);
  });

  test('when the caller gives up', async () => {
    const controller = new AbortController();
    const server = await serve(() => controller.abort());
    expect(await probe.exchange({ ...post(server), signal: controller.signal })).toEqual({ kind: 'no-answer', reason: 'aborted', nothingWasSent: false });
  });
});

test.describe('behind a proxy', () => {
  async function behindProxy(port: number): Promise<NetworkProbe> {
    const proxied = await launchNetworkProbe([`--proxy-server=http://127.0.0.1:${port}`]);
    closing.push(proxied);
    await proxied.allow('https://p.example');
    return proxied;
  }

  const notLetThrough = (port: number) => ({ kind: 'no-answer', reason: 'proxy', nothingWasSent: true, proxy: `127.0.0.1:${port}` });

  test('that is not there, nothing was sent', async () => {
    const port = await closedPort();
    const proxied = await behindProxy(port);
    expect(await proxied.exchange({ url: 'https://p.example/' })).toEqual(notLetThrough(port));
  });

  test('that wants to know who asks, a request ends instead of hanging', async () => {
    const net = await import('node:net');
    const proxy = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n');
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    closing.push({ close: () => new Promise((resolve) => proxy.close(() => resolve())) });
    const { port } = proxy.address() as import('node:net').AddressInfo;
    const proxied = await behindProxy(port);
    expect(await proxied.exchange({ url: 'https://p.example/' })).toEqual(notLetThrough(port));
  });
});
