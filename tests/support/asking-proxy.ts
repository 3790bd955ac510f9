import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy that lets nobody through who does not say who they are (HTTP CONNECT, Basic). */
export interface AskingProxy {
  readonly port: number;
  /** What it was told so far: where to, and by whom (null: nobody said). */
  readonly asked: readonly { readonly to: string; readonly as: string | null }[];
  close(): Promise<void>;
}

/** @param leadsTo where a host is found, by the port on this computer; others are looked up as usual */
export async function openAskingProxy(
  accepts: { readonly userName: string; readonly password: string },
  leadsTo: Readonly<Record<string, number>> = {},
): Promise<AskingProxy> {
  const asked: { to: string; as: string | null }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    asked.push({ to: request.url ?? '', as: whoIs(request) });
    response.writeHead(403).end();
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const as = whoIs(request);
    asked.push({ to: request.url ?? '', as });
    if (as !== `${accepts.userName}:${accepts.password}`) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="plant"\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    const led = leadsTo[hostname];
    const upstream = connect(led ?? Number(port), led === undefined ? hostname : '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function whoIs({ headers }: IncomingMessage): string | null {
  const told = headers['proxy-authorization'];
  return told === undefined ? null : Buffer.from(told.replace(/^Basic /, ''), 'base64').toString();
}
