import { createHash, X509Certificate } from 'node:crypto';
import http2 from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`: it trusts this very key, and no other. */
  readonly spki: string;
}

export async function makeCertificate(host = 'localhost'): Promise<TestCertificate> {
  const made = await generate([{ name: 'commonName', value: host }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }, { type: 7, ip: '127.0.0.1' }] }],
  });
  const der = new X509Certificate(made.cert).publicKey.export({ type: 'spki', format: 'der' });
  return { key: made.private, cert: made.cert, spki: createHash('sha256').update(der).digest('base64') };
}

export interface TlsServer {
  readonly port: number;
  /** The protocol of each request so far, e.g. `1.1` or `2.0`. */
  readonly versions: string[];
  /** Resolves at the next finished handshake. */
  handshake(): Promise<void>;
  close(): Promise<void>;
}

/** A server that offers HTTP/2 and takes HTTP/1.1 as well. `behave` gets the socket of each HTTP/1.1 request. */
export async function startTlsServer(certificate: TestCertificate, behave?: (nth: number, socket: Socket) => boolean): Promise<TlsServer> {
  const versions: string[] = [];
  const sockets = new Set<Socket>();
  const server = http2.createSecureServer({ key: certificate.key, cert: certificate.cert, allowHTTP1: true }, (request, response) => {
    request.resume();
    request.on('end', () => {
      versions.push(request.httpVersion);
      if (behave?.(versions.length, request.socket) === true) return;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{}');
    });
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('sessionError', () => undefined);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    versions,
    handshake: () => new Promise((resolve) => server.once('secureConnection', () => resolve())),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
