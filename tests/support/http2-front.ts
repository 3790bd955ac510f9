import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { Credentials } from './tls-front.ts';

/** A gateway as platforms have one: it offers HTTP/2, takes HTTP/1.1 as well, and passes on what it is asked. */
export interface Http2Front {
  readonly port: number;
  /** The protocol and method of each request so far. */
  readonly requests: readonly { readonly version: string; readonly method: string; readonly path: string }[];
  close(): Promise<void>;
}

/** Opens the gateway on a free port of this computer. `port` is where plain HTTP is spoken. */
export async function openHttp2Front(credentials: Credentials, port: () => number): Promise<Http2Front> {
  const requests: { version: string; method: string; path: string }[] = [];
  const sockets = new Set<Socket>();
  const server = http2.createSecureServer({ ...credentials, allowHTTP1: true }, (request, response) => {
    requests.push({ version: request.httpVersion, method: request.method, path: request.url });
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith(':') && name !== 'connection'));
    const onward = http.request({ host: '127.0.0.1', port: port(), method: request.method, path: request.url, headers, agent: false });
    onward.on('response', (answer) => {
      const passed = Object.entries(answer.headers).filter(([name]) => !['connection', 'keep-alive', 'transfer-encoding'].includes(name));
      response.writeHead(answer.statusCode ?? 502, Object.fromEntries(passed));
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('sessionError', () => undefined);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
