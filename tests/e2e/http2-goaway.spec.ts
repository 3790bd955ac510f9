import http2 from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { launchNetworkProbe } from '../support/network-probe.ts';
import { makeCertificate, type TestCertificate } from '../support/tls-server.ts';

// HTTP/2 lets a server that goes away say of a request that it did not look at it. The network stack then asks a
// second time by itself, whatever the method, and nobody can tell whether the server told the truth. So HTTP/2 is
// switched off for the whole app (docs/decisions/0003); this shows both sides of it.

let certificate: TestCertificate;
test.beforeAll(async () => {
  certificate = await makeCertificate();
});

/** Reads each POST to its end; over HTTP/2 the first is denied with a GOAWAY, over HTTP/1.1 it is cut. */
async function startLiar() {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const server = http2.createSecureServer({ key: certificate.key, cert: certificate.cert, allowHTTP1: true }, (request, response) => {
    request.resume();
    request.on('end', () => {
      seen.push(request.httpVersion);
      if (seen.length > 1) return void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      if (request.httpVersion !== '2.0') return void request.socket.destroy();
      request.stream.session?.goaway();
      request.stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
    });
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('sessionError', () => undefined);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** One write, asked for once, by the product's own network port. */
async function writeOnce(switches: readonly string[]) {
  const liar = await startLiar();
  const probe = await launchNetworkProbe([`--ignore-certificate-errors-spki-list=${certificate.spki}`, ...switches]);
  try {
    await probe.allow(liar.origin);
    const exchange = await probe.exchange({ url: `${liar.origin}/`, body: Buffer.from('a secret'), deadlineMs: 10_000 });
    return { exchange, seen: liar.seen };
  } finally {
    await probe.close();
    await liar.close();
  }
}

test('a GOAWAY in the middle of a write makes the stack send it twice, where HTTP/2 is spoken', async () => {
  const { seen } = await writeOnce(['--probe-keeps-http2']);
  expect(seen).toEqual(['2.0', '2.0']);
});

test('as the product speaks there is no GOAWAY: a write that is cut was seen once, and is not called unsent', async () => {
  const { seen, exchange } = await writeOnce([]);
  expect(seen).toEqual(['1.1']);
  expect(exchange).toEqual({ kind: 'no-answer', reason: 'broken-off', nothingWasSent: false });
});
